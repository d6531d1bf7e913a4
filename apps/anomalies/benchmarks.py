"""What watching costs on a long trail: neither a scan of a few new rows nor a page that people look at may grow with
what happened long ago.

The same news and the same pages are measured on a short trail and on a long one; the short one is the baseline.
`anomalies:10` makes the long one ten times as long, ten million rows. Pages are whole requests, as browsers make them.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from secrets import randbelow, token_urlsafe
from statistics import median, quantiles
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings

from apps.core import row_security
from apps.core.bench.figures import Benchmark, Figure
from apps.core.identity import PLATFORM_TENANT, Role
from apps.tenants import services as tenants
from apps.tenants.models import Tenant

from . import scanning

SHORT, LONG, NEWS, ROUNDS, TENANTS, FINDINGS = 10_000, 1_000_000, 500, 12, 50, 2_000
WARM_UP = 2
# In a database of one's own, where nothing else runs; those of others on the server would hold the true one back.
UP_TO_NOW = "SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
# The past of four months. Rows of a database that is thrown away need no log of their writing.
MONTHS = """DO $$ DECLARE part text; BEGIN
FOR i IN 1..4 LOOP
    EXECUTE format('CREATE TABLE audit_log_past_%s PARTITION OF audit_log FOR VALUES FROM (%L) TO (%L)', i,
        date_trunc('month', now()) - make_interval(months => i),
        date_trunc('month', now()) - make_interval(months => i - 1));
END LOOP;
FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'audit_log'::regclass LOOP
    EXECUTE format('ALTER TABLE %s SET UNLOGGED', part);
END LOOP; END $$"""
# Nine rows of ten are calls, as on a real trail; the others are spread over what detectors look at. They come in the
# order of their time, as rows do, so ten million take minutes.
HISTORY = """INSERT INTO audit_log (id, at, tenant_id, actor_id, actor_role, event, category, subject_type, ip_address,
    request_path, request_method, request_id, status, request_payload, changes, xid)
SELECT lpad(to_hex(n + %(first)s), 32, '0')::uuid,
    now() - (%(rows)s - n + random()) / %(rows)s * %(days)s * interval '1 day',
    (%(tenants)s::uuid[])[1 + floor(random() * %(count)s)],
    ('00000000-0000-0000-0001-' || lpad((random() * 999)::integer::text, 12, '0'))::uuid, 'admin',
    CASE WHEN n %% 10 > 0 THEN 'request' ELSE (ARRAY['staff.signed_in', 'request.refused', 'enrolment.scanned',
        'rate_limited', 'impersonation.started', 'session.ended'])[1 + floor(random() * 6)] END,
    'access', '', ('10.' || (random() * 250)::integer || '.' || (random() * 250)::integer || '.7')::inet,
    CASE WHEN n %% 4 = 0 THEN '/api/developers/documents/x/file' ELSE '/api/developers/developments' END, 'GET',
    lpad(to_hex(n + %(first)s), 32, '0'), 200, '{"code": "forbidden", "refusals": 1}', '{}', %(xid)s
FROM generate_series(1, %(rows)s) n"""
FOUND = """INSERT INTO anomaly_findings (id, tenant_id, detector, kind, severity, fingerprint, state, subject_type,
    measures, evidence, count, first_seen, last_seen, note, created_at)
