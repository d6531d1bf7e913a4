"""Where each home stands, from no card to somebody signed in, and who of all homes a builder sees."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

LIST = "/api/developers/homeowners"


def of(development):
    return f"/api/developers/developments/{development.id}/homeowners"


def told(client, unit, path=LIST):
    (row,) = [row for row in client.get(path).json()["results"] if row["unit"] == str(unit.id)]
    return row


def state(client, unit):
    return told(client, unit)["state"]


def test_a_home_goes_from_no_card_to_somebody_signed_in_and_back(estate_a, as_staff, join, superuser):
    client, unit = as_staff(estate_a.builder), estate_a.unit
    card = f"/api/developers/units/{unit.id}/enrolment"
    assert state(client, unit) == "none"
    code = client.post_json(card).json()["short_code"]
    assert state(client, unit) == "issued"
    client.get(f"/api/developers/developments/{estate_a.development.id}/qr-sheet")
    assert state(client, unit) == "printed"
    join(code)
    row = told(client, unit)
    assert row["state"] == "active"
    assert [(person["name"], person["signed_in"]) for person in row["people"]] == [
        (estate_a.homeowner.name, True),
        (estate_a.partner.name, False),
    ]
    client.delete(f"/api/developers/homeowners/{estate_a.homeowner.id}/sessions")
    assert state(client, unit) == "scanned"
    client.delete(card)
    assert state(client, unit) == "ended"
    client.post_json(card)
    assert state(client, unit) == "scanned"
    superuser.execute("UPDATE enrolment_codes SET expires_at = now() WHERE unit_id = %s", [unit.pk])
    assert state(client, unit) == "ended"
    client.post_json(card)
    for person in (estate_a.homeowner, estate_a.partner):
        client.patch_json(f"/api/developers/homeowners/{person.id}", {"active": False})
    assert state(client, unit) == "ended"


def test_supports_look_at_a_home_does_not_make_it_active(estate_a, as_staff):
    look = {"reason": "They asked for help by phone."}
    assert as_staff(estate_a.admin).post_json(f"/api/admin/homeowners/{estate_a.homeowner.id}/impersonate", look)
    assert state(as_staff(estate_a.admin), estate_a.unit) == "none"


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({"search": "aoife"}, ["2"]),
        ({"search": "AOIFE@EXAMPLE"}, ["2"]),
        ({"search": "1 Oak"}, ["1"]),
        ({"search": "%"}, []),
        ({"state": "issued"}, ["1"]),
        ({"state": "none"}, ["2"]),
        ({"state": "none", "search": "1 Oak"}, []),
    ],
)
def test_homes_are_found_by_their_state_their_number_and_their_people(estate_a, as_staff, query, numbers):
    client = as_staff(estate_a.builder)
    client.patch_json(
        f"/api/developers/homeowners/{estate_a.neighbour.id}", {"name": "Aoife Byrne", "email": "aoife@example.test"}
    )
    client.post_json(f"/api/developers/units/{estate_a.unit.id}/enrolment")
    for path in (LIST, of(estate_a.development)):
        assert [row["unit_number"] for row in client.get(path, query).json()["results"]] == numbers


def test_a_builder_sees_the_homes_of_their_developments_and_an_admin_all_of_the_tenant(estate_a, estate_b, as_staff):
    def seen(person, **query):
        return {row["unit"] for row in as_staff(person).get(LIST, query).json()["results"]}

    own, far = {str(estate_a.unit.id), str(estate_a.sibling_unit.id)}, {str(estate_a.far_unit.id)}
    assert seen(estate_a.builder) == own
    assert seen(estate_a.sibling_builder) == far
    assert seen(estate_a.admin) == own | far
    assert seen(estate_a.admin, development=str(estate_a.sibling_development.id)) == far
    for path, query in ((LIST, {"development": str(estate_b.development.id)}), (of(estate_b.development), {})):
        assert as_staff(estate_a.admin).get(path, query).status_code == 404
    assert as_staff(estate_a.admin).get(LIST, {"development": str(uuid4())}).status_code == 404


def test_who_is_signed_in_at_another_builder_is_not_told(estate_a, estate_b, as_homeowner, superuser, app_login):
    as_homeowner(estate_b.homeowner)
    app_login.execute("SET ROLE openhouse_developer")
    assert app_login.execute("SELECT * FROM security.signed_in_residents()").fetchall() == []


def test_pages_go_on_where_the_last_ended_and_cost_the_same(estate_a, as_staff):
    client = as_staff(estate_a.builder)

    def asked(size):
        with CaptureQueriesContext(connection) as captured:
            page = client.get(LIST, {"page_size": size}).json()
        return len(captured), page

    (few, page), (many, both) = asked(1), asked(2)
    assert few == many
    following = client.get(page["next"].split("testserver", 1)[1]).json()
    assert page["results"] + following["results"] == both["results"]
    assert [row["unit_number"] for row in both["results"]] == ["1", "2"]
