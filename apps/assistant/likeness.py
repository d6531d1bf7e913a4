"""Whether two open questions are the same one: by their words, and by their meaning where both have been read.

Meaning alone takes questions of one form for the same ("how do I clean the oven", "... the fridge"), so those that
speak of different things are never one, and those that speak of the same thing need be less near.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from .meaning_models import FORMAT
from .things import differ, things_in

if TYPE_CHECKING:
    import numpy as np

    from .topics import Asked

# Of all words of two questions, the share that both must have.
SHARED = 0.6
# The least cosine. So 7 in 10 pairs of paraphrases are found, by words alone hardly one, and 1 in 1,000 pairs of others
# is taken for one (`tests/topics.toml`).
NEAR, NEAR_SAME_THING = 0.55, 0.5


class Likeness:
    """Of the questions at two places of `asked`."""

    def __init__(self, asked: Sequence["Asked"]) -> None:
        self._asked = asked
        self._things = [things_in(one.question) for one in asked]

    def alike(self, place: int, other: int) -> bool:
        if self._asked[place].words == self._asked[other].words:
            return True
        mine, theirs = self._things[place], self._things[other]
        if differ(mine, theirs):
            return False
        return self._share_words(place, other) or self._near(place, other) >= (
            NEAR_SAME_THING if mine & theirs else NEAR
        )

    def _share_words(self, place: int, other: int) -> bool:
        words, others = self._asked[place].words, self._asked[other].words
        return len(words & others) >= SHARED * len(words | others)

    def _near(self, place: int, other: int) -> float:
        return float(self._cosines[place, other]) if self._read else 0.0

    @cached_property
    def _read(self) -> bool:
        return any(one.meaning for one in self._asked)

    @cached_property
    def _cosines(self) -> "np.ndarray":
        """Of all pairs at once; 0 where one has not been read."""
        import numpy as np

        size = max(len(one.meaning or b"") for one in self._asked)
        vectors = [one.meaning or bytes(size) for one in self._asked]
        table = np.frombuffer(b"".join(vectors), dtype=FORMAT).reshape(len(vectors), -1).astype("float32")
        return table @ table.T
