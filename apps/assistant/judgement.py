"""Whether what was found answers the question: three states, not two.

A near miss in the right document cannot be told from an answer by any threshold, so an answer quotes and never claims.
What the thresholds do tell is talk that the documents know nothing about. A filter (house type, development) never
moves them. Each mode of search has its own, in `thresholds.toml`, with the figures that they were found with.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from apps.documents.search import HYBRID, KEYWORD, SearchResult

from .models import Outcome

FILE = Path(__file__).with_name("thresholds.toml")
HEAD = """# Where the states of an answer begin, for each mode of search, with the figures found with these values over
# the tuning parts of all sets together, as `manage.py evaluate_assistant --calibrate` writes it;
# `evaluation/calibration.py` says how each value is found, ADR 16 in which sets these were.
"""
# By words alone: an answer speaks of half of the question; one that speaks of nearly all of it may score lower, since
# short passages do.
SPOKEN_OF = 0.5
WHOLE, WHOLE_ANSWERED = 0.8, 0.3


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The least evidence, 0 to 1, for each state."""

    closest: float
    answered: float


@cache
def thresholds(mode: str) -> Thresholds:
    chosen = tomllib.loads(FILE.read_text(encoding="utf-8"))[mode]
    return Thresholds(chosen["closest"], chosen["answered"])


def store(found: Mapping[str, Mapping[str, float]]) -> None:
    """Write the thresholds of these modes with their figures; those of other modes stay as they are."""
    modes = tomllib.loads(FILE.read_text(encoding="utf-8")) | found
    tables = [f"[{mode}]\n" + "".join(f"{name} = {value}\n" for name, value in modes[mode].items()) for mode in modes]
    FILE.write_text("\n".join([HEAD, *tables]), encoding="utf-8")
    thresholds.cache_clear()


def outcome_of(found: SearchResult) -> Outcome:
    limits = thresholds(found.mode)
    if (found.evidence >= limits.answered and _speaks_of_it(found)) or _says_all(found):
        return Outcome.ANSWERED
    return Outcome.CLOSEST if found.evidence >= limits.closest else Outcome.NOT_FOUND


def _speaks_of_it(found: SearchResult) -> bool:
    return found.mode == HYBRID or found.coverage >= SPOKEN_OF


def _says_all(found: SearchResult) -> bool:
    return found.mode == KEYWORD and found.coverage >= WHOLE and found.evidence >= WHOLE_ANSWERED
