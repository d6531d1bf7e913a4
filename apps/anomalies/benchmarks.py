"""What looking for anomalies costs on a long trail: that of a few new rows must not grow with what was read long ago.

The same news are scanned on a short trail and on a long one; the short one is the baseline. `anomalies:10` makes the
long one ten times as long, ten million rows.
"""

import time
from collections.abc import Iterator, Mapping
from statistics import median
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection, transaction

from apps.core import row_security
from apps.core.bench.figures import Benchmark, Figure, compare
from apps.tenants.models import Tenant

from . import scanning, selectors
from .api import FindingOut

SHORT, LONG, NEWS, ROUNDS, TENANTS, FINDINGS = 10_000, 1_000_000, 500, 12, 50, 2_000
# In a database of one's own, where nothing else runs; those of others on the server would hold the true one back.
UP_TO_NOW = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
MONTHS = """DO $$ BEGIN FOR i IN 1..4 LOOP
    EXECUTE format('CREATE TABLE audit_log_past_%s PARTITION OF audit_log FOR VALUES FROM (%L) TO (%L)', i,
        date_trunc('month', now()) - make_interval(months => i),
        date_trunc('month', now()) - make_interval(months => i - 1));
END LOOP; END $$"""
# Nine rows of ten are calls, as on a real trail; the others are spread over what detectors look at.
HISTORY = """INSERT INTO audit_log (id, at, tenant_id, actor_id, actor_role, event, category, subject_type, ip_address,
    request_path, request_method, request_id, status, request_payload, changes, xid)
SELECT gen_random_uuid(), now() - random() * %(days)s * interval '1 day',
    (%(tenants)s::uuid[])[1 + floor(random() * %(count)s)],
    ('00000000-0000-0000-0001-' || lpad((random() * 999)::integer::text, 12, '0'))::uuid, 'admin',
    CASE WHEN n %% 10 > 0 THEN 'request' ELSE (ARRAY['staff.signed_in', 'request.refused', 'enrolment.scanned',
        'rate_limited', 'impersonation.started', 'session.ended'])[1 + floor(random() * 6)] END,
    'access', '', ('10.' || (random() * 250)::integer || '.' || (random() * 250)::integer || '.7')::inet,
    CASE WHEN n %% 4 = 0 THEN '/api/developers/documents/x/file' ELSE '/api/developers/developments' END, 'GET',
    md5(n::text), 200, '{"code": "forbidden", "refusals": 1}', '{}', %(xid)s
FROM generate_series(1, %(rows)s) n"""


def bench_anomalies(factor: int = 1) -> Iterator[Figure]:
    tenants = _tenants()
    with _login() as login:
        login.execute(MONTHS)
        _lengthen(login, tenants, SHORT)
        short = _scans(login, tenants)
        _lengthen(login, tenants, LONG * factor - SHORT)
        long = _scans(login, tenants)
    yield Figure(
        f"scan of {NEWS} new rows on {LONG * factor:,}", median(long), max(long), f"on {SHORT:,}", median(short)
    )
    yield _dashboard(tenants[0])


def _tenants() -> list[UUID]:
    with row_security.service_scope(None, "bench"), transaction.atomic():
        rows = [Tenant(name=f"Tenant {n}", slug=f"tenant-{n}") for n in range(TENANTS)]
        return [row.pk for row in Tenant.objects.bulk_create(rows)]


def _login() -> "psycopg.Connection[tuple[object, ...]]":
    name = settings.DATABASES["default"]["NAME"]
    address = psycopg.conninfo.make_conninfo(settings.DATABASE_ADMIN_URL, dbname=name)
    return psycopg.connect(address, autocommit=True)


def _lengthen(login: "psycopg.Connection[tuple[object, ...]]", tenants: list[UUID], rows: int) -> None:
    """A past that has been scanned: rows of an early transaction, without the triggers that would stamp them."""
    known = {"tenants": tenants, "count": len(tenants), "rows": rows, "days": 90, "xid": 3}
    login.execute("SET session_replication_role = replica")
    login.execute(HISTORY, known)
    login.execute("RESET session_replication_role")
    login.execute("ANALYZE audit_log")
    scanning.scan(watermark=UP_TO_NOW)


def _scans(login: "psycopg.Connection[tuple[object, ...]]", tenants: list[UUID]) -> list[float]:
    """Milliseconds of scans with news of ten tenants, as one minute brings them."""
    times = []
    for _ in range(ROUNDS):
        login.execute(HISTORY, {"tenants": tenants[:10], "count": 10, "rows": NEWS, "days": 0.0007, "xid": 0})
        began = time.perf_counter()
        scanning.scan(watermark=UP_TO_NOW)
        times.append((time.perf_counter() - began) * 1000)
    return times[2:]


def _dashboard(tenant_id: UUID) -> Figure:
    """The first page of an admin's list, beside `SELECT 1`."""
    with row_security.service_scope(None, "bench"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO anomaly_findings (id, tenant_id, detector, kind, severity, fingerprint, state, subject_type,
                measures, evidence, count, first_seen, last_seen, note, created_at)
            SELECT gen_random_uuid(), %s, 'refusals', 'actor', 'medium', md5(n::text), 'open', '', '{}', '[]', 1,
                now(), now() - n * interval '1 minute', '', now() FROM generate_series(1, %s) n""",
            [tenant_id, FINDINGS],
        )
    with row_security.service_scope(tenant_id, "bench") as principal:

        def page() -> None:
            with transaction.atomic():
                FindingOut(selectors.findings(principal)[:50], many=True).data  # noqa: B018

        return compare(f"a page of {FINDINGS:,} anomalies", [page] * 40, "SELECT 1", _select_1)


def _select_1() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


BENCHMARKS: Mapping[str, Benchmark] = {"anomalies": bench_anomalies}
