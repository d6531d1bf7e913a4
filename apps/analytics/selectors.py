"""Reading what was counted: one development, the tenant, or, for an operator outside any, all tenants together.

Each reader is one statement over the figures of days, whose number depends on days and not on questions.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.fields import IntegerField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce

from apps.core.identity import PLATFORM_TENANT, Principal
from apps.developments import selectors as developments
from apps.developments.models import Development
from apps.documents.models import Document, DocumentVersion
from apps.tenants.models import Tenant

from .measures import Counts
from .models import DayFigures, DocumentUse, RollUp
from .periods import Period

MOST_ROWS = 50


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose figures: of a tenant (None for all of them), or of one of its developments."""

    tenant_id: UUID | None
    development_id: UUID | None = None

    @property
    def filters(self) -> dict[str, Any]:
        """Of rows that belong to one development each."""
        named = {"tenant_id": self.tenant_id, "development_id": self.development_id}
        return {column: value for column, value in named.items() if value is not None}


def whole(principal: Principal) -> Whose:
    """All that the principal works in."""
    return Whose(principal.tenant_id)


def of_development(principal: Principal, development_id: UUID) -> tuple[Whose, Development]:
    """
    Raises:
        NotFound: no such development within reach.
    """
    estate = developments.development(principal, development_id)
    return Whose(estate.tenant_id, estate.pk), estate


def counted_at(whose: Whose) -> datetime | None:
    """When these figures last changed."""
    rows = RollUp.objects.filter(tenant_id=whose.tenant_id or PLATFORM_TENANT)
    return rows.values_list("counted_at", flat=True).first()


def last_look() -> datetime | None:
    """When a worker last looked for something to count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT security.last_look()")
        found: datetime | None = cursor.fetchone()[0]
    return found


def days(whose: Whose, period: Period) -> dict[date, Counts]:
    """What was counted on each day; days without anything are not in it."""
    rows = _figures(period).filter(
        tenant_id=whose.tenant_id or PLATFORM_TENANT, development_id=whose.development_id or None
    )
    return {day: Counter(counts) for day, counts in rows.values_list("day", "counts")}


def used_documents(whose: Whose, period: Period) -> list[dict[str, Any]]:
    """The documents that most answers cited, as long as they are there; none of all tenants together."""
    if whose.tenant_id is None:
        return []
    rows = DocumentUse.objects.filter(day__range=(period.first, period.last), **whose.filters)
    summed = rows.order_by().values("document_id").annotate(total=Sum("answers")).order_by("-total", "document_id")
    totals = dict(summed.values_list("document_id", "total")[:MOST_ROWS])
    titles = Document.objects.filter(pk__in=totals, **whose.filters).values("pk", "title", "development__name")
    named = {row["pk"]: row for row in titles}
    return [
        {
            "document": key,
            "title": named[key]["title"],
            "development": named[key]["development__name"],
            "answers": total,
        }
        for key, total in totals.items()
        if key in named
    ]


def stock(whose: Whose, period: Period) -> dict[str, int | None]:
    """How many documents there are by the state of their newest version, and how many of a tenant's no answer cited."""
    uploaded = Document.objects.filter(newest_version__isnull=False, **whose.filters)
    states = uploaded.order_by().values("newest_version__status").annotate(number=Count("pk"))
    found = dict(states.values_list("newest_version__status", "number"))
    named = {state: found.get(state, 0) for state in ("ready", "queued", "reading", "failed")}
    return named | {"unused": _unused(whose, period) if whose.tenant_id else None}


def _unused(whose: Whose, period: Period) -> int:
    used = DocumentUse.objects.filter(day__range=(period.first, period.last), **whose.filters).values("document_id")
    return Document.objects.filter(current_version__isnull=False, **whose.filters).exclude(pk__in=used).count()


def by_place(principal: Principal, period: Period) -> list[dict[str, Any]]:
    """Which developments of the tenant ask most; for an operator outside any, which tenants."""
    rows, names = _figures(period), dict[UUID, str]()
    if principal.tenant_id is None:
        rows, key = rows.filter(development=None).exclude(tenant_id=PLATFORM_TENANT), "tenant_id"
    else:
        rows, key = rows.filter(tenant_id=principal.tenant_id, development__isnull=False), "development_id"
    sums = {name: _sum(measure) for name, measure in PLACE_SUMS.items()}
    found = list(rows.order_by().values(key).annotate(**sums).order_by("-questions", key)[:MOST_ROWS])
    model: QuerySet[Any] = Tenant.objects.all() if key == "tenant_id" else developments.developments_of(principal)
    names = dict(model.filter(pk__in=[row[key] for row in found]).values_list("pk", "name"))
    return [row | {"id": row[key], "name": names[row[key]]} for row in found if row[key] in names]


PLACE_SUMS: Mapping[str, str] = {
    "questions": "questions",
    "answered": "outcome.answered",
    "not_found": "outcome.not_found",
    "rated_down": "rating.down",
}


def _sum(measure: str) -> Any:
    return Coalesce(Sum(Cast(KT(f"counts__{measure}"), IntegerField())), 0)


def _figures(period: Period) -> QuerySet[DayFigures]:
    return DayFigures.objects.filter(day__range=(period.first, period.last))


def waiting_jobs(whose: Whose) -> dict[str, Any]:
    """Files that wait to be read, are being read or could not be, and since when the oldest of them waits."""
    rows = DocumentVersion.objects.filter(**whose.filters)
    states = rows.filter(status__in=["queued", "reading"]).aggregate(
        queued=Count("pk", filter=Q(status="queued")), reading=Count("pk", filter=Q(status="reading"))
    )
    oldest = rows.filter(status="queued").order_by("created_at").values_list("created_at", flat=True).first()
    failed = Document.objects.filter(newest_version__status="failed", **whose.filters).count()
    return states | {"failed": failed, "oldest_queued_at": oldest}
