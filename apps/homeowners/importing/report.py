"""What was judged and what was written, as it is shown, stored for an hour, and sent to programs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from .columns import Fields
from .planning import Outcome, Plan, Step
from .rows import RowError
from .table import Table

Item = dict[str, Any]
SAMPLE = 80


@dataclass(frozen=True, slots=True)
class Report:
    """`written` says whether anything was, or, of a dry run, would be: one error keeps all rows back unless the valid
    ones were asked for. The counts follow it; `items` tell of each row what it would do by itself."""

    written: bool
    items: Sequence[Item]
    errors: Sequence[RowError]
    columns: Sequence[Mapping[str, Any]]
    lacking: Sequence[str] = ()
    sheet: str = ""
    header_row: int = 1

    @property
    def rows(self) -> int:
        return len(self.items)

    @property
    def failed(self) -> int:
        return sum(item["outcome"] == Outcome.FAILED for item in self.items)

    @property
    def inserted(self) -> int:
        return self._written(Outcome.INSERTED)

    @property
    def updated(self) -> int:
        return self._written(Outcome.UPDATED)

    @property
    def unchanged(self) -> int:
        return self._written(Outcome.UNCHANGED)

    def _written(self, outcome: Outcome) -> int:
        return sum(item["outcome"] == outcome for item in self.items) if self.written else 0

    def to_json(self) -> dict[str, Any]:
        return {
            "written": self.written,
            "items": list(self.items),
            "errors": [[e.row, e.column, e.code, e.message] for e in self.errors],
            "columns": list(self.columns),
            "lacking": list(self.lacking),
            "sheet": self.sheet,
            "header_row": self.header_row,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(**{**stored, "errors": [RowError(*error) for error in stored["errors"]]})


def of(plan: Plan, table: Table, fields: Fields, *, only_valid: bool) -> Report:
    return Report(
        written=plan.may_write(only_valid=only_valid),
        items=[_item(step) for step in plan.steps],
        errors=plan.errors,
        columns=[_column(table, place, one) for place, one in enumerate(fields)],
        lacking=plan.lacking,
        sheet=table.sheet,
        header_row=table.header_row,
    )


def _column(table: Table, place: int, one: str | None) -> dict[str, Any]:
    """With the first thing that stands in it, which says more than many a header."""
    cells = (table.cell(line, place).strip() for line in table.lines)
    sample = next((cell for cell in cells if cell), "")[:SAMPLE]
    return {"column": table.header[place], "field": one, "sample": sample}


def _item(step: Step) -> Item:
    return {
        "row": step.row.number,
        "unit_number": step.row.unit_number,
        "outcome": str(step.outcome),
        "fields": step.fields,
        "homeowners": [person.name or person.email or person.phone for person in step.row.people],
    }
