"""Every request of staff's surfaces is one row of the trail, whatever it returned and wherever it was answered."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.audit.models import AuditLog
from apps.core.identity import Role
from openhouse.testing.papers import pdf

ADMIN, DEVELOPERS, SITE = "/api/admin/audit", "/api/developers/developments", "/admin-enterprise/"
NOBODYS = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
CALLS = ("request", "request.refused", "rate_limited")
PREFLIGHT = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "GET"}


@pytest.fixture
def row_of(platform):
    """Event, status, role and path of the one row that a response left, beside those of what it did."""

    def found(response):
        response.close()
        with platform():
            (row,) = AuditLog.objects.filter(request_id=response.headers["X-Request-ID"], event__in=CALLS)
        return row.event, row.status, row.actor_role, row.request_path

    return found


@pytest.mark.parametrize(
    ("method", "path", "extra", "status"),
    [
        ("GET", ADMIN, {}, 200),
        ("GET", SITE, {}, 200),
        ("GET", f"{ADMIN}/export", {}, 200),
        ("GET", f"{ADMIN}?nonsense=1", {}, 400),
        ("GET", "/api/admin/nothing", {}, 404),
        ("GET", "/api/developers/nothing", {}, 404),
        ("POST", "/api/developers/nothing", {}, 404),
        ("GET", "/admin-enterprise/nothing", {}, 404),
        ("GET", f"/api/developers/units/{NOBODYS}", {}, 404),
        ("DELETE", ADMIN, {}, 405),
        ("PUT", DEVELOPERS, {}, 405),
        ("POST", "/admin-enterprise/sessions", {"headers": {"X-CSRFToken": ""}}, 403),
        ("HEAD", DEVELOPERS, {}, 405),
        ("HEAD", SITE, {}, 200),
        ("OPTIONS", DEVELOPERS, {}, 405),
        ("OPTIONS", DEVELOPERS, {"headers": PREFLIGHT}, 200),
        ("TRACE", DEVELOPERS, {}, 405),
        ("GET", "/api/admin/%00", {}, 400),
        ("GET", f"{DEVELOPERS}?a=%00", {}, 400),
        ("GET", DEVELOPERS, {"headers": {"Host": "elsewhere.example"}}, 400),
        ("POST", "/api/admin/developments", {"CONTENT_LENGTH": str(10**9)}, 413),
        ("POST", "/api/admin/developments", {"content_type": "text/plain", "data": "x"}, 415),
    ],
    ids=lambda value: str(value)[:50],
)
def test_whatever_it_returned(client_of, row_of, forget_limits, method, path, extra, status):
    forget_limits()
    response = client_of(Role.ADMIN).generic(method, path, **{"content_type": "application/json"} | extra)
    assert response.status_code == status
    _, told, role, kept = row_of(response)
    unjudged = {"Host", "Origin"} & set(extra.get("headers", {}))
    assert (told, role) == (status, "anonymous" if unjudged else "admin")
    assert kept == path.partition("?")[0].replace("%00", "?")


def test_a_failure_of_ours_is_a_row(client_of, row_of, superuser, forget_limits):
    forget_limits()
    superuser.execute("ALTER TABLE units RENAME COLUMN bedrooms TO bedrooms_away")
    try:
        response = client_of(Role.ADMIN).get("/api/admin/units")
    finally:
        superuser.execute("ALTER TABLE units RENAME COLUMN bedrooms_away TO bedrooms")
    assert response.status_code == 500
    assert row_of(response) == ("request", 500, "admin", "/api/admin/units")


def test_a_limit_that_fires_is_a_row(client_of, row_of, own, forget_limits, spend):
    client = client_of(Role.DEVELOPER)
    forget_limits()
    spend(f"developer:{own.builder.pk}", 150)
    response = client.get(DEVELOPERS)
    assert row_of(response) == ("rate_limited", 429, "developer", DEVELOPERS)


def test_an_upload_that_is_too_large_is_a_row(client_of, row_of, own, settings, forget_limits):
    forget_limits()
    settings.DOCUMENT_MAX_BYTES = 100
    path = f"{DEVELOPERS}/{own.development.pk}/documents"
    file = SimpleUploadedFile("guide.pdf", pdf(["A page."] * 3), "application/pdf")
    response = client_of(Role.DEVELOPER).upload(path, file)
    assert response.status_code == 413
    assert row_of(response)[1:] == (413, "developer", path)


def test_guessing_paths_costs_places(anonymous, spend):
    client = anonymous()
    spend(f"public:{client.defaults['REMOTE_ADDR']}", 48)
    assert [client.get("/nothing").status_code for _ in range(3)] == [404, 404, 429]


def test_rows_of_what_is_never_judged_end_with_the_places_of_an_address(anonymous, superuser, spend):
    client = anonymous()
    spend(f"public:{client.defaults['REMOTE_ADDR']}", 48)
    for _ in range(4):
        assert client.options(DEVELOPERS, headers=PREFLIGHT).status_code == 200
    rows = "SELECT count(*) FROM audit_log WHERE ip_address = %s"
    assert superuser.execute(rows, [client.defaults["REMOTE_ADDR"]]).fetchone() == (2,)
