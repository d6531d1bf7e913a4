"""A row that cannot be written is an error that somebody sees; the request it tells of goes on."""

import logging

import pytest

DEVELOPMENTS = "/api/developers/developments"


@pytest.fixture
def failing(superuser):
    """No role may write the trail for the test; everything else of the database works."""
    roles = "openhouse_admin, openhouse_developer, openhouse_service, openhouse_anonymous, openhouse_super_admin"
    superuser.execute(f"REVOKE INSERT ON audit_log FROM {roles}")
    yield
    superuser.execute(f"GRANT INSERT ON audit_log TO {roles}")


def told(anonymous):
    answer = anonymous().get("/readyz")
    return answer.status_code, answer.json()["status"], answer.json()["audit"]


def test_operators_see_it_in_the_log_and_at_readyz(estate_a, as_staff, anonymous, caplog, failing):
    client = as_staff(estate_a.builder)
    with caplog.at_level(logging.CRITICAL):
        answer = client.get(DEVELOPMENTS)
    assert answer.status_code == 200
    (line,) = [record for record in caplog.records if record.levelno == logging.CRITICAL]
    assert (line.msg["event"], line.msg["request_id"]) == ("audit_write_failed", answer.headers["X-Request-ID"])
    assert told(anonymous) == (200, "degraded", "failing")


def test_what_must_be_on_the_trail_is_not_done_without_it(estate_a, as_staff, failing):
    client = as_staff(estate_a.admin)
    assert client.post_json("/api/admin/developments", {"name": "Elm Park"}).status_code >= 500


def test_a_working_trail_is_told_and_the_probe_leaves_no_row(anonymous, superuser):
    count = "SELECT count(*) FROM audit_log WHERE event = 'request' AND request_path = '/readyz'"
    assert told(anonymous) == (200, "ok", "ok")
    assert superuser.execute(count).fetchone() == (0,)
