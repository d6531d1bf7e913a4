"""Seeing and ending sessions: one's own, and for administrators those of their tenant's people."""

from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection

from apps.core import row_security
from apps.core.gate import Credential, admit
from apps.core.rate_limiter import RatePolicy
from apps.tenants.sessions import hashed
from openhouse.testing.estates import PASSWORD

OWN, ALL = "/api/auth/sessions", "/api/admin/sessions"
BACKDATE = "UPDATE security.sessions SET {column} = {column} - %s::interval WHERE id = %s"


def is_live(client):
    return client.get("/api/auth/me").status_code == 200


def session_of(client):
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    return admit(Credential("staff", secret_hash=hashed(cookie)), "10.0.0.1", RatePolicy.PUBLIC).principal.session


def listed(client, path=OWN):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.json()["results"]


def ended_rows(superuser, session):
    return superuser.execute(
        "SELECT actor_id, tenant_id, request_payload ->> 'reason' FROM audit_log"
        " WHERE event = 'session.ended' AND request_payload ->> 'session' = %s",
        [str(session)],
    ).fetchall()


def test_list_shows_ones_own_sessions_and_marks_the_one_that_asks(estate_a, as_staff):
    one, other = as_staff(estate_a.builder), as_staff(estate_a.builder)
    as_staff(estate_a.admin)
    rows = listed(one)
    assert {row["id"]: row["current"] for row in rows} == {
        str(session_of(one)): True,
        str(session_of(other)): False,
    }
    assert rows[0]["device"] == "test"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0", "Edge, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (unheard of)", "Browser"),
        ("curl/8.5.0", "curl/8.5.0"),
        ("x" * 500, "x" * 120),
    ],
)
def test_device_is_named_as_people_know_it(estate_a, anonymous, agent, name):
    client, body = anonymous(), {"email": estate_a.builder.email, "password": PASSWORD}
    assert client.post_json("/api/auth/login", body, headers={"User-Agent": agent}).status_code == 200
    assert [row["device"] for row in listed(client)] == [name]


def test_change_of_tenant_ends_the_persons_sessions(estate_a, estate_b, as_staff, superuser):
    moved, bystander = as_staff(estate_a.admin), as_staff(estate_a.builder)
    superuser.execute("UPDATE staff SET tenant_id = %s WHERE id = %s", [estate_b.tenant.pk, estate_a.admin.pk])
    assert (is_live(moved), is_live(bystander)) == (False, True)


@pytest.mark.parametrize("column", ["expires_at", "seen_at"])
def test_expired_and_idle_sessions_are_not_listed(estate_a, as_staff, superuser, column):
    one, other = as_staff(estate_a.builder), as_staff(estate_a.builder)
    superuser.execute(BACKDATE.format(column=column), ["9 hours", session_of(other)])
    assert len(listed(one)) == 1


def test_one_of_ones_own_is_ended_at_once_and_recorded(estate_a, as_staff, superuser):
    one, other = as_staff(estate_a.builder), as_staff(estate_a.builder)
    gone = session_of(other)
    assert one.send("DELETE", f"{OWN}/{gone}").status_code == 204
    assert (is_live(one), is_live(other)) == (True, False)
    assert ended_rows(superuser, gone) == [(estate_a.builder.pk, estate_a.tenant.pk, "ended by its owner")]
    assert one.send("DELETE", f"{OWN}/{gone}").status_code == 404


def test_all_others_end_together_and_none_is_no_error(estate_a, as_staff):
    one, others = as_staff(estate_a.builder), [as_staff(estate_a.builder) for _ in range(3)]
    assert one.send("DELETE", OWN).status_code == 204
    assert (is_live(one), [is_live(other) for other in others]) == (True, [False] * 3)
    assert one.send("DELETE", OWN).status_code == 204


def test_a_colleagues_session_is_like_none(estate_a, as_staff):
    colleague = as_staff(estate_a.admin)
    client = as_staff(estate_a.builder)
    bodies = [client.send("DELETE", f"{OWN}/{key}").json() for key in (session_of(colleague), uuid4())]
    assert {**bodies[0], "instance": ""} == {**bodies[1], "instance": ""}
    assert bodies[0]["code"] == "not_found"
    assert is_live(colleague)


def test_ending_the_session_at_hand_signs_out(estate_a, as_staff):
    client = as_staff(estate_a.builder)
    assert client.send("DELETE", f"{OWN}/{session_of(client)}").status_code == 204
    assert client.get("/api/auth/me").json()["code"] == "session_ended"


