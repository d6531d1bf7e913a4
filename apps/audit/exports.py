"""The trail as lines of text, read in slices by key, each in a transaction of its own: no long one stays open."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from apps.core import row_security
from apps.core.identity import Principal
from apps.core.keyset import following
from apps.core.spreadsheets import csv_line

from . import ocsf, selectors
from .models import AuditLog

SLICE = 1_000
COLUMNS = (
    "id",
    "at",
    "tenant_id",
    "actor_id",
    "actor_role",
    "impersonated_by",
    "event",
    "category",
    "subject_type",
    "subject_id",
    "ip_address",
    "request_path",
    "request_method",
    "request_id",
    "status",
    "request_payload",
    "changes",
)


@dataclass(frozen=True, slots=True)
class Shape:
    """`header` is one line or '', `line` renders one row; both end with a newline."""

    extension: str
    content_type: str
    line: Callable[[AuditLog], str]
    header: str = ""


def stream(principal: Principal, filters: Mapping[str, Any], shape: Shape) -> Iterator[str]:
    """The rows that match, newest first, in the scope of the principal's session."""
    if shape.header:
        yield shape.header
    for row in _rows(principal, filters):
        yield shape.line(row)


def _rows(principal: Principal, filters: Mapping[str, Any]) -> Iterator[AuditLog]:
    last = None
    while rows := _slice(principal, filters, last):
        yield from rows
        last = rows[-1]


def _slice(principal: Principal, filters: Mapping[str, Any], last: AuditLog | None) -> list[AuditLog]:
    with row_security.acting(principal.session), transaction.atomic():
        found = selectors.entries(principal, filters)
        return list((following(found, selectors.NEWEST_FIRST, last) if last else found)[:SLICE])


def _values(row: AuditLog) -> dict[str, Any]:
    return {column: getattr(row, column) for column in COLUMNS}


def _json_line(row: AuditLog) -> str:
    return json.dumps(_values(row), default=_plain) + "\n"


def _csv_line(row: AuditLog) -> str:
    return csv_line(_cell(value) for value in _values(row).values())


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, dict) else _plain(value)


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


FORMATS: Mapping[str, Shape] = {
    "jsonl": Shape("jsonl", "application/x-ndjson", _json_line),
    "csv": Shape("csv", "text/csv; charset=utf-8", _csv_line, csv_line(COLUMNS)),
    "ocsf": Shape("ocsf.jsonl", "application/x-ndjson", ocsf.line),
}
