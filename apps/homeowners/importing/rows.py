"""One row of the table as a home and its people, judged cell by cell.

A value that the home has already is not judged again: what was once taken, and what an export wrote, is never an error
when it comes back unchanged.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.developments.models import Unit
from apps.homeowners.models import Homeowner

from . import names, values
from .columns import Fields, known
from .people import Person
from .present import Present
from .table import MAX_COLUMNS, Line, Table
from .values import Wrong

FLAWS: dict[str, str | Promise] = {
    "date": gettext_lazy("The spreadsheet made a date of this cell. Please format it as text."),
    "error": gettext_lazy("This cell holds an error of the spreadsheet."),
    "formula": gettext_lazy("This formula has no result. Please save the file with its results, or write the value."),
    "too_long": gettext_lazy("This is too long."),
    "unreadable": gettext_lazy("This cell has characters that cannot be stored."),
}
CODES_SHOWN = 30
ADDRESSES = re.compile(r"[\s,;/&<>]+")
NUMBERS = re.compile(r"\s*(?:[;,&\n]|/|\bor\b|\band\b)\s*")
NAMES, CONTACTS = ("name", "first_name", "last_name"), ("email", "phone")


@dataclass(frozen=True, slots=True)
class RowError:
    """`row` as in the spreadsheet, `column` as its header is written."""

    row: int
    column: str
    code: str
    message: str


@dataclass(slots=True)
class Row:
    """`home` is the one that has this number already."""

    number: int
    unit_number: str = ""
    home: Unit | None = None
    values: dict[str, Any] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


class Reader:
    """Reads the lines of one table."""

    def __init__(self, table: Table, fields: Fields, present: Present) -> None:
        self.table, self.present = table, present
        self.places = {name: [n for n, one in enumerate(fields) if one == name] for name in known()}
        self.readers = values.READERS | {
            "house_type_code": self._house_type,
            "eircode": values.postcode(present.country),
        }

    def read(self, line: Line) -> Row:
        row = Row(line.number, unit_number=" ".join(self._text(line, "unit_number").split()))
        row.home = self.present.home(row.unit_number)
        for name in self.readers:
            self._judged(row, line, name, lambda name=name: self._value(row, line, name))
        self._people(row, line)
        return row

    def _text(self, line: Line, name: str) -> str:
        """What the cells of `name` hold, one below the other."""
        cells = (self.table.cell(line, place).strip() for place in self.places[name])
        return "\n".join(cell for cell in cells if cell)

    def _value(self, row: Row, line: Line, name: str) -> None:
        text = self._text(line, name)
        if not text:
            if known()[name].required:
                raise Wrong("required", _("This must be filled in."))
            return
        target = "floor_area_m2" if name == "floor_area_sqft" else name
        if target in row.values:
            return
        kept = getattr(row.home, target, None)
        if kept not in (None, "") and " ".join(str(kept).split()) == " ".join(text.split()):
            row.values[target] = kept
        else:
            row.values[target] = self.readers[name](name, text)

    def _house_type(self, field: str, text: str) -> str:
        code = self.present.house_type(" ".join(text.split()))
        if code is None:
            shown = ", ".join(self.present.house_types[:CODES_SHOWN]) or _("none yet")
            more = len(self.present.house_types) - CODES_SHOWN
            valid = _("%(codes)s and %(count)s more") % {"codes": shown, "count": more} if more > 0 else shown
            told = {"code": text[:40], "valid": valid}
            raise Wrong("unknown_house_type", _("%(code)s is no house type here. Valid: %(valid)s.") % told)
        return code

    def _judged(self, row: Row, line: Line, name: str, read: Callable[[], None]) -> None:
        """Whatever is wrong becomes an error of the row, about the column where it stands."""
        places = self.places[name]
        flawed = next((place for place in places if place in line.flaws), None)
        if flawed is not None:
            code = line.flaws[flawed]
            self._wrong(row, flawed, code, str(FLAWS.get(code, FLAWS["unreadable"])))
        elif places:
            try:
                read()
            except Wrong as wrong:
                self._wrong(row, places[0], wrong.code, wrong.message)

    def _wrong(self, row: Row, place: int, code: str, message: str) -> None:
        header = self.table.header[place] if place < len(self.table.header) else ""
        row.errors.append(RowError(row.number, header, code, message))

    def _people(self, row: Row, line: Line) -> None:
        residents = self.present.residents.get(row.home.pk, ()) if row.home else ()
        groups = [_named(text, residents) for text in self._names(line)]
        first = next((name for name in NAMES if self.places[name]), None)
        for name in NAMES:
            self._judged(row, line, name, lambda name=name: _fit(groups) if name == first else None)
        everybody = [person for group in groups for person in group]
        for contact in CONTACTS:
            self._judged(row, line, contact, lambda c=contact: self._contacts(line, c, groups, everybody, residents))
        row.people = [person for person in everybody if person.given]

    def _names(self, line: Line) -> list[str]:
        """One text for each column of names; first and last names are put together before."""
        whole = [self.table.cell(line, place).strip() for place in self.places["name"]]
        firsts, lasts = (self.places[name] for name in ("first_name", "last_name"))
        halves = zip_longest(firsts, lasts, fillvalue=MAX_COLUMNS)
        return whole + [" ".join(self.table.cell(line, place).strip() for place in pair).strip() for pair in halves]

    def _contacts(
        self,
        line: Line,
        contact: str,
        groups: list[list[Person]],
        everybody: list[Person],
        residents: Sequence[Homeowner],
    ) -> None:
        """Give e-mail addresses or telephone numbers to the people: column by column where both have as many."""
        cells = [self.table.cell(line, place).strip() for place in self.places[contact]]
        if len(cells) == len(groups) > 1:
            for cell, group in zip(cells, groups, strict=True):
                everybody += _share(contact, cell, group, residents)
        else:
            everybody += _share(contact, "\n".join(cell for cell in cells if cell), everybody, residents)


def _named(text: str, residents: Sequence[Homeowner]) -> list[Person]:
    whole = " ".join(text.split())
    if any(resident.name == whole for resident in residents):
        return [Person(whole)]
    return [Person(name) for name in names.people(text)]


def _fit(groups: list[list[Person]]) -> None:
    for group in groups:
        for person in group:
            values.fitting("name", person.name)


def _share(contact: str, cell: str, people: list[Person], residents: Sequence[Homeowner]) -> list[Person]:
    """Put what `cell` holds to the people in order; who has an address and no name is returned as somebody more.

    Raises:
        Wrong: it is not valid, or there are more than people.
    """
    found = list(_split(contact, cell, len(people), {getattr(resident, contact) for resident in residents}))
    if people and len(found) > len(people):
        told = {"found": len(found), "people": len(people)}
        raise Wrong("more_than_people", _("%(found)s here for %(people)s named.") % told)
    more = [] if people else [Person() for _value in found]
    for person, value in zip(people or more, found, strict=False):
        setattr(person, contact, value)
    return more


def _split(contact: str, cell: str, people: int, kept: set[str]) -> Iterator[str]:
    if cell in kept or not cell:
        yield from [cell] if cell else []
    elif contact == "email":
        parts = [part.removeprefix("mailto:") for part in ADDRESSES.split(cell) if part]
        addresses = [part for part in parts if "@" in part] if "<" in cell else parts
        yield from dict.fromkeys(values.email(address) for address in addresses)
    else:
        parts = NUMBERS.split(cell) if people > 1 else [cell]
        yield from (values.text("phone", part) for part in parts if part)
