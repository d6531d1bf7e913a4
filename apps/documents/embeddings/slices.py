"""How near a question is to each passage of a development, as far as the verified scope reaches.

Exact: every vector of the slice is compared. An index of approximate neighbours loses rows under row security. Which
blocks make up the slice the database says for every question; those that this process has seen come without vectors.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
from django.db import connection

from . import model
from .blocks import compare
from .kept import KEPT

if TYPE_CHECKING:
    import numpy as np

BLOCKS = "SELECT id, vectors FROM security.search_vectors(%s, %s, %s, %s::uuid[])"
ANY_BLOCK = "SELECT EXISTS (SELECT FROM security.search_vectors(%s, %s, %s, '{}'))"


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
    """None where no vector of the question can be had, or none of this very model is in the slice."""
    key = model.key()
    if key is None or not _has_vectors(development_id, house_type_code, key):
        return None
    question = model.encoded([text], wait=False)
    return None if question is None else _compare(_blocks(development_id, house_type_code, key), question[0])


def _compare(blocks: Iterable[bytes], question: "np.ndarray") -> Nearness | None:
    import numpy as np

    compared = [part for block in blocks if len((part := compare(block, question))[0])]
    if not compared:
        return None
    return Nearness(np.concatenate([ids for ids, _ in compared]), np.concatenate([near for _, near in compared]))


def _has_vectors(development_id: UUID, house_type_code: str | None, key: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(ANY_BLOCK, [development_id, house_type_code, key])
        return bool(cursor.fetchone()[0])


def _blocks(development_id: UUID, house_type_code: str | None, key: str) -> Iterator[bytes]:
    """Those of this scope, and none that is only known."""
    known = KEPT.of((development_id, key))
    for block, vectors in _read([development_id, house_type_code, key, list(known)]):
        if vectors is not None:
            KEPT.keep((development_id, key), block, vectors)
        yield known[block] if vectors is None else vectors


def _read(arguments: list[object]) -> Iterator[tuple[UUID, bytes | None]]:
    """One by one, and binary, neither of which Django's own cursor can."""
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        yield from cursor.stream(BLOCKS, arguments, binary=True)
