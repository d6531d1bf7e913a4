"""Operators see who is near a limit, and what has passed is removed."""

import json
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, transaction

from apps.core import rate_limiter, row_security, upkeep
from apps.core.errors import RateLimited
from apps.core.limit_status import limits_in_use
from apps.core.rate_limiter import Counted

ME = "/api/auth/me"


def shown(capsys, *arguments):
    capsys.readouterr()
    call_command("show_limits", "--json", *arguments)
    return json.loads(capsys.readouterr().out)["limits"]


@pytest.fixture
def busy(estate_a, superuser):
    """A builder whose window of 20 in 5 s is full."""
    superuser.execute(
        "INSERT INTO rate_limits (key, tenant_id, hits, refused)"
        " VALUES (%s, %s, array_fill(now() + interval '1 hour', ARRAY[20]), 3)",
        [f"developer:{estate_a.builder.id}", estate_a.tenant.id],
    )
    return estate_a


def test_full_window_is_shown_and_a_quiet_tenant_is_not(busy, estate_b, capsys):
    [status] = shown(capsys, "--tenant", busy.tenant.slug)
    assert (status["bucket"], status["value"], status["used"], status["limit"], status["over"], status["refused"]) == (
        "developer",
        str(busy.builder.id),
        20,
        20,
        True,
        3,
    )
    assert shown(capsys, "--tenant", estate_b.tenant.slug) == []


def test_what_is_counted_without_a_session_is_shown_and_names_nobody(
    database, super_admin, as_staff, capsys, monkeypatch, one_hour
):
    message = rate_limiter.COUNTED[Counted.JOIN_CARD][1]
    monkeypatch.setattr(rate_limiter, "COUNTED", {Counted.JOIN_CARD: (3, message)})
    value = uuid4().hex

    def refused():
        try:
            rate_limiter.count(Counted.JOIN_CARD, value)
        except RateLimited:
            return True
        return False

    before = {status["key"] for status in shown(capsys)}
    assert [refused() for _ in range(5)] == [False, False, False, True, True]
    (status,) = (status for status in shown(capsys) if status["key"] not in before)
    told = {"bucket": "join_card", "used": 5, "limit": 3, "seconds": 3600, "refused": 2, "over": True}
    assert told.items() <= status.items()
    assert value not in json.dumps(status)
    operator = as_staff(super_admin)
    (row,) = operator.get(f"/api/admin/rate-limits?search={status['value']}").json()["results"]
    assert (row["limit"], row["subject"], row["address"]) == ("join_card", None, None)
    assert operator.delete(f"/api/admin/rate-limits/{row['id']}").status_code == 204
    assert not refused()


def test_service_of_a_tenant_may_not_list_limits(busy):
    """Only an admin's and the platform's scope may; the refused case shares the allowed one's set-up."""
    with row_security.service_scope(None, "test"), transaction.atomic():
        assert limits_in_use(tenant_id=busy.tenant.id)
    with (
        row_security.service_scope(busy.tenant.id, "test"),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        limits_in_use()


def test_unknown_tenant_is_a_usage_error(database):
    with pytest.raises(CommandError, match="no tenant has the slug") as refused:
        call_command("show_limits", "--tenant", "nobody")
    assert refused.value.returncode == 2


def test_passed_limits_are_removed_and_fresh_ones_stay(busy, superuser, capsys):
    superuser.execute(
        "INSERT INTO rate_limits (key, tenant_id, last_hit) VALUES ('old', %s, now() - interval '2 days')",
        [busy.tenant.id],
    )
    call_command("prune_rate_limits", "--dry-run", "--json")
    assert json.loads(capsys.readouterr().out) == {"limits": 1, "dry_run": True}
    assert upkeep.prune_limits() == 1
    kept = superuser.execute("SELECT count(*) FROM rate_limits WHERE tenant_id = %s", [busy.tenant.id]).fetchone()
    assert kept == (1,)


def test_ended_sessions_go_after_their_time_and_live_ones_stay(estate_a, as_staff, superuser):
    client, gone = as_staff(estate_a.admin), as_staff(estate_a.builder)
    superuser.execute(
        "UPDATE security.sessions SET ended_at = now() - interval '31 days' WHERE subject_id = %s",
        [estate_a.builder.id],
    )
    upkeep.prune_sessions()
    assert client.get(ME).status_code == 200
    assert gone.get(ME).status_code == 401
    left = superuser.execute(
        "SELECT count(*) FROM security.sessions WHERE subject_id = %s", [estate_a.builder.id]
    ).fetchone()
    assert left == (0,)


def test_pruning_needs_the_proof(app_login):
    for call in ("prune_limits(false, '\\x00')", "prune_sessions('0', '\\x00')"):
        with pytest.raises(Exception, match="proof refused"):
            app_login.execute(f"SELECT security.{call}")
