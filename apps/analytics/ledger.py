"""The statements of counting: taking what waits, and adding to what has been counted. One round trip a batch."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from .models import DayFigures, Pending, RollUp

TAKE = """DELETE FROM analytics_pending WHERE id IN (
    SELECT id FROM analytics_pending WHERE due_at <= now() AND (%(tenant)s::uuid IS NULL OR tenant_id = %(tenant)s)
    LIMIT %(batch)s) RETURNING *"""
CITED = """SELECT DISTINCT c.message_id, c.document_id
FROM unnest(%s::uuid[], %s::uuid[]) AS a (tenant, message)
JOIN citations c ON c.tenant_id = a.tenant AND c.message_id = a.message WHERE c.document_id IS NOT NULL"""
ADD_USES = """INSERT INTO analytics_documents AS d (id, tenant_id, development_id, day, document_id, answers)
SELECT gen_random_uuid(), u.* FROM unnest(%s::uuid[], %s::uuid[], %s::date[], %s::uuid[], %s::integer[]) AS u
ON CONFLICT (tenant_id, day, document_id) DO UPDATE SET answers = d.answers + excluded.answers"""

# Whose day it is: tenant, development (None for all of the tenant's) and day.
Cell = tuple[UUID, UUID | None, date]
# A home or a document of a development's day.
Placed = tuple[UUID, UUID, date, UUID]


def take(tenant_id: UUID | None, batch: int) -> list[Pending]:
    """Remove what is due, at most a batch of it, and return it."""
    return list(Pending.objects.raw(TAKE, {"tenant": tenant_id, "batch": batch}))


def cited_documents(answers: Sequence[tuple[UUID, UUID]]) -> dict[UUID, list[UUID]]:
    """By message: the documents that it cites. `answers` are pairs of tenant and message."""
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(CITED, columns(answers, 2))
        for message, document in cursor.fetchall():
            found[message].append(document)
    return found


def store_documents(uses: Mapping[Placed, int]) -> None:
    rows = [(*placed, answers) for placed, answers in sorted(uses.items())]
    with connection.cursor() as cursor:
        cursor.execute(ADD_USES, columns(rows, 5))


def store_figures(figures: Mapping[Cell, Counter[str]]) -> None:
    """Add to what is stored of each day. Nobody else writes meanwhile: the caller holds the lock of counting."""
    if not figures:
        return
    stored = {(f.tenant_id, f.development_id, f.day): f for f in DayFigures.objects.filter(_any_of(figures))}
    rows = [_added(stored.get(cell), cell, counts) for cell, counts in figures.items()]
    DayFigures.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["tenant", "development", "day"], update_fields=["counts"]
    )


def touch(tenants: Iterable[UUID]) -> None:
    """Their figures have changed."""
    now = timezone.now()
    RollUp.objects.bulk_create(
        [RollUp(tenant_id=tenant, counted_at=now) for tenant in sorted(set(tenants))],
        update_conflicts=True,
        unique_fields=["tenant"],
        update_fields=["counted_at"],
    )


def _any_of(cells: Iterable[Cell]) -> Q:
    """By tenant, the days of all its cells: a few rows too many are read, and none too few."""
    days: dict[UUID, set[date]] = defaultdict(set)
    for tenant, _, day in cells:
        days[tenant].add(day)
    return reduce(or_, (Q(tenant_id=tenant, day__in=among) for tenant, among in days.items()))


def _added(stored: DayFigures | None, cell: Cell, counts: Counter[str]) -> DayFigures:
    tenant, development, day = cell
    row = stored or DayFigures(id=uuid4(), tenant_id=tenant, development_id=development, day=day, counts={})
    total = Counter(row.counts)
    total.update(counts)
    row.counts = {name: number for name, number in total.items() if number}
    return row


def columns(rows: Iterable[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """Rows as one array a column, as `unnest` takes them."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]
