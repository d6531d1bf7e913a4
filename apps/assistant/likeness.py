"""Whether two open questions are the same one: by their words, and by their meaning where both have been read.

Meaning alone takes questions of one form for the same ("how do I clean the oven", "... the fridge"), so those that
speak of different things are never one, and those that speak of the same thing need be less near.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from apps.documents.search_words import FILLERS, raw_words

from .meaning_models import FORMAT
from .things import differ, things_in

# Of all words of two questions, the share that both must have.
SHARED = 0.6
# The least cosine. So 7 in 10 pairs of paraphrases are found, by words alone hardly one, and 1 in 2,000 pairs of others
# is taken for one (`tests/topics.toml`).
NEAR, NEAR_SAME_THING = 0.55, 0.5


class Question(Protocol):
    """`meaning` is the vector that the one model there is has made of it."""

    @property
    def question(self) -> str: ...

    @property
    def words(self) -> frozenset[str]: ...

    @property
    def meaning(self) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class Wording:
    """A question by itself."""

    question: str
    meaning: bytes | None

    @property
    def words(self) -> frozenset[str]:
        return frozenset(raw_words(self.question)) - FILLERS


class Likeness:
    """Of the questions at two places of `asked`."""

    def __init__(self, asked: Sequence[Question]) -> None:
        self._words = [one.words for one in asked]
        self._things = [things_in(one.question) for one in asked]
        self._cosines = _cosines([one.meaning or b"" for one in asked])

    def alike(self, place: int, other: int) -> bool:
        words, others = self._words[place], self._words[other]
        near = self._cosines[place][other] if self._cosines else 0.0
        if words == others:
            return True
        if near < NEAR_SAME_THING and (words.isdisjoint(others) or not _shared(words, others)):
            return False
        mine, theirs = self._things[place], self._things[other]
        if differ(mine, theirs):
            return False
        return near >= (NEAR_SAME_THING if mine & theirs else NEAR) or _shared(words, others)


def _shared(words: frozenset[str], others: frozenset[str]) -> bool:
    return len(words & others) >= SHARED * len(words | others)


def _cosines(meanings: Sequence[bytes]) -> list[list[float]]:
    """Of all pairs at once, 0 where one has not been read; nothing where none has."""
    size = max(map(len, meanings), default=0)
    if not size:
        return []
    import numpy as np

    table = np.frombuffer(b"".join(one or bytes(size) for one in meanings), dtype=FORMAT)
    rows = table.reshape(len(meanings), -1).astype("float32")
    cosines: list[list[float]] = (rows @ rows.T).tolist()
    return cosines