SELECT gen_random_uuid(), owner, 'refusals', 'actor', 'medium', md5(n::text), 'open', '', '{}', '[]', 1,
    now(), now() - n * interval '1 minute', '', now() FROM unnest(%s::uuid[]) owner, generate_series(1, %s) n"""
# What people look at first, by whoever looks: an admin of one tenant, or the operator of all.
PAGES = {
    "page of anomalies": "/admin-enterprise/anomalies/finding/",
    "page of the trail": "/admin-enterprise/audit/auditentry/",
    "trail as JSON": "/api/admin/audit",
}
Login = psycopg.Connection[tuple[object, ...]]
Times = dict[str, list[float]]


# A checkout in which no static files have been collected has pages too.
PLAIN_FILES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


def bench_anomalies(factor: int = 1) -> Iterator[Figure]:
    owners = _tenants()
    people = {"admin": _signed_in(owners[0], Role.ADMIN), "operator": _signed_in(PLATFORM_TENANT, Role.SUPER_ADMIN)}
    with _login() as login, override_settings(STORAGES=settings.STORAGES | PLAIN_FILES):
        login.execute(MONTHS)
        login.execute(FOUND, [owners, FINDINGS])
        _lengthen(login, owners, SHORT, 0)
        short = _measured(login, owners, people)
        _lengthen(login, owners, LONG * factor - SHORT, SHORT)
        long = _measured(login, owners, people)
    for what, times in long.items():
        p95 = quantiles(times, n=20)[-1]
        yield Figure(f"{what}, {LONG * factor:,} rows", median(times), p95, f"{SHORT:,} rows", median(short[what]))


def _tenants() -> list[UUID]:
    with row_security.service_scope(None, "bench"), transaction.atomic():
        rows = [Tenant(name=f"Tenant {n}", slug=f"tenant-{n}") for n in range(TENANTS)]
        return [row.pk for row in Tenant.objects.bulk_create(rows)]


def _signed_in(tenant_id: UUID, role: Role) -> Client:
    person = {"email": f"{role}@bench.test", "password": token_urlsafe(24)}
    with row_security.service_scope(None, "bench") as principal, transaction.atomic():
        tenants.staff_create(principal, tenant_id=tenant_id, name="Bench", role=role, **person)
    client = Client(SERVER_NAME="localhost")
    client.post("/api/auth/login", person, content_type="application/json")
    return client


def _login() -> Login:
    name = settings.DATABASES["default"]["NAME"]
    address = psycopg.conninfo.make_conninfo(settings.DATABASE_ADMIN_URL, dbname=name)
    return psycopg.connect(address, autocommit=True)


def _lengthen(login: Login, owners: list[UUID], rows: int, first: int) -> None:
    """A past that has been scanned: rows of an early transaction, without the triggers that would stamp them."""
    known = {"tenants": owners, "count": len(owners), "rows": rows, "first": first, "days": 90, "xid": 3}
    login.execute("SET session_replication_role = replica")
    login.execute(HISTORY, known)
    login.execute("RESET session_replication_role")
    login.execute("VACUUM (ANALYZE) audit_log")
    scanning.scan(watermark=UP_TO_NOW)


def _measured(login: Login, owners: list[UUID], people: Mapping[str, Client]) -> Times:
    """Milliseconds of scans and pages, in turns."""
    times: Times = {}
    for _ in range(ROUNDS):
        _news(login, owners[:10])
        calls: dict[str, Callable[[], None]] = {f"scan of {NEWS} new rows": _scan}
        calls |= {f"{page}, {who}": _getting(people[who], PAGES[page]) for page in PAGES for who in people}
        for what, call in calls.items():
            times.setdefault(what, []).append(_timed(call))
    return {what: measured[WARM_UP:] for what, measured in times.items()}


def _news(login: Login, owners: list[UUID]) -> None:
    """Of these tenants, as one minute brings them; stamped by the trigger."""
    known = {"tenants": owners, "count": len(owners), "rows": NEWS, "days": 0.0007, "xid": 0}
    login.execute(HISTORY, known | {"first": randbelow(2**60)})


def _scan() -> None:
    scanning.scan(watermark=UP_TO_NOW)


def _getting(client: Client, path: str) -> Callable[[], None]:
    def get() -> None:
        response = client.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path} answered {response.status_code}")

    return get


def _timed(call: Callable[[], None]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


BENCHMARKS: Mapping[str, Benchmark] = {"anomalies": bench_anomalies}
