"""What browsers tell of errors: scrubbed, counted by kind in the right tenant, limited, and read by nobody else."""

import json

import pytest
from django.conf import settings

from apps.audit.client_errors import services
from apps.audit.client_errors.scrubbing import path_of, scrubbed

LOG, LIST = "/api/log/client", "/api/admin/client-errors"
ERROR = {
    "kind": "error",
    "message": "Cannot read properties of null (reading 'title')",
    "page": "/documents",
    "source": "https://home.example/static/portal/js/main.0123456789ab.js?v=1",
    "stack": "TypeError: x\n    at open (https://home.example/static/portal/js/main.0123456789ab.js:10:20)",
    "request_id": "abcdefgh12345678",
}
ROWS = "SELECT kind, message, page, count FROM client_errors WHERE tenant_id = %s ORDER BY first_seen, message"
FLOODS = "SELECT actor_id, request_payload->>'refusals' FROM audit_log WHERE event = 'client_errors.flood'"
ACCEPTED = (202, {"status": "accepted"})


@pytest.fixture
def rows(superuser):
    return lambda tenant_id: superuser.execute(ROWS, [tenant_id]).fetchall()


def word_of(estate):
    """A word of this estate alone, without digits, which could read as a telephone number."""
    return estate.tenant.slug.translate(str.maketrans("0123456789", "ghijklmnop"))


def told(client, body=ERROR, **extra):
    response = client.post_json(LOG, body, **extra)
    return response.status_code, response.json()


def test_the_same_error_is_one_row_however_it_is_numbered(estate_a, as_staff, rows):
    client = as_staff(estate_a.builder)
    later = {"source": ERROR["source"].replace("0123456789ab", "ba9876543210"), "page": "/developments"}
    later["stack"] = ERROR["stack"].replace(":10:20", ":11:2")
    assert told(client) == told(client, ERROR | later) == ACCEPTED
    assert told(client, ERROR | {"message": "Something else"}) == ACCEPTED
    assert rows(estate_a.tenant.pk) == [
        ("error", ERROR["message"], "/developments", 2),
        ("error", "Something else", "/documents", 1),
    ]


def test_each_is_kept_where_its_person_belongs(estate_a, as_staff, as_homeowner, anonymous, rows, super_admin):
    body = ERROR | {"message": f"Only here, at {word_of(estate_a)}"}
    for client in (as_staff(estate_a.admin), as_homeowner(estate_a.homeowner)):
        assert told(client, body) == ACCEPTED
    assert told(anonymous(), body) == told(as_staff(super_admin), body) == ACCEPTED
    client = as_homeowner(estate_a.homeowner)
    client.defaults["HTTP_AUTHORIZATION"] = "Bearer nonsense"
    assert told(client, body) == ACCEPTED
    ((_, message, _, count),) = rows(estate_a.tenant.pk)
    assert (message, count) == (body["message"], 2)
    assert [row[3] for row in rows("00000000-0000-0000-0000-000000000001") if row[1] == message] == [3]


def test_staff_need_no_csrf_token_to_tell(estate_a, as_staff, rows):
    client = as_staff(estate_a.builder)
    client.defaults.pop("HTTP_X_CSRFTOKEN")
    assert told(client) == ACCEPTED
    assert len(rows(estate_a.tenant.pk)) == 1


SECRETS = {
    "aoife.murphy@example.ie": "[e-mail]",
    "+353 86 555 0199": "[number]",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl": "[token]",
    "Bearer abcdefghijkl": "[token]",
    "K7QW-2M4N-P9RT": "[code]",
    "oh_pat_4rT9kQ2mZx7Lp0WvBn3Yc": "[token]",
    "8d8f7b66-6f0e-4e52-9d15-9a6a1c1f6a10": "[id]",
    "/join/7KQW2M4NP9RT7KQW2M4NP9RT7KQW": "/join/[code]",
    "/home/?token=abc#x": "/home/",
    '"Aoife Murphy, 12 Oak Park"': '"[text]"',
}


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_and_no_person_is_kept(secret, estate_a, as_staff, superuser):
    body = {name: text if name == "kind" else f"{text} {secret} end" for name, text in ERROR.items()}
    body["request_id"] = "abcdefgh12345678"
    assert told(as_staff(estate_a.builder), body) == ACCEPTED
    row = superuser.execute("SELECT e::text FROM client_errors e WHERE tenant_id = %s", [estate_a.tenant.pk]).fetchone()
    assert secret.strip('"') not in row[0]
    assert scrubbed(f"before {secret} after", 500) == f"before {SECRETS[secret]} after"


def test_what_a_programmer_needs_stays():
    text = "ReferenceError: #access is not defined in 'panels.show' (documents) after 3 tries, 404"
    assert scrubbed(text, 500) == text
    assert path_of("https://home.example/developments/8d8f7b66-6f0e-4e52-9d15-9a6a1c1f6a10/homes?q=x") == (
        "/developments/[id]/homes"
    )


CSP = {
    "document-uri": "https://x.example/home/?a=b",
    "violated-directive": "img-src",
    "blocked-uri": "https://evil.example/x?y",
}
REPORT = {"documentURL": "https://x.example/home/", "effectiveDirective": "script-src", "blockedURL": "inline"}


