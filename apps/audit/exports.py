"""The trail as lines of text, read in slices by key, each in a transaction of its own: no long one stays open."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from apps.core import row_security
from apps.core.identity import Principal
from apps.core.spreadsheets import harmless

from . import selectors
from .events import AuditEvent, Category
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
    after = Q()
    while rows := _slice(principal, filters, after):
        yield from rows
        at, key = rows[-1].at, rows[-1].id
        after = Q(at__lt=at) | Q(at=at, id__lt=key)


def _slice(principal: Principal, filters: Mapping[str, Any], after: Q) -> list[AuditLog]:
    with row_security.acting(principal.session), transaction.atomic():
        return list(selectors.entries(principal, filters).filter(after)[:SLICE])


def _values(row: AuditLog) -> dict[str, Any]:
    return {column: getattr(row, column) for column in COLUMNS}


def _json_line(row: AuditLog) -> str:
    return json.dumps(_values(row), default=_plain) + "\n"


def _csv_line(row: AuditLog) -> str:
    return _csv(_cell(value) for value in _values(row).values())


def _csv(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return harmless(json.dumps(value) if isinstance(value, dict) else _plain(value))


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


# Open Cybersecurity Schema Framework 1.3: class by category, and activity by event where one fits, else Other (99).
_CLASSES = {
    Category.SESSION: (3, 3002, "Authentication"),
    Category.ACCESS: (6, 6003, "API Activity"),
    Category.CHANGE: (3, 3004, "Entity Management"),
    Category.DOCUMENT: (6, 6003, "API Activity"),
    Category.ANOMALY: (2, 2004, "Detection Finding"),
    Category.OPERATION: (6, 6002, "Application Lifecycle"),
}
_ACTIVITIES = {AuditEvent.SIGNED_IN: 1, AuditEvent.SIGNED_OUT: 2, AuditEvent.SIGN_IN_FAILED: 1}


def _ocsf_line(row: AuditLog) -> str:
    category, kind, name = _CLASSES[Category(row.category)]
    activity = _ACTIVITIES.get(AuditEvent(row.event), 99)
    failed = (row.status or 0) >= 400 or row.event == AuditEvent.SIGN_IN_FAILED
    event = {
        "category_uid": category,
        "class_uid": kind,
        "class_name": name,
        "activity_id": activity,
        "type_uid": kind * 100 + activity,
        "time": int(row.at.timestamp() * 1000),
        "severity_id": 3 if failed else 1,
        "status_id": 2 if failed else 1,
        "message": row.event,
        "metadata": {"version": "1.3.0", "uid": str(row.id), "product": {"name": "OpenHouse"}},
        "actor": {"user": {"uid": str(row.actor_id or ""), "type": row.actor_role}},
        "src_endpoint": {"ip": row.ip_address or ""},
        "http_request": {"http_method": row.request_method, "url": {"path": row.request_path}, "uid": row.request_id},
        "unmapped": {
            "tenant": str(row.tenant_id),
            "impersonated_by": str(row.impersonated_by or ""),
            "subject_type": row.subject_type,
            "subject_id": str(row.subject_id or ""),
            "status": row.status,
            "payload": row.request_payload,
            "changes": row.changes,
        },
    }
    return json.dumps(event) + "\n"


FORMATS: Mapping[str, Shape] = {
    "jsonl": Shape("jsonl", "application/x-ndjson", _json_line),
    "csv": Shape("csv", "text/csv; charset=utf-8", _csv_line, _csv(COLUMNS)),
    "ocsf": Shape("ocsf.jsonl", "application/x-ndjson", _ocsf_line),
}
