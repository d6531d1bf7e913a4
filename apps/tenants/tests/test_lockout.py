"""Lock-out of sign-in from outside: when it begins, whom it meets, what it tells, and how it ends."""

import json
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from uuid import uuid4

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import connection, transaction

from apps.core.row_security import ScopeError
from apps.tenants.lockout import account_key
from apps.tenants.sign_in import account_hash
from openhouse.settings import security
from openhouse.testing.clients import ApiClient
from openhouse.testing.estates import PASSWORD

LIMIT = 2
AGE = "UPDATE security.sign_in_failures SET last_at = last_at - %s::interval"


def sign_in(client, email, password="wrong"):
    return client.post_json("/api/auth/login", {"email": email, "password": password})


def failing(client, email, times=LIMIT):
    return [sign_in(client, email) for _ in range(times)]


@pytest.fixture(autouse=True)
def _low_limit(settings):
    settings.AXES_FAILURE_LIMIT = LIMIT


@pytest.fixture
def nobody():
    return f"nobody-{uuid4().hex[:8]}@example.test"


def failures(superuser, email):
    rows = superuser.execute(
        "SELECT failures FROM security.sign_in_failures WHERE key = account OR account = %s ORDER BY failures DESC",
        [account_key(email)],
    )
    return [count for (count,) in rows]


def events(superuser, email, event):
    return superuser.execute(
        "SELECT tenant_id::text, request_payload ->> 'counted' FROM audit_log"
        " WHERE event = %s AND request_payload ->> 'account_hash' = %s",
        [event, account_hash(email)],
    ).fetchall()


def test_right_password_opens_nothing_after_five_failures(estate_a, anonymous, settings):
    settings.AXES_FAILURE_LIMIT = security.AXES_FAILURE_LIMIT
    client, email = anonymous(), estate_a.admin.email
    answers = failing(client, email, 5)
    assert [(answer.status_code, "Retry-After" in answer.headers) for answer in answers] == [
        *[(401, False)] * 4,
        (401, True),
    ]
    locked = sign_in(client, email.upper(), PASSWORD)
    assert (locked.status_code, locked.json()["code"]) == (401, "invalid_credentials")
    assert not locked.cookies
    assert locked.headers["Retry-After"] == "900"
    assert "15 minutes" in locked.json()["detail"]


def test_one_failure_less_locks_nothing(estate_a, anonymous):
    client = anonymous()
    failing(client, estate_a.admin.email, LIMIT - 1)
    assert sign_in(client, estate_a.admin.email, PASSWORD).status_code == 200


def test_lock_meets_this_name_from_this_address_only(estate_a, anonymous):
    client = anonymous()
    failing(client, estate_a.admin.email)
    assert sign_in(client, estate_a.builder.email, PASSWORD).status_code == 200
    assert sign_in(anonymous(), estate_a.admin.email, PASSWORD).status_code == 200


def test_signing_in_forgives_ones_own_failures(estate_a, anonymous):
    client, email = anonymous(), estate_a.admin.email
    failing(client, email, LIMIT - 1)
    sign_in(client, email, PASSWORD)
    failing(client, email, LIMIT - 1)
    assert sign_in(client, email, PASSWORD).status_code == 200


def test_name_without_an_account_is_locked_alike(estate_a, anonymous, nobody):
    known, unknown = (
        [*failing(client, email, LIMIT + 1)]
        for client, email in ((anonymous(), estate_a.admin.email), (anonymous(), nobody))
    )
    shown = [
        [({**a.json(), "instance": ""}, a.headers.get("Retry-After"), sorted(a.headers)) for a in answers]
        for answers in (known, unknown)
    ]
    assert shown[0] == shown[1]


def test_attempts_during_a_lock_do_not_prolong_it(estate_a, anonymous, superuser):
    client, email = anonymous(), estate_a.admin.email
    failing(client, email, LIMIT + 3)
    assert failures(superuser, email) == [LIMIT, LIMIT]
    superuser.execute(AGE, ["14 minutes"])
    assert sign_in(client, email, PASSWORD).status_code == 401
    superuser.execute(AGE, ["61 seconds"])
    assert sign_in(client, email, PASSWORD).status_code == 200


def from_anywhere(email):
    try:
        return sign_in(ApiClient(), email).status_code
    finally:
        connection.close()


def test_thirty_two_failures_at_once_are_all_counted(estate_a, superuser, settings):
    settings.AXES_FAILURE_LIMIT = 5
    email = estate_a.admin.email
    with ThreadPoolExecutor(32) as pool:
        assert set(pool.map(from_anywhere, [email] * 32)) == {401}
    assert failures(superuser, email)[0] == 32
    assert len(events(superuser, email, "staff.sign_in_failed")) == 32


