"""Sign-in from outside: who gets a session, what is told, what is recorded."""

from functools import partial

import pytest
from django.conf import settings

from apps.audit.models import AuditLog
from apps.tenants.sign_in import account_hash
from openhouse.testing.estates import PASSWORD


def sign_in(client, email, password=PASSWORD, **headers):
    return client.post_json("/api/auth/login", {"email": email, "password": password}, headers=headers)


@pytest.fixture
def attempt(anonymous):
    return lambda *args, **headers: sign_in(anonymous(), *args, **headers)


def rows(platform, **filters):
    with platform():
        return list(AuditLog.objects.filter(**filters))


def test_good_password_opens_a_session_with_safe_cookies(estate_a, anonymous):
    client = anonymous()
    answer = sign_in(client, estate_a.admin.email.upper())
    assert answer.status_code == 200
    staff = answer.json()["staff"]
    assert (staff["id"], staff["role"]) == (str(estate_a.admin.pk), "admin")
    assert staff["tenant"]["slug"] == estate_a.tenant.slug
    cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    me = client.get("/api/auth/me").json()
    assert me == {
        "role": "admin",
        "tenant": {"id": str(estate_a.tenant.pk), "name": estate_a.tenant.name, "slug": estate_a.tenant.slug},
        "developments": [],
        "two_factor": False,
    }


def test_csrf_token_of_the_answer_is_needed_and_enough(estate_a, anonymous):
    client = anonymous()
    token = sign_in(client, estate_a.admin.email).json()["csrf_token"]
    assert client.post_json("/api/auth/logout").json()["code"] == "csrf_failed"
    assert client.post_json("/api/auth/logout", headers={"X-CSRFToken": token}).status_code == 204


def test_unknown_wrong_and_inactive_are_one_answer(estate_a, platform, attempt):
    with platform():
        estate_a.builder.is_active = False
        estate_a.builder.save(update_fields=["is_active"])
    bodies = []
    for email, password in [
        ("nobody@example.test", PASSWORD),
        (estate_a.admin.email, "not the password"),
        (estate_a.builder.email, PASSWORD),
    ]:
        answer = attempt(email, password)
        assert answer.status_code == 401
        assert not answer.cookies
        bodies.append({**answer.json(), "instance": ""})
    assert bodies[0]["code"] == "invalid_credentials"
    assert bodies[0] == bodies[1] == bodies[2]


def test_both_outcomes_are_recorded_where_they_belong(estate_a, platform, attempt):
    good, bad = attempt(estate_a.admin.email), attempt(estate_a.admin.email.upper(), "wrong")
    (signed_in,) = rows(platform, request_id=good.headers["X-Request-ID"])
    assert (signed_in.event, signed_in.tenant_id) == ("staff.signed_in", estate_a.tenant.pk)
    assert signed_in.actor_id == estate_a.admin.pk
    (failed,) = rows(platform, request_id=bad.headers["X-Request-ID"], event="staff.sign_in_failed")
    assert str(failed.tenant_id).endswith("-000000000001")
    assert failed.request_payload == {"account_hash": account_hash(estate_a.admin.email)}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://testserver"}, 200),
        ({"Origin": settings.ALLOWED_ORIGINS[0], "Sec-Fetch-Site": "cross-site"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_other_sites_cannot_sign_a_browser_in(estate_a, attempt, headers, status):
    assert attempt(estate_a.admin.email, **headers).status_code == status


def test_signing_in_again_ends_the_session_at_hand(estate_a, anonymous):
    client = anonymous()
    sign_in(client, estate_a.admin.email)
    first = client.cookies[settings.SESSION_COOKIE_NAME].value
    sign_in(client, estate_a.builder.email)
    assert client.get("/api/auth/me").json()["role"] == "developer"
    client.cookies[settings.SESSION_COOKIE_NAME] = first
    assert client.get("/api/auth/me").json()["code"] == "session_ended"


def test_planted_cookie_is_not_adopted(estate_a, anonymous):
    client = anonymous()
    client.cookies[settings.SESSION_COOKIE_NAME] = "x" * 43
    sign_in(client, estate_a.admin.email)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "x" * 43


def test_one_address_gets_ten_attempts_a_minute(estate_a, anonymous):
    call = partial(sign_in, anonymous(), estate_a.admin.email, "wrong")
    assert [call().status_code for _ in range(11)] == [401] * 10 + [429]


@pytest.mark.parametrize("body", [{}, {"email": "a@b.test"}, {"email": 1, "password": {}}, {"role": "admin"}, []])
def test_malformed_bodies_are_400(anonymous, body):
    assert anonymous().post_json("/api/auth/login", body).status_code == 400
