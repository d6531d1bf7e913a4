"""Other names of the trade for what a question says, from `search_synonyms.toml`, and those of a development.

A question keeps its own words; other names only add to what they find. Where the documents lack one of its words but
know another name, that name takes its place.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from .search_words import raw_words

Phrase = tuple[str, ...]
FILE = Path(__file__).with_suffix(".toml")
LONGEST = 4
# Of so many developments the names are kept.
MOST_KEPT = 128
PLURAL = re.compile(r"(?<=\w\w\w)(?<!s)s$")


@dataclass(frozen=True, slots=True)
class OtherNames:
    """`said` stands in the question; each of `others` means the same."""

    said: Phrase
    others: tuple[Phrase, ...]


Names = Mapping[Phrase, tuple[Phrase, ...]]


def other_names(words: Sequence[str], own: Sequence[Sequence[str]] = ()) -> list[OtherNames]:
    """From left to right, longest first; no word is used twice. `own` are lines of names that mean the same, beside
    those of the trade."""
    return list(_matches(words, _names(tuple(map(tuple, own))) if own else _of_the_trade()))


def _matches(words: Sequence[str], names: Names) -> Iterator[OtherNames]:
    at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            said = tuple(words[at : at + length])
            if others := names.get(_singular(said)):
                yield OtherNames(said, others)
                break
        else:
            length = 1
        at += length


@lru_cache(MOST_KEPT)
def _names(own: tuple[tuple[str, ...], ...]) -> Names:
    return _with(_of_the_trade(), own)


@cache
def _of_the_trade() -> Names:
    return _with({}, tomllib.loads(FILE.read_text())["same"])


def _with(names: Names, lines: Sequence[Sequence[str]]) -> Names:
    found = dict(names)
    for line in lines:
        phrases = [tuple(raw_words(phrase)) for phrase in line]
        for phrase in phrases:
            others = tuple(other for other in phrases if other != phrase)
            found[_singular(phrase)] = found.get(_singular(phrase), ()) + others
    return found


def _singular(phrase: Phrase) -> Phrase:
    return tuple(PLURAL.sub("", word) for word in phrase)