def test_account_locks_against_many_addresses_at_ten_times_the_failures(estate_a, anonymous, superuser):
    email = estate_a.admin.email
    for _ in range(10):
        failing(anonymous(), email)
    assert sign_in(anonymous(), email, PASSWORD).status_code == 401
    assert [kind for _, kind in events(superuser, email, "staff.locked_out")].count("username") == 1


def test_address_locks_against_many_names_at_twenty_times_the_failures(estate_a, anonymous, forget_limits, settings):
    settings.AXES_FAILURE_LIMIT = 1
    client = anonymous()
    for number in range(20):
        if number % 10 == 0:
            forget_limits()
        sign_in(client, f"{uuid4().hex}@example.test")
    forget_limits()
    assert sign_in(client, estate_a.admin.email, PASSWORD).status_code == 401
    assert sign_in(anonymous(), estate_a.admin.email, PASSWORD).status_code == 200


def test_forged_address_of_the_client_changes_nothing(estate_a, anonymous):
    client, body = anonymous(), {"email": estate_a.admin.email, "password": "wrong"}
    for number in range(LIMIT):
        client.post_json("/api/auth/login", body, headers={"X-Forwarded-For": f"10.1.1.{number}"})
    assert sign_in(client, estate_a.admin.email, PASSWORD).status_code == 401


def test_each_lock_is_told_once_to_the_platforms_trail(estate_a, anonymous, superuser):
    failing(anonymous(), estate_a.admin.email, LIMIT + 2)
    assert events(superuser, estate_a.admin.email, "staff.locked_out") == [
        ("00000000-0000-0000-0000-000000000001", "username+ip_address")
    ]
    assert len(events(superuser, estate_a.admin.email, "staff.sign_in_failed")) == LIMIT + 2


def test_nothing_that_names_anybody_is_kept(estate_a, anonymous, superuser):
    client, email = anonymous(), estate_a.admin.email
    failing(client, email, 1)
    stored = superuser.execute("SELECT f::text, key, account FROM security.sign_in_failures f").fetchall()
    assert failures(superuser, email)
    assert not [text for text, *_ in stored if email in text or client.defaults["REMOTE_ADDR"] in text]
    assert {len(key) for _, key, _ in stored} == {32}


def test_page_tells_the_lock_in_words(estate_a, anonymous):
    client = anonymous()
    failing(client, estate_a.admin.email)
    token = str(client.get("/accounts/login").context["csrf_token"])
    form = {"email": estate_a.admin.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    answer = client.post("/accounts/login", form)
    assert answer.status_code == 401
    assert "wait 15 minutes" in answer.content.decode()


def test_guesses_of_ones_present_password_count_too(estate_a, as_staff):
    client, new = as_staff(estate_a.builder), "a wholly different phrase"
    for _ in range(LIMIT):
        client.post_json("/api/auth/password", {"current": "wrong", "new": new})
    body = {"current": PASSWORD, "new": new}
    assert client.post_json("/api/auth/password", body).json()["errors"][0]["field"] == "current"


def test_admin_unlocks_a_person_of_the_own_tenant(estate_a, estate_b, anonymous, as_staff, superuser):
    client, person = anonymous(), estate_a.builder
    failing(client, person.email)
    path = f"/api/admin/developers/{person.pk}/lock-out"
    assert as_staff(estate_b.admin).send("DELETE", path).status_code == 404
    assert sign_in(client, person.email, PASSWORD).status_code == 401
    assert as_staff(estate_a.admin).send("DELETE", path).status_code == 204
    assert sign_in(client, person.email, PASSWORD).status_code == 200
    rows = superuser.execute(
        "SELECT actor_id FROM audit_log WHERE event = 'staff.unlocked' AND subject_id = %s", [person.pk]
    ).fetchall()
    assert rows == [(estate_a.admin.pk,)]


def test_command_unlocks_and_a_dry_run_does_not(estate_a, anonymous):
    client, email = anonymous(), estate_a.builder.email
    failing(client, email)
    for extra, status in ((["--dry-run"], 401), ([], 200)):
        call_command("unlock_account", "--email", email, "--json", *extra, stdout=(out := StringIO()))
        assert json.loads(out.getvalue()) == {"counters": 2, "dry_run": bool(extra)}
        assert sign_in(client, email, PASSWORD).status_code == status


def test_failure_inside_a_transaction_is_refused_loudly(estate_a, rf):
    request = rf.post("/")
    request.limited_address = "10.0.0.9"
    with pytest.raises(ScopeError), transaction.atomic():
        authenticate(request, username=estate_a.admin.email, password="wrong")


def test_axes_brings_no_table_of_its_own(superuser):
    assert superuser.execute("SELECT relname FROM pg_class WHERE relname LIKE 'axes%'").fetchall() == []
