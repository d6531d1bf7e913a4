"""The people that one cell names: `Seán & Áine Ó Briain` are two, who share their surname; a company is one.

What a cell means is guessed, so the dry run shows the people it would make, and a home's own people as the builder
wrote them are never taken apart again.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

JOINED = re.compile(r"\s*(?:&|\+|;|/|\n|\band\b|\bagus\b)\s*", re.IGNORECASE)
COMMA = re.compile(r"\s*,\s*")
INITIAL = re.compile(r"[A-NP-Z]\.?")
TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "fr", "sr"})
# Words that begin a surname of several: what stands before them is the first name.
PARTICLES = frozenset(
    {"ó", "o", "ní", "ni", "nic", "mac", "mc", "uí", "ui", "de", "di", "da", "van", "von", "der", "la", "le"}
)
COMPANY = re.compile(
    r"\b(?:ltd|limited|dac|clg|plc|llp|llc|teo|teoranta|company|trust|council|association|properties|developments|holdings)\b"
    r"|& (?:sons?|daughters?|co)\b",
    re.IGNORECASE,
)


def people(cell: str) -> list[str]:
    """The names in `cell`, each in full."""
    if COMPANY.search(cell):
        return [_spaced(cell)]
    parts = [part for part in JOINED.split(cell) if part]
    halves = [[half for half in COMMA.split(part) if half] for part in parts]
    if all(_is_complete(half) for half in halves):
        return [_spaced(" ".join(reversed(half))) for half in halves]
    if len(parts) > 1:
        return _with_surname(_without_commas(parts))
    return [_spaced(half) for part in halves for half in part]


def _without_commas(parts: Sequence[str]) -> list[str]:
    """`A, B & C D` names three; `Surname, A & B` names two, and says their surname first."""
    pieces = [piece for part in parts for piece in COMMA.split(part) if piece]
    first = [piece for piece in COMMA.split(parts[0]) if piece]
    if len(first) == 2 and len(pieces) == len(parts) + 1 and all(len(p.split()) == 1 for p in pieces[1:]):
        return [f"{forename} {first[0]}" for forename in pieces[1:]]
    return pieces


def _with_surname(parts: Sequence[str]) -> list[str]:
    """A part of a first name (or a title) alone takes the surname of the last one."""
    surname = _surname(_without_titles(parts[-1]))
    return [_spaced(part if _is_whole(part) else f"{part} {surname}") for part in parts[:-1]] + [_spaced(parts[-1])]


def _surname(words: Sequence[str]) -> str:
    """From the first particle on, else the last word."""
    begins = (place for place, word in enumerate(words[1:], 1) if word.casefold() in PARTICLES)
    return " ".join(words[next(begins, -1) :])


def _is_whole(part: str) -> bool:
    """Whether a surname is there, beside first name and initials."""
    words = _without_titles(part)
    return len([word for word in words if not INITIAL.fullmatch(word)]) > 1


def _without_titles(part: str) -> list[str]:
    words = part.split()
    titles = takewhile(lambda word: word.strip(".").casefold() in TITLES, words)
    return words[len(list(titles)) :]


def _is_complete(halves: Sequence[str]) -> bool:
    """Whether they are one person with a surname: `Surname, A`, or `A Surname`."""
    return _is_whole(halves[0]) if len(halves) == 1 else len(halves) == 2 and _is_surname(*halves)


def _is_surname(left: str, right: str) -> bool:
    """Whether `left, right` is one person, surname first."""
    words = left.split()
    return len(words) == 1 or words[0].casefold() in PARTICLES or len(right.split()) == 1


def _spaced(name: str) -> str:
    return " ".join(name.split())
