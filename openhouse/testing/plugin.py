"""pytest fixtures for the whole project.

Tests connect as `openhouse_app` and commit for real: a surrounding transaction would hide a forgotten row scope. So
nothing is rolled back, each test makes tenants of its own, and the database lives as long as the run.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from hypothesis import HealthCheck, settings

# How long an example takes tells of the load of the machine and not of the code.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

if TYPE_CHECKING:
    from apps.homeowners.models import Homeowner
    from apps.tenants.models import Staff

    from .clients import ApiClient
    from .estates import Estate


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Large files first, so that no process waits long for another; files whose tests need the running site last.

    Its worker lives as long as the run and counts, seals and scans whatever it finds in the database of its process.
    """
    tests = Counter(item.path for item in items)
    last = {item.path for item in items if needs_site(item)}
    items.sort(key=lambda item: (item.path in last, -tests[item.path], item.path))


def needs_site(item: pytest.Item) -> bool:
    return "site" in getattr(item, "fixturenames", ())


@pytest.fixture(scope="session")
def database(django_db_blocker: Any) -> Iterator[None]:
    """A database of this run, migrated by the migrator; every fixture that touches rows depends on it."""
    from . import databases

    with databases.temporary() as name, django_db_blocker.unblock():
        databases.migrate(name)
        yield
        databases.disconnect()


@pytest.fixture(scope="session")
def superuser(database: None) -> Iterator[psycopg.Connection]:
    """The server's superuser on the test database, autocommit: to plant what the application cannot do, and to look."""
    from . import databases

    with psycopg.connect(databases.admin_url_here(), autocommit=True) as connection:
        yield connection


@pytest.fixture
def app_login(database: None) -> Iterator[psycopg.Connection]:
    """A bare connection as `openhouse_app`, as psql would open it."""
    from . import databases

    with psycopg.connect(databases.app_url_here(), autocommit=True) as connection:
        yield connection


@pytest.fixture
def platform(database: None) -> Callable[[], AbstractContextManager[Any]]:
    """`with platform() as principal:` is one transaction in the platform's scope, which sees every tenant."""
    from django.db import transaction

    from apps.core import row_security

    @contextmanager
    def scope() -> Iterator[Any]:
        with row_security.service_scope(None, "test") as principal, transaction.atomic():
            yield principal

    return scope


@pytest.fixture
def make_estate(database: None) -> Callable[[], "Estate"]:
    from .estates import create_estate

    return create_estate


@pytest.fixture
def estate_a(make_estate: Callable[[], "Estate"]) -> "Estate":
    return make_estate()


@pytest.fixture
def estate_b(make_estate: Callable[[], "Estate"]) -> "Estate":
    return make_estate()


@pytest.fixture
def super_admin(database: None) -> "Staff":
    from .estates import create_super_admin

    return create_super_admin()


@pytest.fixture
def as_staff(database: None) -> "Callable[[Staff], ApiClient]":
    """A client with a live session, cookie and CSRF token of this person."""
    from .clients import staff_client

    return staff_client


@pytest.fixture
def as_homeowner(database: None) -> "Callable[[Homeowner], ApiClient]":
    """A client that sends this person's access token."""
    from .clients import homeowner_client

    return homeowner_client


@pytest.fixture
def anonymous(database: None) -> "Callable[[], ApiClient]":
    """A client without any credential, with an address of its own."""
    from .clients import ApiClient

    return ApiClient


@pytest.fixture
def forget_limits(superuser: psycopg.Connection) -> Callable[[], None]:
    """Empty every limit's window, for tests that call more often than one person may."""
    return lambda: superuser.execute("DELETE FROM rate_limits") and None


@pytest.fixture
def spend(superuser: psycopg.Connection) -> Callable[..., None]:
    """Fill places of a limit's key as `count` requests of that moment would; ahead, so that they stay in the window
    however slow a test runs."""
    statement = """INSERT INTO rate_limits (key, tenant_id, hits) VALUES (%s, '00000000-0000-0000-0000-000000000001',
        array_fill(clock_timestamp() - make_interval(secs => %s), ARRAY[%s]))"""
    return lambda key, count, seconds_ago=-30: superuser.execute(statement, [key, seconds_ago, count]) and None


@pytest.fixture
def one_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts at an account or a card are counted by hours, each beginning at a moment of its own: none ends here."""
    ends = int(time.time()) + 3600
    monkeypatch.setattr("django_ratelimit.core._get_window", lambda value, period: ends)


os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright's loop runs in the thread of the tests
