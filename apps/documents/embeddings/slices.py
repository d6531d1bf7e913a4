"""How near a question is to each passage of a development, as far as the verified scope reaches.

Exact: every vector of the slice is compared. An index of approximate neighbours loses rows under row security.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
from django.db import connection

from . import model

if TYPE_CHECKING:
    import numpy as np

VECTORS = "SELECT * FROM security.search_vectors(%s, %s, %s)"
ID_BYTES, FORMAT = 16, "float16"


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
    if key is None:
        return None
    rows = _read(development_id, house_type_code, key)
    encoder = model.encoder() if rows else None
    return _compare(rows, encoder.encode([text])[0]) if encoder else None


def _compare(rows: list[bytes], question: "np.ndarray") -> Nearness:
    import numpy as np

    table = np.frombuffer(b"".join(rows), dtype=[("id", f"V{ID_BYTES}"), ("vector", FORMAT, len(question))])
    return Nearness(table["id"].copy(), table["vector"].astype("float32") @ question)


def _read(development_id: UUID, house_type_code: str | None, key: str) -> list[bytes]:
    connection.ensure_connection()
    # Binary, which Django's own cursor cannot: as text the vectors would be twice as long, and have to be parsed.
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(VECTORS, [development_id, house_type_code, key], binary=True)
        return [row for (row,) in cursor]
