"""What a word that the development does not know may have meant: the nearest of the words it does know.

One slip (a letter too many, too few, another, or two swapped) is allowed from five letters on, with four only a swap,
two slips from eight. Shorter words are left alone: nearly everything is one slip away from something.
"""

import string
from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from django.db import connection

from .search_words import Part, once, rarity, read_parts

SWAP_FROM, ONE_SLIP_FROM, TWO_SLIPS_FROM, NO_WORD_FROM = 4, 5, 8, 25
MOST_REPAIRED = 4
LETTERS = string.ascii_lowercase + "áéíóú"
LITTLE_WORDS = ("which", "where", "what", "when", "there", "their", "should", "would", "could", "does", "have", "with")
# A guess is worth a little less than what was written.
GUESSED = 0.9


def repair(development_id: UUID, parts: Sequence[Part], total: int) -> tuple[Part, ...]:
    """`parts` with the unknown ones replaced where a known one is near; `total` is the development's chunks."""
    parts = [part for part in parts if not _is_little_word(part)]
    broken = [part for part in parts if _mendable(part)][:MOST_REPAIRED]
    meant = _one_slip(development_id, broken) if broken else {}
    for part in broken:
        if part.word not in meant and len(part.word) >= TWO_SLIPS_FROM:
            meant |= _two_slips(development_id, part, total)
    guesses = {word: replace(part, word=word, factor=GUESSED) for word, part in meant.items()}
    return once(guesses.get(part.word, part) for part in parts)


def _is_little_word(part: Part) -> bool:
    """A misspelt stop word: the index holds none of those, so nothing would be near."""
    return not part.chunks and any(slips(part.word, word) == 1 for word in LITTLE_WORDS)


def _mendable(part: Part) -> bool:
    return not part.chunks and part.word.isalpha() and SWAP_FROM <= len(part.word) < NO_WORD_FROM


def _one_slip(development_id: UUID, broken: list[Part]) -> dict[str, Part]:
    """Swapped letters first, then other slips; among equals the word that stands in most chunks."""
    swaps = {part.word: set(_swapped(part.word)) for part in broken}
    slips = {part.word: swaps[part.word] | set(_slipped(part.word)) for part in broken}
    _, parts = read_parts(development_id, sorted(set().union(*slips.values())))
    known = {part.word: part for part in parts if part.chunks}
    found = {}
    for word, spellings in slips.items():
        near = [known[spelling] for spelling in spellings & known.keys()]
        if near:
            found[word] = max(near, key=lambda part: (part.word in swaps[word], part.chunks, part.word))
    return found


def _swapped(word: str) -> Iterator[str]:
    for i in range(len(word) - 1):
        yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def _slipped(word: str) -> Iterator[str]:
    """Every spelling that differs by one letter more, less or other; nothing for a word too short for that."""
    if len(word) < ONE_SLIP_FROM:
        return
    for i in range(len(word) + 1):
        yield word[:i] + word[i + 1 :]
        for letter in LETTERS:
            yield word[:i] + letter + word[i:]
            yield word[:i] + letter + word[i + 1 :]


def _two_slips(development_id: UUID, part: Part, total: int) -> dict[str, Part]:
    """Compared with the index's terms, which are stems, so both the word and its stem may be the near one."""
    shortest, longest = len(part.term) - 2, len(part.word) + 2
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT term, chunks FROM security.search_vocabulary(%s, %s, %s, %s)",
            [development_id, part.word[0], shortest, longest],
        )
        rows: list[tuple[str, int]] = cursor.fetchall()
    near = [(term, chunks) for term, chunks in rows if min(slips(part.term, term), slips(part.word, term)) <= 2]
    if not near:
        return {}
    term, chunks = max(near, key=lambda row: (-slips(part.term, row[0]), row[1], row[0]))
    return {part.word: Part(part.word, term, chunks, rarity(chunks, total))}


def slips(one: str, other: str) -> int:
    """Letters to add, drop, change or swap (neighbours) to make one word of the other; 3 stands for 3 and more."""
    if abs(len(one) - len(other)) > 2 or len(set(one) ^ set(other)) > 4:
        return 3
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, match in enumerate(other, start=1):
            best = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != match))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == match:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return min(row[-1], 3)
