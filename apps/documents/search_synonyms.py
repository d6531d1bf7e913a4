"""Other names of the trade for what a question says, from `search_synonyms.toml`.

A question keeps its own words; other names only add to what they find. Where the documents lack one of its words but
know another name, that name takes its place.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

Phrase = tuple[str, ...]
FILE = Path(__file__).with_suffix(".toml")
LONGEST = 4
PLURAL = re.compile(r"(?<=\w\w\w)(?<!s)s$")


@dataclass(frozen=True, slots=True)
class OtherNames:
    """`said` stands in the question; each of `others` means the same."""

    said: Phrase
    others: tuple[Phrase, ...]


def other_names(words: Sequence[str]) -> list[OtherNames]:
    """From left to right, longest first; no word is used twice."""
    return list(_matches(words))


def _matches(words: Sequence[str]) -> Iterator[OtherNames]:
    names, at = _names(), 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            said = tuple(words[at : at + length])
            if others := names.get(_singular(said)):
                yield OtherNames(said, others)
                break
        else:
            length = 1
        at += length


@cache
def _names() -> dict[Phrase, tuple[Phrase, ...]]:
    lines = tomllib.loads(FILE.read_text())["same"]
    found: dict[Phrase, tuple[Phrase, ...]] = {}
    for line in lines:
        phrases = [tuple(phrase.split()) for phrase in line]
        for phrase in phrases:
            others = tuple(other for other in phrases if other != phrase)
            found[_singular(phrase)] = found.get(_singular(phrase), ()) + others
    return found


def _singular(phrase: Phrase) -> Phrase:
    return tuple(PLURAL.sub("", word) for word in phrase)
