"""Support looks at a home: who may, for how long, what it may do, and who sees that it did."""

import jwt
import pytest

from apps.tenants.models import Tenant

ME, SESSIONS, VISITS = "/api/homeowner/me", "/api/homeowner/sessions", "/api/homeowner/support-visits"
STOP = "/api/admin/impersonation/stop"
REASON = {"reason": "Asked by phone why the chat does not open."}


def path(person):
    return f"/api/admin/homeowners/{person.pk}/impersonate"


def bearer(anonymous, visit):
    client = anonymous()
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {visit.json()['access']}"
    return client


@pytest.fixture
def support(estate_a, as_staff):
    return as_staff(estate_a.admin)


@pytest.fixture
def visit(estate_a, support, anonymous):
    """A client that looks at the homeowner's home."""
    return bearer(anonymous, support.post_json(path(estate_a.homeowner), REASON))


def events(superuser, person):
    rows = superuser.execute(
        "SELECT event, actor_id, impersonated_by, tenant_id FROM audit_log"
        " WHERE event LIKE 'impersonation.%%' AND tenant_id = %s ORDER BY xid",
        [person.tenant_id],
    )
    return rows.fetchall()


def test_admin_sees_the_home_as_its_homeowner_does(estate_a, visit, as_homeowner):
    seen, own = visit.get(ME).json(), as_homeowner(estate_a.homeowner).get(ME).json()
    assert (seen.pop("impersonated"), own.pop("impersonated")) == (True, False)
    assert seen == own


def test_token_says_who_acts(estate_a, support):
    answer = support.post_json(path(estate_a.homeowner), REASON)
    assert answer.status_code == 201
    body = answer.json()
    claims = jwt.decode(body["access"], options={"verify_signature": False})
    assert claims["sub"] == str(estate_a.homeowner.pk)
    assert claims["impersonated_by"] == claims["act"]["sub"] == str(estate_a.admin.pk)
    assert 3590 < body["expires_in"] <= 3600
    assert body["url"].endswith(f"/home/#support={body['access']}")


@pytest.mark.parametrize("who", ["builder", "homeowner", "foreign admin", "nobody"])
def test_others_may_not(estate_a, estate_b, as_staff, as_homeowner, anonymous, who):
    client, status = {
        "builder": lambda: (as_staff(estate_a.builder), 403),
        "homeowner": lambda: (as_homeowner(estate_a.neighbour), 403),
        "foreign admin": lambda: (as_staff(estate_b.admin), 404),
        "nobody": lambda: (anonymous(), 401),
    }[who]()
    if who == "nobody":
        client.defaults["HTTP_X_CSRFTOKEN"] = "x"
    assert client.post_json(path(estate_a.homeowner), REASON).status_code == status


def test_operator_may_in_any_tenant_and_nobody_may_for_staff(estate_a, super_admin, as_staff):
    operator = as_staff(super_admin)
    assert operator.post_json(path(estate_a.homeowner), REASON).status_code == 201
    assert operator.post_json(path(estate_a.admin), REASON).status_code == 404


@pytest.mark.parametrize("body", [{}, {"reason": "short"}, REASON | {"homeowner": "x"}], ids=str)
def test_reason_is_required(estate_a, support, body):
    assert support.post_json(path(estate_a.homeowner), body).status_code == 400


def test_looking_is_read_only_unless_the_tenant_allows_more(estate_a, support, visit, anonymous, platform):
    refused = visit.send("DELETE", SESSIONS)
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    with platform():
        Tenant.objects.filter(pk=estate_a.tenant.pk).update(support_may_write=True)
    writing = bearer(anonymous, support.post_json(path(estate_a.homeowner), REASON))
    assert writing.send("DELETE", SESSIONS).status_code == 204


def test_stop_ends_it_at_once_and_keeps_ones_own_session(estate_a, support, visit):
    assert visit.get(ME).status_code == 200
    assert support.post_json(STOP).status_code == 204
    assert visit.get(ME).json()["code"] == "session_ended"
    assert support.get("/api/auth/me").status_code == 200


def test_start_and_stop_give_the_staff_session_a_new_key(estate_a, support):
    keys = [support.cookies["openhouse"].value]
    support.post_json(path(estate_a.homeowner), REASON)
    keys.append(support.cookies["openhouse"].value)
    support.post_json(STOP)
    keys.append(support.cookies["openhouse"].value)
    assert len(set(keys)) == 3


@pytest.mark.parametrize(
    "end",
    [
        "UPDATE security.sessions SET ended_at = now() WHERE subject_id = %s AND kind = 'staff'",
        "UPDATE staff SET is_active = false WHERE id = %s",
        "UPDATE staff SET role = 'developer' WHERE id = %s",
        "UPDATE security.sessions SET expires_at = now() WHERE impersonator_id = %s",
    ],
)
def test_it_lives_no_longer_than_the_right_to_it(estate_a, visit, superuser, end):
    assert visit.get(ME).status_code == 200
    superuser.execute(end, [estate_a.admin.pk])
    assert visit.get(ME).status_code == 401


def test_both_people_stand_in_every_row(estate_a, support, visit, superuser):
    visit.get(ME)
    support.post_json(STOP)
    admin, homeowner, tenant = estate_a.admin.pk, estate_a.homeowner.pk, estate_a.tenant.pk
    assert events(superuser, estate_a.homeowner) == [
        ("impersonation.started", admin, None, tenant),
        ("impersonation.used", homeowner, admin, tenant),
        ("impersonation.stopped", admin, None, tenant),
    ]


def test_homeowner_sees_that_support_looked_and_may_end_it(estate_a, visit, as_homeowner):
    own = as_homeowner(estate_a.homeowner)
    [seen] = own.get(VISITS).json()["results"]
    assert seen["reason"] == REASON["reason"]
    assert as_homeowner(estate_a.partner).get(VISITS).json()["results"] == []
    [support] = [row for row in own.get(SESSIONS).json()["results"] if row["support"]]
    assert own.send("DELETE", f"{SESSIONS}/{support['id']}").status_code == 204
    assert visit.get(ME).status_code == 401


def test_trail_does_not_hold_the_reason(estate_a, visit, superuser):
    rows = superuser.execute("SELECT request_payload::text FROM audit_log WHERE tenant_id = %s", [estate_a.tenant.pk])
    assert not any("phone" in text for (text,) in rows.fetchall())
