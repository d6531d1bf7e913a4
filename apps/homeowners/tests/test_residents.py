"""Builders keep the people of their homes, and their cards; what lies outside is as if it did not exist."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from .conftest import same


def people(unit):
    return f"/api/developers/units/{unit.id}/homeowners"


def test_a_person_is_recorded_read_changed_and_removed(estate_a, as_staff, trail):
    client = as_staff(estate_a.builder)
    body = {"name": "Aoife Byrne", "email": "aoife@example.test", "phone": "+353 87 123 4567"}
    made = client.post_json(people(estate_a.unit), body)
    assert made.status_code == 201, made.content
    assert made.json().items() >= body.items() | {"unit": str(estate_a.unit.id), "active": True}.items()
    path = made.headers["Location"]
    assert client.get(path).json() == made.json()
    changed = client.patch_json(path, {"phone": "", "active": False}).json()
    assert (changed["phone"], changed["active"], changed["name"]) == ("", False, "Aoife Byrne")
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    assert trail.of(estate_a.tenant.id, "homeowner.created") == [{}]
    assert trail.of(estate_a.tenant.id, "homeowner.changed") == [{"fields": ["is_active", "phone"]}]
    assert trail.of(estate_a.tenant.id, "homeowner.removed") == [{}]


def test_the_trail_holds_nothing_of_a_person(estate_a, as_staff, trail, caplog, capfd):
    client = as_staff(estate_a.builder)
    body = {"name": "Zebulon Quirke", "email": "zebulon@example.test", "phone": "+353 87 000 1111"}
    path = client.post_json(people(estate_a.unit), body).headers["Location"]
    client.patch_json(path, {"name": "Zebulon Quirke-Nolan"})
    client.delete(path)
    written = trail.text() + caplog.text + "".join(capfd.readouterr())
    assert not [word for word in ("Zebulon", "Quirke", "zebulon@", "000 1111") if word in written]


def test_a_nameless_person_may_be_recorded(estate_a, as_staff):
    made = as_staff(estate_a.builder).post_json(people(estate_a.unit), {})
    assert (made.status_code, made.json()["name"]) == (201, "")


@pytest.mark.parametrize(
    "body",
    [{"email": "nobody"}, {"name": "x" * 121}, {"unit": str(uuid4())}, {"unit_id": str(uuid4())}, {"role": "admin"}],
)
def test_a_person_out_of_form_is_refused_on_every_way_in(estate_a, as_staff, body):
    client = as_staff(estate_a.builder)
    assert client.post_json(people(estate_a.unit), body).status_code == 400
    assert client.patch_json(f"/api/developers/homeowners/{estate_a.homeowner.id}", body).status_code == 400


def test_a_person_who_asked_questions_can_be_removed_by_a_builder(estate_a, as_staff, platform, superuser):
    home, person = estate_a.unit, estate_a.homeowner
    asked = superuser.execute(
        "INSERT INTO conversations (id, tenant_id, development_id, unit_id, homeowner_id, created_at)"
        " VALUES (gen_random_uuid(), %s, %s, %s, %s, now()) RETURNING id",
        [home.tenant_id, home.development_id, home.id, person.id],
    ).fetchone()
    assert as_staff(estate_a.builder).delete(f"/api/developers/homeowners/{person.id}").status_code == 204
    assert superuser.execute("SELECT 1 FROM conversations WHERE id = %s", asked).fetchone() is None


def test_a_card_is_shown_once_and_its_state_always(estate_a, as_staff, join, trail):
    client, path = as_staff(estate_a.builder), f"/api/developers/units/{estate_a.unit.id}/enrolment"
    assert client.get(path).status_code == 404
    issued = client.post_json(path)
    assert sorted(issued.json()) == ["expires_at", "short_code", "url"]
    assert issued.headers["Cache-Control"] == "no-store"
    join(issued.json()["short_code"])
    state = client.get(path).json()
    assert (state["scans"], state["expires_at"]) == (1, issued.json()["expires_at"])
    assert sorted(state) == ["created_at", "expires_at", "last_scan_at", "scans"]
    client.post_json(path)
    assert client.get(path).json()["scans"] == 0
    assert client.delete(path).status_code == client.delete(path).status_code == 204
    assert client.get(path).status_code == 404
    events = [trail.of(estate_a.tenant.id, f"enrolment.{name}") for name in ("issued", "replaced", "revoked")]
    assert [len(rows) for rows in events] == [1, 1, 1]


def test_a_card_takes_no_wishes(estate_a, as_staff):
    path = f"/api/developers/units/{estate_a.unit.id}/enrolment"
    assert as_staff(estate_a.builder).post_json(path, {"code": "ABC"}).status_code == 400


def test_what_is_out_of_reach_answers_as_what_does_not_exist(estate_a, estate_b, as_staff, forget_limits):
    calls = [
        ("GET", "units/{unit}/homeowners", None),
        ("POST", "units/{unit}/homeowners", {"name": "Mine"}),
        ("GET", "units/{unit}/enrolment", None),
        ("POST", "units/{unit}/enrolment", None),
        ("DELETE", "units/{unit}/enrolment", None),
        ("GET", "homeowners/{person}", None),
        ("PATCH", "homeowners/{person}", {"name": "Mine"}),
        ("DELETE", "homeowners/{person}", None),
    ]
    own = {"unit": estate_a.unit.id, "person": estate_a.homeowner.id}
    foreign = [
        {"unit": estate_b.unit.id, "person": estate_b.homeowner.id},
        {"unit": estate_a.far_unit.id, "person": estate_a.stranger.id},
    ]
    as_staff(estate_a.builder).post_json(f"/api/developers/units/{estate_a.unit.id}/enrolment")
    for method, path, body in calls:
        forget_limits()
        client = as_staff(estate_a.builder)

        def call(ids, client=client, method=method, path=path, body=body):
            return client.send(method, f"/api/developers/{path}".format(**ids), body)

        nowhere = call({"unit": uuid4(), "person": uuid4()})
        for ids in foreign:
            assert nowhere.status_code == 404
            assert same(call(ids), nowhere), (method, path)
        assert call(own).status_code < 300, (method, path)


def test_a_builder_sees_where_a_person_is_signed_in_and_ends_it(estate_a, card, as_staff, join, me, trail):
    client, path = as_staff(estate_a.builder), f"/api/developers/homeowners/{estate_a.homeowner.id}/sessions"
    accesses = [join(card["short_code"], device_name=name).json()["access"] for name in ("Phone", "Tablet")]
    rows = client.get(path).json()["results"]
    assert [(row["device"], row["current"]) for row in rows] == [("Tablet", False), ("Phone", False)]
    assert client.delete(f"{path}/{rows[0]['id']}").status_code == 204
    assert [me(access).status_code for access in accesses] == [200, 401]
    assert client.delete(path).status_code == 204
    assert me(accesses[0]).json()["code"] == "session_ended"
    assert {row["reason"] for row in trail.of(estate_a.tenant.id, "session.ended")} == {"ended by developer"}


def test_nobody_ends_sessions_through_another_person(estate_a, estate_b, card, as_staff, join, me):
    access = join(card["short_code"]).json()["access"]
    client, own = as_staff(estate_a.builder), "/api/developers/homeowners/{}/sessions"
    [row] = client.get(own.format(estate_a.homeowner.id)).json()["results"]
    for person in (estate_a.partner, estate_a.stranger, estate_b.homeowner):
        assert client.delete(f"{own.format(person.id)}/{row['id']}").status_code == 404
    for staff in (estate_a.sibling_builder, estate_b.builder, estate_b.admin):
        other = as_staff(staff)
        for refused in (
            other.get(own.format(estate_a.homeowner.id)),
            other.delete(own.format(estate_a.homeowner.id)),
            other.delete(f"{own.format(estate_a.homeowner.id)}/{row['id']}"),
        ):
            assert refused.status_code == 404
    assert me(access).status_code == 200


def test_cards_issued_at_once_leave_one_that_works(estate_a, as_staff, join):
    path = f"/api/developers/units/{estate_a.unit.id}/enrolment"

    def issue(_):
        try:
            return as_staff(estate_a.builder).post_json(path)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(issue, range(5)))
    assert {answer.status_code for answer in answers} == {201}
    assert sorted(join(answer.json()["short_code"]).status_code for answer in answers) == [201, 404, 404, 404, 404]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_neighbours_and_strangers_reach_no_builder_route(estate_a, as_homeowner, anonymous, method):
    path = people(estate_a.unit)
    assert as_homeowner(estate_a.homeowner).send(method, path).json()["code"] == "forbidden"
    assert anonymous().send(method, path).json()["code"] == "not_authenticated"


def test_the_list_of_people_asks_the_database_equally_often(estate_a, as_staff):
    client = as_staff(estate_a.builder)

    def asked():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(people(estate_a.unit)).status_code == 200
        return len(captured)

    before = asked()
    for number in range(5):
        client.post_json(people(estate_a.unit), {"name": f"Person {number}"})
    assert asked() == before
