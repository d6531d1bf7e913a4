"""How long reports take over the figures of 5 million questions in a year: 200 tenants, one with a tenth of everything.

Each call makes its report anew; the last figure of each tenant is what one costs that is kept in memory. The baseline
reads the same days' rows without row security and without making a report.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.conf import settings
from django.core.cache import cache
from django.db import connections, transaction
from psycopg.types.json import Jsonb

from apps.core import row_security
from apps.core.bench.figures import Benchmark, Figure, compare
from apps.core.calendar import today
from apps.core.identity import PLATFORM_TENANT, Principal
from apps.developments.models import Development
from apps.tenants.models import Tenant

from . import reports
from .periods import MOST_DAYS, Period, period

TENANTS, DEVELOPMENTS, QUESTIONS = 200, 3, 5_000_000
CALLS = 15
FAMILIES = {
    "outcome": ("answered", "closest", "not_found", "safety"),
    "rating": ("up", "down"),
    "took": (50, 100, 150, 200, 300, 500, 750),
    "search_took": (50, 100, 150, 200, 300),
    "found": ("answered", "closest", "not_found"),
    "mode": ("hybrid", "keyword"),
    "score": range(2, 8),
    "coverage": range(3, 10),
    "topic": ("heating", "water", "kitchen", "ventilation", "electricity", "warranty", "other"),
}

DAYS = """INSERT INTO analytics_days (id, tenant_id, development_id, day, counts)
SELECT gen_random_uuid(), p.tenant, p.development, day, %(counts)s
FROM generate_series(%(first)s::date, %(last)s::date, '1 day') AS day,
    (SELECT tenant_id, id FROM developments WHERE tenant_id = ANY(%(tenants)s)
     UNION ALL SELECT t, NULL FROM unnest(%(tenants)s::uuid[]) t) AS p (tenant, development)"""
USES = """INSERT INTO analytics_documents (id, tenant_id, development_id, day, document_id, answers)
SELECT gen_random_uuid(), d.tenant_id, d.id, day, md5(d.id::text || n)::uuid, 3
FROM developments d, generate_series(%(first)s::date, %(last)s::date, '1 day') AS day, generate_series(1, 8) n
WHERE d.tenant_id = ANY(%(tenants)s)"""
BARE = """SELECT count(*), sum(length(counts::text)) FROM analytics_days
WHERE tenant_id = %s AND development_id IS NULL AND day BETWEEN %s AND %s"""


def bench_analytics() -> Iterator[Figure]:
    large, *others = _tenants()
    year = period(today() - timedelta(days=MOST_DAYS - 1), today())
    _fill([large.pk], QUESTIONS // 10, year)
    _fill([tenant.pk for tenant in others], QUESTIONS - QUESTIONS // 10, year)
    _fill([PLATFORM_TENANT], QUESTIONS, year)
    _analyze()
    for name, owner in {"usual": others[0], "largest": large}.items():
        yield from _figures_of(owner.pk, f"{name} tenant", year)
    yield from _figures_of(None, "all tenants", year)


def _tenants() -> list[Tenant]:
    with row_security.service_scope(None, "bench"), transaction.atomic():
        made = Tenant.objects.bulk_create(Tenant(name=f"T{n}", slug=f"bench-{n}") for n in range(TENANTS))
        Development.objects.bulk_create(
            Development(tenant=tenant, name=f"D{number}", slug=uuid4().hex[:12])
            for tenant in made
            for number in range(DEVELOPMENTS)
        )
    return made


def _fill(tenants: list[UUID], questions: int, year: Period) -> None:
    """Figures as so many questions of these tenants would have left them. Keys are left unchecked: millions of rows."""
    daily = questions // len(tenants) // MOST_DAYS
    place = {"tenants": tenants, "first": year.first, "last": year.last}
    url = psycopg.conninfo.make_conninfo(settings.DATABASE_ADMIN_URL, dbname=settings.DATABASES["default"]["NAME"])
    with psycopg.connect(url) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(DAYS, place | {"counts": Jsonb(_counts(daily))})
        superuser.execute(USES, place)


def _counts(daily: int) -> dict[str, int]:
    totals = {"questions": daily, "searches": daily, "homes": daily // 2, "no_result": daily // 9, "citations": daily}
    named = {f"{family}.{name}": 1 + daily // len(names) for family, names in FAMILIES.items() for name in names}
    silences = {f"since.{silence}": 1 for silence in range(1, min(daily // 2, MOST_DAYS))}
    return totals | named | silences


def _analyze() -> None:
    with connections["migrator"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE analytics_days, analytics_homes, analytics_documents")


def _figures_of(tenant_id: UUID | None, whose: str, year: Period) -> Iterator[Figure]:
    month = period()
    with row_security.service_scope(tenant_id, "bench") as principal:
        for days, asked in {30: month, MOST_DAYS: year}.items():
            for name, report in _reports(principal, tenant_id).items():
                calls = [_anew(lambda report=report, asked=asked: report(asked))] * CALLS
                yield compare(f"{whose}, {name}, {days} days", calls, "the bare rows", _bare(tenant_id, asked))
        kept = [_in_one(lambda: reports.overview(principal, year))] * CALLS
        yield compare(f"{whose}, overview, kept", kept, "the bare rows", _bare(tenant_id, year))


def _reports(principal: Principal, tenant_id: UUID | None) -> dict[str, Callable[[Period], Any]]:
    made: dict[str, Callable[[Period], Any]] = {
        "overview": lambda asked: reports.overview(principal, asked),
        "chat": lambda asked: reports.chat(principal, asked),
        "retrieval": lambda asked: reports.retrieval(principal, asked),
        "documents": lambda asked: reports.documents(principal, asked),
    }
    if tenant_id is not None:
        with transaction.atomic():
            estate = Development.objects.filter(tenant_id=tenant_id).first()
        made["development"] = lambda asked: reports.development(principal, estate.pk, asked)
    return made


def _anew(report: Callable[[], Any]) -> Callable[[], None]:
    def call() -> None:
        cache.clear()
        _in_one(report)()

    return call


def _in_one(report: Callable[[], Any]) -> Callable[[], None]:
    """In one transaction, as a request has it, the entry into the scope included."""

    def call() -> None:
        with transaction.atomic():
            report()

    return call


def _bare(tenant_id: UUID | None, asked: Period) -> Callable[[], None]:
    def call() -> None:
        with connections["migrator"].cursor() as cursor:
            cursor.execute(BARE, [tenant_id or PLATFORM_TENANT, asked.first, asked.last])
            cursor.fetchone()

    return call


BENCHMARKS: Mapping[str, Benchmark] = {"analytics": bench_analytics}
