"""How near a question is to each passage of a development, as far as the verified scope reaches.

Exact: every vector of the slice is compared. An index of approximate neighbours loses rows under row security. Blocks
are compared as they arrive and then dropped, so a process never holds the vectors of a development, its own or another.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
from django.db import connection

from . import model
from .blocks import compare

if TYPE_CHECKING:
    import numpy as np

VECTORS = "SELECT vectors FROM security.search_vectors(%s, %s, %s) AS slice (vectors)"
ANY_VECTORS = f"SELECT EXISTS ({VECTORS})"


@dataclass(frozen=True, slots=True)
class Nearness:
    """`ids` and `cosines` of the same passages, in the same order."""

    ids: "np.ndarray"
    cosines: "np.ndarray"

    def nearest(self, count: int) -> list[UUID]:
        best = self.cosines.argsort()[::-1][:count]
        return [UUID(bytes=self.ids[place].tobytes()) for place in best]

    def of(self, passages: Iterable[UUID]) -> dict[UUID, float]:
        """The cosines of those that have a vector."""
        wanted = {passage.bytes: passage for passage in passages}
        places = {self.ids[place].tobytes(): place for place in self._places(wanted)}
        return {wanted[raw]: float(self.cosines[place]) for raw, place in places.items() if raw in wanted}

    def _places(self, wanted: Iterable[bytes]) -> "np.ndarray":
        import numpy as np

        halves = self.ids.view("u8")[::2]
        return np.flatnonzero(np.isin(halves, np.frombuffer(b"".join(wanted), dtype="u8")[::2]))


def nearness(development_id: UUID, house_type_code: str | None, text: str) -> Nearness | None:
    """None without a model, or without vectors of this very model in the slice."""
    key = model.key()
    slice_ = [development_id, house_type_code, key]
    if key is None or not _has_vectors(slice_):
        return None
    encoder = model.encoder()
    return _compare(slice_, encoder.encode([text])[0]) if encoder else None


def _compare(slice_: list[object], question: "np.ndarray") -> Nearness:
    import numpy as np

    compared = [compare(block, question) for block in _read(slice_)]
    return Nearness(np.concatenate([ids for ids, _ in compared]), np.concatenate([near for _, near in compared]))


def _has_vectors(slice_: list[object]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(ANY_VECTORS, slice_)
        return bool(cursor.fetchone()[0])


def _read(slice_: list[object]) -> Iterator[bytes]:
    """One by one, and binary, neither of which Django's own cursor can."""
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        for (vectors,) in cursor.stream(VECTORS, slice_, binary=True):
            yield vectors
