"""Recognises an emergency in a question, before any search.

Better one safety answer too many than one too few: only what plainly speaks of something else (a bill, a test button,
an insurance) is let through to the documents.
"""

import re
import tomllib
from enum import StrEnum
from functools import cache
from pathlib import Path

from .phrases import plain, without_accents

FILE = Path(__file__).with_suffix(".toml")


class Hazard(StrEnum):
    """In the order of judgement: what can kill faster comes first."""

    FIRE = "fire"
    GAS = "gas"
    CARBON_MONOXIDE = "carbon_monoxide"
    ELECTRICITY = "electricity"
    WATER = "water"


def hazard_in(text: str) -> Hazard | None:
    """The emergency that the text speaks of; None for an ordinary question."""
    said = plain(text)
    return next((hazard for hazard in Hazard if _speaks_of(hazard, said)), None)


def _speaks_of(hazard: Hazard, said: str) -> bool:
    signs, harmless = _patterns()[hazard]
    return any(sign.search(said) for sign in signs) and not any(other.search(said) for other in harmless)


@cache
def _patterns() -> dict[Hazard, tuple[list[re.Pattern[str]], list[re.Pattern[str]]]]:
    tables = tomllib.loads(FILE.read_text())
    return {hazard: (_compiled(tables[hazard]["signs"]), _compiled(tables[hazard]["harmless"])) for hazard in Hazard}


def _compiled(patterns: list[str]) -> list[re.Pattern[str]]:
    return [re.compile(rf"\b(?:{without_accents(pattern)})") for pattern in patterns]
