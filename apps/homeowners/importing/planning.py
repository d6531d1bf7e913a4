"""What an import would do, row by row. Reads everything it needs at once, and writes nothing.

The dry run shows this and the import writes this, so both say the same as long as the development is the same.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from apps.developments.models import Unit
from apps.homeowners.models import Homeowner

from . import columns, people
from .columns import Fields
from .people import Person
from .present import Present, key
from .rows import Reader, Row, RowError
from .table import Table


class Outcome(StrEnum):
    INSERTED = "inserted"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(slots=True)
class Step:
    """One row: what it is about, and what it changes.

    `unit` is new or the home that stands, and `wanted` are its new values.
    `new_people` are to be added, `changed_people` are residents with their new values.
    """

    row: Row
    outcome: Outcome = Outcome.UNCHANGED
    unit: Unit | None = None
    wanted: Mapping[str, Any] = field(default_factory=dict)
    new_people: list[Person] = field(default_factory=list)
    changed_people: list[tuple[Homeowner, Mapping[str, str]]] = field(default_factory=list)

    @property
    def fields(self) -> list[str]:
        """What changes of a home that stands: its own fields, then `homeowners` for people who are added or changed."""
        if self.outcome is not Outcome.UPDATED:
            return []
        return [*sorted(self.wanted), *(["homeowners"] if self.new_people or self.changed_people else [])]


@dataclass(frozen=True, slots=True)
class Plan:
    """`lacking` are required columns that the file has not got; then no row was judged."""

    steps: Sequence[Step]
    errors: Sequence[RowError]
    lacking: Sequence[str] = ()

    def may_write(self, *, only_valid: bool) -> bool:
        return not self.lacking and (only_valid or not self.errors)

    def count(self, outcome: Outcome) -> int:
        return Counter(step.outcome for step in self.steps)[outcome]


def plan(table: Table, fields: Fields, present: Present) -> Plan:
    lacking = columns.missing(fields)
    if lacking:
        return Plan([], list(_lacking(table, lacking)), [column.field for column in lacking])
    reader = Reader(table, fields, present)
    rows = [reader.read(line) for line in table.lines]
    _refuse_repeated_numbers(rows, _header(table, fields, "unit_number"))
    _refuse_repeated_emails(rows, present, _header(table, fields, "email"))
    return Plan([_step(row, present) for row in rows], [error for row in rows for error in row.errors])


def _lacking(table: Table, lacking: Sequence[columns.Column]) -> Iterator[RowError]:
    for column in lacking:
        message = _("No column is known to be this one: %(label)s.") % {"label": column.label}
        yield RowError(table.header_row, column.label, "missing_column", message)


def _header(table: Table, fields: Fields, name: str) -> str:
    return next((header for header, one in zip(table.header, fields, strict=False) if one == name), "")


def _refuse_repeated_numbers(rows: Sequence[Row], header: str) -> None:
    first: dict[object, int] = {}
    for row in rows:
        identity = row.home.pk if row.home else key(row.unit_number)
        before = first.setdefault(identity, row.number)
        if before != row.number and row.unit_number:
            message = _("Row %(row)s is about this home already.") % {"row": before}
            row.errors.append(RowError(row.number, header, "duplicate_unit", message))


def _refuse_repeated_emails(rows: Sequence[Row], present: Present, header: str) -> None:
    """An address belongs to one home. Where a home has one already, that it does so is not judged."""
    first: dict[str, int] = {}
    for row in rows:
        kept = people.emails(present.residents.get(row.home.pk, ())) if row.home else set()
        for person in row.people:
            address = person.email.casefold()
            if address and address not in kept:
                message = _taken(address, row, present, first)
                if message:
                    row.errors.append(RowError(row.number, header, "duplicate_email", message))


def _taken(address: str, row: Row, present: Present, first: dict[str, int]) -> str:
    before, elsewhere = first.setdefault(address, row.number), present.homes_of_email.get(address)
    if before != row.number:
        return _("Row %(row)s has this e-mail address already.") % {"row": before}
    if elsewhere is not None:
        return _("Home %(unit)s has this e-mail address already.") % {"unit": elsewhere.unit_number}
    return ""


def _step(row: Row, present: Present) -> Step:
    if row.errors:
        return Step(row, Outcome.FAILED)
    if row.home is None:
        return Step(row, Outcome.INSERTED, Unit(**row.values), new_people=row.people)
    return _against(row, row.home, present.residents.get(row.home.pk, ()))


def _against(row: Row, home: Unit, residents: Sequence[Homeowner]) -> Step:
    """What the row changes of a home that stands. Its number is what it was found by, and stays."""
    values = {name: value for name, value in row.values.items() if name != "unit_number"}
    step = Step(row, unit=home, wanted=_differing(home, values))
    for person, resident in zip(row.people, people.matched(row.people, residents), strict=True):
        if resident is None:
            step.new_people.append(person)
        elif wanted := _differing(resident, person.given):
            step.changed_people.append((resident, wanted))
    if step.wanted or step.new_people or step.changed_people:
        step.outcome = Outcome.UPDATED
    return step


def _differing(row: Unit | Homeowner, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if _cleaned(getattr(row, name)) != _cleaned(value)}


def _cleaned(value: Any) -> Any:
    """What was stored with spaces to spare is no change."""
    return " ".join(value.split()) if isinstance(value, str) else value
