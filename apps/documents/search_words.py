"""A question as search weighs it: which words of it a development knows, and how much each tells.

A part is one thing the question asks for. Its weight is the word's BM25 rarity, for unknown words too: what the
documents never mention counts fully against every passage, so scores compare across questions and developments.
"""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import connection

WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")
MOST_WORDS, LONGEST_WORD = 60, 60
# As if every development had so many more chunks, which hold none of its words: in a handful of chunks nothing is rare.
BACKGROUND = 50
# What people wrap a question in. Such a word may find a passage but hardly says that one is right.
FILLERS = frozenset(Path(__file__).with_name("search_fillers.txt").read_text().split())
# As functions of the database take them.
FILLER_TEXT = " ".join(sorted(FILLERS))
FILLER_WEIGHT = 0.35


@dataclass(frozen=True, slots=True)
class Part:
    """`term` is what the index holds; `chunks` how many chunks hold it, 0 for a word the development does not know.

    `factor` lowers what a match is worth, for a term that only stands in for what was written.
    """

    word: str
    term: str
    chunks: int
    weight: float
    factor: float = 1.0

    @property
    def worth(self) -> float:
        return self.weight * self.factor


def raw_words(text: str) -> list[str]:
    """Distinct words in lower case, in order, as many as a question can need."""
    words = WORD.findall(unicodedata.normalize("NFKC", text).lower())
    return list(dict.fromkeys(word for word in words if len(word) <= LONGEST_WORD))[:MOST_WORDS]


def read_parts(development_id: UUID, words: Sequence[str]) -> tuple[int, list[Part]]:
    """The number of chunks of the development, and the parts of every word, several for one with a hyphen, none for a
    stop word. A development out of reach knows nothing and has no chunks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT word, term, chunks FROM security.search_terms(%s, %s)", [development_id, list(words)])
        rows: list[tuple[str, str, int]] = cursor.fetchall()
    total = rows[0][2] if rows else 0
    return total, [_part(word, term, chunks, total) for word, term, chunks in rows[1:]]


def rarity(chunks: int, total: int) -> float:
    return math.log(1 + (BACKGROUND + total - chunks + 0.5) / (chunks + 0.5))


def _part(word: str, term: str, chunks: int, total: int) -> Part:
    weight = rarity(chunks, total) * (FILLER_WEIGHT if word in FILLERS else 1.0)
    return Part(word, term, chunks, weight)


def once(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Each term once, the first of its kind."""
    found: dict[str, Part] = {}
    for part in parts:
        found.setdefault(part.term, part)
    return tuple(found.values())
