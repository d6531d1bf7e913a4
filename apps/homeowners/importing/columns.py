"""Which column of a builder's list is what. The names are data (`columns.toml`); a person may choose otherwise.

Needs no Django: the confined reader asks it which row is the header.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NAMES = Path(__file__).with_name("columns.toml")
# A numeral behind a name that may repeat: "E-mail 2", "Purchaser 1 Name".
NUMERALS = re.compile(r"\d+")
Fields = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`ranks` tells how much each folded name weighs: 0 most."""

    field: str
    label: str
    required: bool
    several: bool
    ranks: Mapping[str, int]

    def rank(self, folded: str) -> int | None:
        found = self.ranks.get(folded)
        return self.ranks.get(NUMERALS.sub("", folded)) if found is None and self.several else found


@cache
def known() -> Mapping[str, Column]:
    """Every column there may be, by its field."""
    told = tomllib.loads(NAMES.read_text(encoding="utf-8"))
    return {field: _column(field, entry) for field, entry in told.items()}


def _column(field: str, entry: Mapping[str, object]) -> Column:
    names = [field, *entry["names"]]  # type: ignore[misc]
    ranks = {fold(name): rank for rank, name in reversed(list(enumerate(names)))}
    return Column(field, str(entry["label"]), bool(entry.get("required")), bool(entry.get("several")), ranks)


def fold(header: str) -> str:
    """`header` without case, accents, spaces and punctuation."""
    letters = unicodedata.normalize("NFKD", header.casefold())
    return "".join(letter for letter in letters if letter.isalnum())


def recognised(header: Sequence[str]) -> Fields:
    """The field of each column, None where it is not known or another column says it better."""
    candidates = [_candidates(text) for text in header]
    best: dict[str, int] = {}
    for found in candidates:
        for field, rank in found.items():
            best[field] = min(rank, best.get(field, rank))
    chosen: list[str | None] = []
    for found in candidates:
        fields = [f for f, rank in found.items() if known()[f].several or (rank == best[f] and f not in chosen)]
        chosen.append(fields[0] if fields else None)
    return tuple(chosen)


def _candidates(header: str) -> dict[str, int]:
    folded = fold(header)
    ranks = {field: column.rank(folded) for field, column in known().items()}
    return {field: rank for field, rank in ranks.items() if rank is not None}


def missing(fields: Sequence[str | None]) -> list[Column]:
    """The required columns that no column is."""
    return [column for field, column in known().items() if column.required and field not in fields]


def repeated(fields: Sequence[str | None]) -> list[Column]:
    """The columns that are there more than once and may not be."""
    return [column for field, column in known().items() if not column.several and list(fields).count(field) > 1]
