"""What goes wrong, told in one envelope: status, code and nothing of the exception's own text."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.http import Http404
from django.urls import path
from rest_framework.response import Response

from apps.core.api import Api
from apps.core.errors import STATUS, Conflict, ErrorCode, NotFound
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

SECRET = "tenant-of-somebody-else"


def raises(sql):
    def run():
        with connection.cursor() as cursor:
            cursor.execute(sql)

    return run


def throw(exception):
    def run():
        raise exception

    return run


CAUSES = {
    "our own": (throw(Conflict("Not now.", reason=SECRET)), 409, "conflict"),
    "not found": (throw(NotFound(reason=SECRET)), 404, "not_found"),
    "Django's 404": (throw(Http404(SECRET)), 404, "not_found"),
    "Django's 403": (throw(PermissionDenied(SECRET)), 403, "forbidden"),
    "suspicious": (throw(SuspiciousOperation(SECRET)), 400, "bad_request"),
    "a bug": (throw(ValueError(SECRET)), 500, "internal"),
    "a bug in SQL": (raises(f"SELECT '{SECRET}'::integer"), 500, "internal"),
    "forgotten scope": (raises("SELECT * FROM security.keys"), 500, "internal"),
    "number too large": (raises("SELECT 99999999999::integer"), 400, "bad_request"),
    "duplicate": (raises("DO $$ BEGIN RAISE unique_violation; END $$"), 409, "conflict"),
    "gone": (raises("DO $$ BEGIN RAISE foreign_key_violation; END $$"), 409, "conflict"),
    "session ended": (raises("DO $$ BEGIN RAISE invalid_authorization_specification; END $$"), 401, "session_ended"),
    "deadlock": (raises("DO $$ BEGIN RAISE deadlock_detected; END $$"), 503, "unavailable"),
    "server going down": (raises("DO $$ BEGIN RAISE admin_shutdown; END $$"), 503, "unavailable"),
}


@pytest.mark.parametrize("name", CAUSES)
def test_each_cause_has_its_status_and_tells_nothing_else(name, settings, anonymous):
    cause, status, code = CAUSES[name]

    class Failing(Api):
        permission, rate_policy = Permission.PUBLIC, RatePolicy.PUBLIC

        def get(self, request):
            cause()
            return Response({})

    settings.ROOT_URLCONF = type("planted", (), {"urlpatterns": [path("api/planted", Failing.as_view())]})
    response = anonymous().get("/api/planted")
    told = response.json()
    assert (response.status_code, told["status"], told["code"]) == (status, status, code)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert told["instance"] == response.headers["X-Request-ID"]
    assert {"type", "title", "detail"} < set(told)
    assert SECRET not in response.content.decode()


def test_every_code_has_a_status_and_a_title():
    assert set(STATUS) == set(ErrorCode)
    assert all(400 <= status < 600 and title for status, title in STATUS.values())


def test_a_person_gets_a_page_and_a_program_a_document(anonymous):
    page, document = anonymous().get("/nothing"), anonymous().get("/api/nothing")
    assert page.headers["Content-Type"].startswith("text/html")
    assert page.headers["X-Request-ID"] in page.content.decode()
    assert document.json()["code"] == "not_found"


@pytest.mark.parametrize("given", ["abcdefgh", "A1-b2_c3.d4" * 5])
def test_a_fit_request_id_is_kept(given, anonymous):
    assert anonymous().get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", "short", "a" * 65, "white space", "\u00e9" * 10, "<script>alert"])
def test_an_unfit_request_id_is_replaced(given, anonymous):
    kept = anonymous().get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert kept != given
    assert len(kept) == 32
