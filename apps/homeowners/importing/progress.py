"""How an import stands, for whoever asked for it or watches its job."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from .models import HomeImport, ImportState
from .report import Report
from .rows import RowError

SHOWN = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Of errors and items at most SHOWN; none of either while it is being written, and once it has been forgotten."""

    id: UUID | None = None
    kind: str = "import"
    state: str
    failure: str = ""
    total: int
    done: int
    failed: int
    written: bool = False
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: Sequence[RowError] = ()
    errors_total: int = 0
    columns: Sequence[Mapping[str, Any]] = ()
    items: Sequence[Mapping[str, Any]] = field(default_factory=list)
    created_at: datetime | None = None

    @property
    def rows(self) -> int:
        return self.total

    @classmethod
    def of(cls, record: HomeImport) -> Self:
        # Touched only then: it may be deferred and large, and who watches a running import asks often.
        told = record.report if record.state not in (ImportState.QUEUED, ImportState.RUNNING) else None
        return cls(
            id=record.pk,
            state=record.state,
            failure=record.failure,
            total=record.total,
            done=record.done,
            failed=record.failed,
            written=record.state == ImportState.DONE,
            inserted=record.inserted,
            updated=record.updated,
            unchanged=record.unchanged,
            created_at=record.created_at,
            **_details(Report.from_json(told) if told else None),
        )

    @classmethod
    def of_dry_run(cls, told: Report) -> Self:
        return cls(
            state=ImportState.CHECKED,
            total=told.rows,
            done=0,
            failed=told.failed,
            written=told.written,
            inserted=told.inserted,
            updated=told.updated,
            unchanged=told.unchanged,
            **_details(told),
        )


def _details(told: Report | None) -> dict[str, Any]:
    if told is None:
        return {}
    return {
        "errors": told.errors[:SHOWN],
        "errors_total": len(told.errors),
        "columns": told.columns,
        "items": told.items[:SHOWN],
    }
