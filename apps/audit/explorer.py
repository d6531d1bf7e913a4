"""What the explorer of the trail tells beside the rows: how much of what on which day, and what is sealed."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .models import AuditEntry, AuditSeal

# How many of the newest rows that match are counted, and how many days are shown: a bound for any filter.
COUNTED, DAYS = 20_000, 31
# How many other rows of a request are shown with one of them; the list has all.
SAME = 50


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    total: int
    categories: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Volume:
    """The newest day first. `whole`: every row that matches was counted."""

    days: list[Day]
    most: int
    whole: bool


def volume(rows: QuerySet[Any]) -> Volume:
    """Of the newest of `rows`, whatever their filter."""
    newest = rows.order_by("-at", "-id").values("at", "category")[:COUNTED]
    statement, parameters = newest.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT at::date, category, count(*) FROM ({statement}) r GROUP BY 1, 2",  # noqa: S608  Django's own
            parameters,
        )
        found = cursor.fetchall()
    return _volume(found)


def _volume(found: list[tuple[date, str, int]]) -> Volume:
    days: dict[date, Counter[str]] = {}
    for day, category, number in found:
        days.setdefault(day, Counter())[category] = number
    shown = [Day(day, days[day].total(), dict(sorted(days[day].items()))) for day in sorted(days, reverse=True)[:DAYS]]
    whole = sum(number for _, _, number in found) < COUNTED and len(days) <= DAYS
    return Volume(shown, max((day.total for day in shown), default=0), whole)


def last_seal(tenant_id: UUID) -> AuditSeal | None:
    return AuditSeal.objects.filter(tenant_id=tenant_id).order_by("-number").first()


def seal_of(entry: AuditEntry) -> AuditSeal | None:
    """The seal that covers the row, if it is sealed yet."""
    within = {"tenant_id": entry.tenant_id, "from_xid__lte": entry.xid, "to_xid__gt": entry.xid}
    return AuditSeal.objects.filter(**within).first()


def same_request(entry: AuditEntry) -> list[AuditEntry]:
    """The other rows of its request, as they came; one more than `SAME` when there are more."""
    if not entry.request_id:
        return []
    same = AuditEntry.objects.filter(tenant_id=entry.tenant_id, request_id=entry.request_id).exclude(pk=entry.pk)
    return list(same.order_by("at", "id")[: SAME + 1])


def pretty(value: Any) -> SafeString:
    return format_html("<pre>{}</pre>", json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True))