def test_browsers_report_in_their_own_shapes(estate_a, as_staff, rows):
    client = as_staff(estate_a.builder)
    nothing = [{"type": "deprecation", "body": {}}, 7, {"type": "csp-violation"}]
    batch = [{"type": "csp-violation", "body": REPORT}, *nothing]
    for kind, body in (("application/csp-report", {"csp-report": CSP}), ("application/reports+json", batch)):
        response = client.generic("POST", LOG, json.dumps(body), content_type=kind)
        assert (response.status_code, response.json()) == ACCEPTED
    assert rows(estate_a.tenant.pk) == [
        ("csp-violation", "img-src refused /x", "/home/", 1),
        ("csp-violation", "script-src refused inline", "/home/", 1),
    ]


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", json.dumps(ERROR | {"stack": "x" * 7900, "message": "y" * 3000}), 413),
        ("application/json", json.dumps(ERROR | {"tenant_id": "x"}), 400),
        ("application/json", json.dumps(ERROR | {"kind": "<b>"}), 400),
        ("application/reports+json", "[" + " " * 70_000 + "]", 413),
        ("application/reports+json", "[", 400),
        ("application/csp-report", "[" * 50_000, 400),
        ("text/plain", json.dumps(ERROR), 415),
    ],
)
def test_what_cannot_be_read_is_refused(kind, body, status, anonymous):
    assert anonymous().generic("POST", LOG, body, content_type=kind).status_code == status


def test_a_flood_is_refused_and_is_on_the_trail_once(estate_a, as_staff, superuser, rows):
    client, other = as_staff(estate_a.builder), as_staff(estate_a.admin)
    assert {told(client)[0] for _ in range(30)} == {202}
    assert [client.post_json(LOG, ERROR).status_code for _ in range(4)] == [429] * 4
    trail = superuser.execute(f"{FLOODS} AND tenant_id = %s ORDER BY at", [estate_a.tenant.pk]).fetchall()
    assert trail == [(estate_a.builder.pk, "1"), (estate_a.builder.pk, "2"), (estate_a.builder.pk, "4")]
    assert told(other) == ACCEPTED
    assert client.get("/api/auth/me").status_code == 200
    assert rows(estate_a.tenant.pk)[0][3] == 31


def test_people_of_one_address_share_its_limit(estate_a, as_staff, superuser):
    client = as_staff(estate_a.builder)
    key = f"client_errors_address:{client.defaults['REMOTE_ADDR']}"
    full = "INSERT INTO rate_limits (key, tenant_id, hits) VALUES (%s, %s, array_fill(clock_timestamp(), ARRAY[120]))"
    superuser.execute(full, [key, estate_a.tenant.pk])
    assert client.post_json(LOG, ERROR).status_code == 429


def test_more_kinds_than_are_kept_are_counted_on_one_row(estate_a, as_staff, superuser, rows, monkeypatch):
    monkeypatch.setattr(services, "MOST_NEW", 2)
    client = as_staff(estate_a.builder)
    for word in ("one", "two", "three", "four", "one"):
        assert told(client, ERROR | {"message": f"Kind {word}"}) == ACCEPTED
    assert sorted(row[::3] for row in rows(estate_a.tenant.pk)) == [("error", 1), ("error", 2), ("overflow", 2)]
    assert len(superuser.execute(f"{FLOODS} AND tenant_id = %s", [estate_a.tenant.pk]).fetchall()) == 2


def test_admins_read_those_of_their_tenant_only(estate_a, estate_b, as_staff, super_admin):
    for estate in (estate_a, estate_b):
        assert told(as_staff(estate.builder), ERROR | {"message": f"Of {word_of(estate)}"}) == ACCEPTED
    client = as_staff(estate_a.admin)
    (row,) = client.get(LIST).json()["results"]
    assert (row["message"], row["count"], row["kind"]) == (f"Of {word_of(estate_a)}", 1, "error")
    assert row["last_request_id"] == "abcdefgh12345678"
    assert client.get(f"{LIST}?kind=load").json()["results"] == []
    assert len(client.get(f"{LIST}?kind=error&page=/documents&since=2026-01-01T00:00:00Z").json()["results"]) == 1
    assert len(as_staff(super_admin).get(LIST).json()["results"]) >= 2
    assert as_staff(estate_a.builder).get(LIST).status_code == 403
    page = client.get("/admin-enterprise/audit/clienterror/").content.decode()
    assert f"Of {word_of(estate_a)}" in page
    assert f"Of {word_of(estate_b)}" not in page


def test_support_looking_at_a_home_may_tell_of_an_error(estate_a, as_staff, anonymous, rows):
    path = f"/api/admin/homeowners/{estate_a.homeowner.pk}/impersonate"
    access = as_staff(estate_a.admin).post_json(path, {"reason": "A page that does not open"}).json()["access"]
    assert told(anonymous(), headers={"Authorization": f"Bearer {access}"}) == ACCEPTED
    assert len(rows(estate_a.tenant.pk)) == 1


def test_old_ones_are_forgotten(estate_a, as_staff, superuser, rows):
    told(as_staff(estate_a.builder))
    told(as_staff(estate_a.builder), ERROR | {"message": "Newer"})
    age = "UPDATE client_errors SET last_seen = now() - interval '91 days' WHERE message = %s AND tenant_id = %s"
    superuser.execute(age, [ERROR["message"], estate_a.tenant.pk])
    from apps.audit.tasks import forget_client_errors

    forget_client_errors()
    assert [row[1] for row in rows(estate_a.tenant.pk)] == ["Newer"]


def test_every_answer_says_where_to_report(anonymous):
    response = anonymous().get("/accounts/login")
    assert response.headers["Reporting-Endpoints"] == settings.REPORTING_ENDPOINTS
    assert {f"report-uri {LOG}", "report-to errors"} <= {*response.headers["Content-Security-Policy"].split("; ")}
    assert "portal/js/report.js" in response.content.decode()