def test_operator_inside_a_tenant_still_sees_and_ends_their_own(estate_a, super_admin, as_staff):
    one, other = as_staff(super_admin), as_staff(super_admin)
    one.post_json("/api/admin/scope", {"tenant": estate_a.tenant.slug})
    assert len(listed(one)) == 2
    assert one.send("DELETE", f"{OWN}/{session_of(other)}").status_code == 204
    assert not is_live(other)
    assert str(super_admin.pk) not in {row["person"] for row in listed(one, ALL)}


def test_admin_sees_staff_and_homeowners_of_the_own_tenant_only(estate_a, estate_b, as_staff, as_homeowner):
    client = as_staff(estate_a.admin)
    as_staff(estate_a.builder), as_homeowner(estate_a.homeowner), as_staff(estate_b.admin)
    seen = {(row["kind"], row["person"], row["name"]) for row in listed(client, ALL)}
    assert seen == {
        ("staff", str(estate_a.admin.pk), estate_a.admin.name),
        ("staff", str(estate_a.builder.pk), estate_a.builder.name),
        ("homeowner", str(estate_a.homeowner.pk), estate_a.homeowner.name),
    }
    assert {row["person"] for row in listed(client, f"{ALL}?kind=homeowner")} == {str(estate_a.homeowner.pk)}
    assert {row["kind"] for row in listed(client, f"{ALL}?person={estate_a.builder.pk}")} == {"staff"}
    assert listed(client, f"{ALL}?person={estate_b.admin.pk}") == []


def test_pages_hold_each_session_once(estate_a, as_staff):
    client = as_staff(estate_a.admin)
    for _ in range(4):
        as_staff(estate_a.builder)
    found, url = [], f"{ALL}?page_size=2"
    while url:
        page = client.get(url).json()
        found += [row["id"] for row in page["results"]]
        url = page["next"]
    assert len(found) == len(set(found)) == 5
    assert client.get(f"{ALL}?cursor=made-up").status_code == 400


def test_number_of_queries_does_not_grow_with_the_list(estate_a, as_staff, django_assert_max_num_queries):
    client = as_staff(estate_a.admin)
    for person in (estate_a.builder, estate_a.sibling_builder) * 4:
        as_staff(person)
    with django_assert_max_num_queries(12, connection=connection):
        assert len(listed(client, ALL)) == 9


@pytest.mark.parametrize("kind", ["staff", "homeowner"])
def test_admin_ends_a_session_of_the_tenant(estate_a, as_staff, as_homeowner, superuser, kind):
    target = as_staff(estate_a.builder) if kind == "staff" else as_homeowner(estate_a.homeowner)
    path = "/api/auth/me" if kind == "staff" else "/api/homeowner/me"
    assert target.get(path).status_code == 200
    client = as_staff(estate_a.admin)
    (row,) = listed(client, f"{ALL}?kind={kind}" + ("" if kind == "homeowner" else f"&person={estate_a.builder.pk}"))
    assert client.send("DELETE", f"{ALL}/{row['id']}").status_code == 204
    assert target.get(path).json()["code"] == "session_ended"
    assert ended_rows(superuser, row["id"]) == [(estate_a.admin.pk, estate_a.tenant.pk, "ended by admin")]


def test_a_foreign_session_is_like_none(estate_a, estate_b, as_staff):
    foreign, client = as_staff(estate_b.admin), as_staff(estate_a.admin)
    bodies = [client.send("DELETE", f"{ALL}/{key}").json() for key in (session_of(foreign), uuid4())]
    assert {**bodies[0], "instance": ""} == {**bodies[1], "instance": ""}
    assert is_live(foreign)


def test_builders_end_no_sessions_of_others(estate_a, as_staff):
    target = as_staff(estate_a.admin)
    client = as_staff(estate_a.builder)
    assert client.get(ALL).status_code == 403
    assert client.send("DELETE", f"{ALL}/{session_of(target)}").status_code == 403
    assert is_live(target)


def test_session_is_kept_only_through_a_change_that_its_person_made(estate_a, as_staff, platform, superuser):
    """What the gate itself refuses: to move a session over a change that somebody else has made as well."""
    session = session_of(as_staff(estate_a.builder))
    arguments = [session, row_security.proof(f"keep:{session}")]
    superuser.execute("UPDATE security.subjects SET version = version + 2 WHERE id = %s", [estate_a.builder.pk])
    with platform(), connection.cursor() as cursor:
        cursor.execute("SELECT security.keep_session(%s, %s)", arguments)
        assert cursor.fetchone() == (False,)
