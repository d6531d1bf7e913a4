"""What a program may do with a person's token, and what ends it."""

from uuid import uuid4

import pytest
from django.conf import settings

from apps.tenants import services
from openhouse.testing.clients import ApiClient, homeowner_client, staff_client, token_client

TOKENS, DEVELOPMENTS = "/api/developers/tokens", "/api/developers/developments"
BODY = {"name": "Nightly upload", "permissions": ["development.view", "unit.view"], "days": 30}


@pytest.fixture
def made(estate_a, as_staff):
    """A token of the builder as the API gave it, and a client that sends it."""
    answer = as_staff(estate_a.builder).post_json(TOKENS, BODY)
    assert answer.status_code == 201, answer.content
    return answer.json(), ApiClient(Authorization=f"Token {answer.json()['token']}")


def code(client, path=DEVELOPMENTS):
    answer = client.get(path)
    return answer.status_code if answer.status_code == 200 else answer.json()["code"]


def test_a_token_is_shown_once_and_stands_hashed(estate_a, as_staff, made, superuser):
    token, client = made
    assert token["token"].startswith("oh_pat_")
    assert code(client) == 200
    (listed,) = as_staff(estate_a.builder).get(TOKENS).json()["results"]
    assert listed == {name: value for name, value in token.items() if name != "token"}
    row = superuser.execute("SELECT s::text FROM security.sessions s WHERE id = %s", [token["id"]]).fetchone()
    assert token["token"] not in row[0]
    trail = "SELECT request_payload FROM audit_log WHERE event = 'access_token.created' AND actor_id = %s"
    (payload,) = superuser.execute(trail, [estate_a.builder.pk]).fetchone()
    assert (payload["session"], payload["permissions"]) == (token["id"], BODY["permissions"])
    assert token["token"] not in str(payload)


def test_a_token_writes_without_a_csrf_token_and_the_trail_names_it(estate_a, superuser):
    client = token_client(estate_a.builder, "unit.view", "unit.manage")
    path = f"/api/developers/units/{estate_a.unit.pk}"
    answer = client.patch_json(path, {"address": "1 New Road"})
    assert answer.status_code == 200, answer.content
    rows = superuser.execute(
        "SELECT event, actor_id, request_payload->>'token_id' FROM audit_log WHERE request_id = %s ORDER BY event",
        [answer.headers["X-Request-ID"]],
    ).fetchall()
    assert [row[:2] for row in rows] == [("request", estate_a.builder.pk), ("unit.changed", estate_a.builder.pk)]
    (token,) = {row[2] for row in rows}
    kind = superuser.execute("SELECT kind FROM security.sessions WHERE id = %s", [token]).fetchone()
    assert kind == ("token",)


def test_nothing_is_done_that_it_was_not_made_for(estate_a, made, superuser):
    _, client = made
    answer = client.patch_json(f"/api/developers/units/{estate_a.unit.pk}", {"address": "1 New Road"})
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    (event,) = superuser.execute(
        "SELECT event FROM audit_log WHERE request_id = %s", [answer.headers["X-Request-ID"]]
    ).fetchone()
    assert event == "request.refused"


@pytest.mark.parametrize(
    "change",
    [
        {"permissions": []},
        {"permissions": ["staff.manage"]},
        {"permissions": ["self.manage"]},
        {"permissions": ["token.manage"]},
        {"permissions": ["everything"]},
        {"days": 367},
        {"days": 0},
        {"name": ""},
    ],
    ids=str,
)
def test_what_a_token_cannot_be_made_for(estate_a, as_staff, change):
    client = as_staff(estate_a.admin)
    assert client.post_json(TOKENS, BODY | change).status_code == 400
    assert client.get(TOKENS).json()["results"] == []


def test_a_token_makes_no_token_and_touches_no_account(estate_a):
    client = token_client(estate_a.admin, "development.view", "unit.view")
    assert client.post_json(TOKENS, BODY).json()["code"] == "forbidden"
    assert client.send("DELETE", TOKENS).json()["code"] == "forbidden"
    for method, path, body in (
        ("GET", "/api/auth/me", None),
        ("POST", "/api/auth/password", {"current": "x", "new": "y"}),
        ("DELETE", "/api/auth/sessions", None),
        ("GET", "/api/admin/audit", None),
        ("POST", "/api/admin/scope", {"tenant": None}),
    ):
        answer = client.send(method, path, body)
        assert (answer.status_code, answer.json()["code"]) == (401, "session_ended"), path
    assert client.get("/documents").status_code == 302
    assert client.get("/admin-enterprise/").status_code == 302
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_one_revokes_ones_own_and_sees_nobody_elses(estate_a, as_staff, made, superuser):
    token, client = made
    for stranger in (estate_a.admin, estate_a.sibling_builder):
        assert as_staff(stranger).get(TOKENS).json()["results"] == []
        assert as_staff(stranger).send("DELETE", f"{TOKENS}/{token['id']}").status_code == 404
    owner = as_staff(estate_a.builder)
    assert owner.send("DELETE", f"{TOKENS}/{uuid4()}").status_code == 404
    assert code(client) == 200
    assert owner.send("DELETE", f"{TOKENS}/{token['id']}").status_code == 204
    assert code(client) == "session_ended"
    assert owner.get(TOKENS).json()["results"] == []
    trail = "SELECT request_payload->>'session' FROM audit_log WHERE event = 'access_token.revoked' AND actor_id = %s"
    assert superuser.execute(trail, [estate_a.builder.pk]).fetchall() == [(token["id"],)]


