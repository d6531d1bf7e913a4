"""What django-ratelimit counts where there is no session, exact under concurrency, on the table of the limits."""

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.cache import caches
from django.db import connection

from apps.core import rate_limiter
from apps.core.errors import RateLimited
from apps.core.rate_limiter import COUNTED, Counted
from openhouse.testing.estates import PASSWORD

LOGIN = "/api/auth/login"


@pytest.fixture
def small(monkeypatch, one_hour):
    """Limits that a test can reach."""
    monkeypatch.setattr(rate_limiter, "COUNTED", {one: (3, message) for one, (_, message) in COUNTED.items()})


def attempt(value):
    try:
        rate_limiter.count(Counted.SIGN_IN_ACCOUNT, value)
    except RateLimited:
        return False
    finally:
        connection.close()
    return True


def test_parallel_attempts_get_exactly_the_limit(database, small):
    value = uuid4().hex
    with ThreadPoolExecutor(32) as pool:
        assert sum(pool.map(attempt, [value] * 64)) == 3


def test_one_value_does_not_spend_anothers_places(database, small):
    first, second = uuid4().hex, uuid4().hex
    assert [attempt(first) for _ in range(4)] == [True, True, True, False]
    assert attempt(second)


def test_counter_that_has_ended_starts_again(database, superuser):
    cache = caches["limits"]
    assert cache.add("k", 1, 60)
    assert not cache.add("k", 1, 60)
    assert cache.incr("k") == cache.get("k") == 2
    superuser.execute("UPDATE rate_limits SET ends_at = now() WHERE key = 'counter:k'")
    assert cache.get("k") is None
    with pytest.raises(ValueError, match="no counter"):
        cache.incr("k")
    assert cache.add("k", 1, 60)


def test_many_addresses_may_not_try_one_account(estate_a, anonymous, small, superuser):
    """The right password is refused like a wrong one, for a known address as for an unknown one."""
    for email in (estate_a.admin.email, "nobody@example.test"):
        wrong = {"email": email, "password": "wrong password 123"}
        assert [anonymous().post_json(LOGIN, wrong).status_code for _ in range(3)] == [401] * 3
        refused = anonymous().post_json(LOGIN, wrong | {"password": PASSWORD})
        assert (refused.status_code, refused.json()["code"]) == (429, "rate_limited")
        assert int(refused.headers["Retry-After"]) > 0
        assert refused.headers["RateLimit-Policy"] == '"sign_in_account";q=3;w=3600'
        assert re.fullmatch(r'"sign_in_account";r=0;t=\d+', refused.headers["RateLimit"])
        rows = superuser.execute(
            "SELECT request_payload->>'policy' FROM audit_log WHERE request_id = %s", [refused.headers["X-Request-ID"]]
        ).fetchall()
        assert rows == [("sign_in_account",)]
