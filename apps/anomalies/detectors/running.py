"""Running one detector over what is fresh of one tenant: its SQL file, the common end, and the tenant's thresholds."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection

from apps.core.identity import PLATFORM_TENANT

from ..candidates import Candidate
from ..catalogue import Detector
from . import accounts

SQL = Path(__file__).parent / "sql"


@dataclass(frozen=True, slots=True)
class Range:
    """Rows of the transactions in `[from_xid, to_xid)`, and no older than `since`, which only bounds the partitions."""

    from_xid: int
    to_xid: int
    since: datetime


@cache
def statement(detector: Detector) -> str:
    own = (SQL / f"{detector.replace('-', '_')}.sql").read_text(encoding="utf-8")
    return own + (SQL / "_found.sql").read_text(encoding="utf-8")


def parameters(detector: Detector, tenant_id: UUID, fresh: Range, thresholds: dict[str, int]) -> dict[str, Any]:
    known: dict[str, Any] = {"tenant": tenant_id, "platform": PLATFORM_TENANT, "since": fresh.since}
    if detector is Detector.FAILED_LOGINS:
        known |= accounts.parameters(tenant_id)
    return known | {"from_xid": fresh.from_xid, "to_xid": fresh.to_xid} | thresholds


def candidates(detector: Detector, tenant_id: UUID, fresh: Range, thresholds: dict[str, int]) -> Iterator[Candidate]:
    """In the platform's scope and the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(statement(detector), parameters(detector, tenant_id, fresh, thresholds))
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    yield from (Candidate(detector=detector, **_loaded(row)) for row in rows)


def _loaded(row: dict[str, Any]) -> dict[str, Any]:
    """Django leaves JSON of raw cursors as text."""
    loaded = {name: json.loads(row[name]) for name in ("measures", "evidence") if isinstance(row[name], str)}
    return row | loaded