def test_all_are_revoked_at_once(estate_a, as_staff):
    clients = [token_client(estate_a.builder, "development.view") for _ in range(2)]
    assert as_staff(estate_a.builder).send("DELETE", TOKENS).status_code == 204
    assert [code(client) for client in clients] == ["session_ended"] * 2


@pytest.mark.parametrize(
    "change",
    [
        lambda by, person: services.staff_change(by, staff_id=person.pk, role="admin"),
        lambda by, person: services.staff_change(by, staff_id=person.pk, active=False),
        lambda by, person: services.password_change(by, staff_id=person.pk, password="a wholly different phrase"),
    ],
    ids=["role", "active", "password"],
)
def test_it_ends_with_the_sessions_of_its_person(estate_a, made, platform, change):
    with platform() as operator:
        change(operator, estate_a.builder)
    assert code(made[1]) == "session_ended"


def test_it_reaches_what_its_person_reaches_now(estate_a, made, platform):
    _, client = made
    assert [row["id"] for row in client.get(DEVELOPMENTS).json()["results"]] == [str(estate_a.development.pk)]
    with platform() as operator:
        services.staff_change(operator, staff_id=estate_a.builder.pk, development_ids=[])
    assert client.get(DEVELOPMENTS).json()["results"] == []


def test_it_outlives_signing_out_and_idling_but_not_its_end(estate_a, as_staff, made, superuser):
    token, client = made
    assert as_staff(estate_a.builder).send("DELETE", "/api/auth/sessions").status_code == 204
    superuser.execute("UPDATE security.sessions SET seen_at = now() - interval '9 hours' WHERE id = %s", [token["id"]])
    assert code(client) == 200
    superuser.execute("UPDATE security.sessions SET expires_at = now() WHERE id = %s", [token["id"]])
    assert code(client) == "session_ended"


def test_an_admin_sees_and_ends_tokens_of_the_tenant(estate_a, as_staff, made):
    token, client = made
    admin = as_staff(estate_a.admin)
    (row,) = admin.get("/api/admin/sessions?kind=token").json()["results"]
    assert (row["id"], row["device"], row["person"]) == (token["id"], BODY["name"], str(estate_a.builder.pk))
    assert admin.send("DELETE", f"/api/admin/sessions/{token['id']}").status_code == 204
    assert code(client) == "session_ended"


def test_it_counts_within_its_persons_limits(estate_a, made, superuser):
    full = "UPDATE rate_limits SET hits = array_fill(clock_timestamp(), ARRAY[150]) WHERE key = %s"
    superuser.execute(full, [f"developer:{estate_a.builder.pk}"])
    assert code(made[1]) == "rate_limited"


def test_there_are_no_more_than_twenty_and_none_of_operators(estate_a, as_staff, superuser, super_admin, forget_limits):
    client = as_staff(estate_a.admin)
    for _ in range(20):
        forget_limits()
        assert client.post_json(TOKENS, BODY).status_code == 201
    assert client.post_json(TOKENS, BODY).json()["code"] == "conflict"
    assert as_staff(super_admin).post_json(TOKENS, BODY).json()["code"] == "conflict"


def test_a_token_a_cookie_and_a_jwt_are_three_things(estate_a, made):
    """Each in the place of the others opens nothing; and a wrong header is not forgiven for a right cookie."""
    token = made[0]["token"]
    staff, home = staff_client(estate_a.builder), homeowner_client(estate_a.homeowner)
    cookie, jwt = staff.cookies[settings.SESSION_COOKIE_NAME].value, home.defaults["HTTP_AUTHORIZATION"][7:]
    for header in (f"Bearer {token}", f"Token {cookie}", f"Token {jwt}", f"Bearer {cookie}", "Token", "Token ", token):
        assert ApiClient(Authorization=header).get(DEVELOPMENTS).status_code == 401, header
    for value in (token, jwt, f"Token {token}"):
        client = ApiClient()
        client.cookies[settings.SESSION_COOKIE_NAME] = value
        assert client.get(DEVELOPMENTS).status_code == 401
    assert ApiClient(Authorization=f"Token {token}").get("/api/homeowner/me").status_code == 401
    assert staff.get(DEVELOPMENTS).status_code == 200
    assert staff.get(DEVELOPMENTS, headers={"Authorization": "Token oh_pat_made-up"}).status_code == 401
    assert ApiClient(Authorization=f"tOKEN  {token} ").get(DEVELOPMENTS).status_code == 200


def test_a_token_with_a_cookie_beside_it_does_only_what_the_token_may(estate_a, made):
    client = staff_client(estate_a.builder)
    path = f"/api/developers/units/{estate_a.unit.pk}"
    header = {"Authorization": f"Token {made[0]['token']}"}
    assert client.patch_json(path, {"address": "1 New Road"}, headers=header).status_code == 403
    assert client.get("/api/auth/me").status_code == 200


def test_making_one_asks_for_the_second_factor_again(estate_a, as_staff, superuser):
    client = as_staff(estate_a.builder)
    before = token_client(estate_a.builder, "development.view")
    superuser.execute("UPDATE security.subjects SET second_factor = true WHERE id = %s", [estate_a.builder.pk])
    assert client.post_json(TOKENS, BODY).json()["code"] == "otp_required"
    assert code(before) == 200
    superuser.execute(
        "UPDATE security.subjects SET second_factor = false, needs_second_factor = true WHERE id = %s",
        [estate_a.builder.pk],
    )
    assert code(before) == "second_factor_required"
