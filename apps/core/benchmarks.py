"""What the gate costs: its one call at 1, 8 and 32 connections, beside `SELECT 1` and beside django-ratelimit on
Django's own database cache, all in turns in the same run.

Every figure is milliseconds of wall time a check, so checks per second are 1,000 divided by it.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from statistics import median, quantiles
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.conf import settings
from django.core.cache.backends.db import DatabaseCache
from django.db import connections
from django_ratelimit import core as ratelimit  # type: ignore[import-untyped]

from .bench.database import select_1
from .bench.figures import Benchmark, Figure
from .gate import Credential, admit
from .rate_limiter import RatePolicy

CONNECTIONS, ROUNDS, CHECKS = (1, 8, 32), 7, 640
# So many that nobody comes near a limit: an admitted request is the dear one, a refused one writes less.
PEOPLE = 3_000
TABLE = "bench_cache"

Call = Callable[[], Any]


def bench_gate() -> Iterator[Figure]:
    calls = {"gate": _gate(), "SELECT 1": select_1, "django-ratelimit on DatabaseCache": _ratelimit()}
    for clients in CONNECTIONS:
        times = _in_turns(calls, clients)
        for against in ("SELECT 1", "django-ratelimit on DatabaseCache"):
            yield Figure(
                f"gate, {clients} connections, {1000 / median(times['gate']):,.0f} checks/s",
                median(times["gate"]),
                quantiles(times["gate"], n=20)[-1],
                f"{against}, {1000 / median(times[against]):,.0f}/s",
                median(times[against]),
            )


def _in_turns(calls: Mapping[str, Call], clients: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {name: [] for name in calls}
    with ThreadPoolExecutor(clients) as pool:
        for _ in range(ROUNDS):
            for name, call in calls.items():
                times[name].append(_round(pool, call))
        list(pool.map(lambda _: connections.close_all(), range(clients)))
    return times


def _round(pool: ThreadPoolExecutor, call: Call) -> float:
    began = time.perf_counter()
    list(pool.map(lambda _: call(), range(CHECKS)))
    return (time.perf_counter() - began) * 1000 / CHECKS


def _gate() -> Call:
    secrets, turn = _people(), count()

    def check() -> None:
        admitted = admit(
            Credential("staff", secret_hash=secrets[next(turn) % PEOPLE]), "127.0.0.1", RatePolicy.DEVELOPER_API
        )
        if admitted.state != "live":
            raise RuntimeError(f"the session is {admitted.state}")

    return check


def _people() -> list[bytes]:
    """Builders of many tenants with a live session each; the hash of each one's cookie."""
    people = [(uuid4(), UUID(int=number % 50 + 2), uuid4().bytes) for number in range(PEOPLE)]
    with psycopg.connect(_here(), autocommit=True) as login, login.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO security.subjects (id, role, tenant_id, active) VALUES (%s, 'developer', %s, true)",
            [(person, tenant) for person, tenant, _ in people],
        )
        cursor.executemany(
            "INSERT INTO security.sessions (kind, tenant_id, subject_id, secret_hash, expires_at)"
            " VALUES ('staff', %s, %s, %s, now() + interval '1 hour')",
            [(tenant, person, secret) for person, tenant, secret in people],
        )
    return [secret for _, _, secret in people]


def _ratelimit() -> Call:
    """django-ratelimit as it comes, by address, on the cache that needs no server of its own."""
    with psycopg.connect(_here(), autocommit=True) as login:
        login.execute(
            f"CREATE TABLE {TABLE} (cache_key text PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL)"
        )
        login.execute(f"GRANT ALL ON {TABLE} TO openhouse_app")
    ratelimit.caches = {"limits": DatabaseCache(TABLE, {"OPTIONS": {"MAX_ENTRIES": 1_000_000}})}
    turn = count()

    def check() -> None:
        address = f"10.0.{next(turn) % PEOPLE}"
        ratelimit.get_usage(None, group="bench", key=lambda group, request: address, rate="150/m", increment=True)

    return check


def _here() -> str:
    name = settings.DATABASES["default"]["NAME"]
    return psycopg.conninfo.make_conninfo(settings.DATABASE_ADMIN_URL, dbname=name)


BENCHMARKS: Mapping[str, Benchmark] = {"gate": bench_gate}
