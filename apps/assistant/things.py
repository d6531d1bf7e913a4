"""Which things of a home or an estate a text speaks of, by the names that people have for them (`things.txt`).

Two questions about cleaning can be as near in words and in meaning as two about the oven: only the thing parts them.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from apps.documents.search_words import raw_words

FILE = Path(__file__).with_suffix(".txt")
LONGEST = 3


def things_in(text: str) -> frozenset[int]:
    """Each thing by its line; the longest name counts, and no word is used twice."""
    return frozenset(_found([_singular(word) for word in raw_words(text)]))


def differ(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether each speaks of something that the other does not."""
    return bool(one - other and other - one)


def _found(words: list[str]) -> Iterator[int]:
    at = 0
    while at < len(words):
        lengths = (length for length in range(LONGEST, 0, -1) if tuple(words[at : at + length]) in _names())
        length = next(lengths, 0)
        if length:
            yield _names()[tuple(words[at : at + length])]
        at += length or 1


@cache
def _names() -> Mapping[tuple[str, ...], int]:
    lines = enumerate(FILE.read_text(encoding="utf-8").splitlines())
    return {tuple(map(_singular, raw_words(name))): line for line, names in lines for name in names.split(",")}


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
