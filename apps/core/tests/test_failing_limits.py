"""While the store of the limits fails: what must not be guessed refuses, the rest goes on, and operators see it."""

import pytest

JOIN, REFRESH, LOGIN = "/api/homeowner/session", "/api/homeowner/session/refresh", "/api/auth/login"
GUESSABLE = [
    (JOIN, {"code": "x" * 20}),
    (REFRESH, {"refresh": "x"}),
    (LOGIN, {"email": "a@example.test", "password": "x"}),
]


@pytest.fixture
def failing(superuser):
    """The table is gone for the test; everything else of the database works."""
    superuser.execute("ALTER TABLE rate_limits RENAME TO rate_limits_away")
    yield
    superuser.execute("ALTER TABLE rate_limits_away RENAME TO rate_limits")


@pytest.mark.parametrize(("path", "body"), GUESSABLE)
def test_what_could_be_guessed_refuses(estate_a, anonymous, failing, path, body):
    answer = anonymous().post_json(path, body)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["Retry-After"] == "5"


@pytest.mark.parametrize(("path", "body"), GUESSABLE)
def test_with_the_store_the_same_calls_are_judged(estate_a, anonymous, path, body):
    assert anonymous().post_json(path, body).status_code in (401, 404)


def test_people_who_are_signed_in_go_on(estate_a, as_staff, as_homeowner, failing):
    assert as_staff(estate_a.builder).get("/api/developers/developments").status_code == 200
    assert as_homeowner(estate_a.homeowner).get("/api/homeowner/me").status_code == 200


def test_an_ended_session_stays_ended(estate_a, as_staff, failing, superuser):
    client = as_staff(estate_a.builder)
    superuser.execute("UPDATE security.sessions SET ended_at = now() WHERE subject_id = %s", [estate_a.builder.pk])
    assert client.get("/api/developers/developments").status_code == 401


def test_operators_see_it(anonymous, superuser):
    def told():
        answer = anonymous().get("/readyz")
        return answer.status_code, answer.json()["status"], answer.json()["limits"]

    assert told() == (200, "ok", "ok")
    superuser.execute("ALTER TABLE rate_limits RENAME TO rate_limits_away")
    try:
        assert told() == (200, "degraded", "failing")
    finally:
        superuser.execute("ALTER TABLE rate_limits_away RENAME TO rate_limits")
