"""A home or a house type that was added by mistake can go; one that anything belongs to stays."""

import pytest

from openhouse.testing.papers import ready_document


def home(client, estate):
    body = {"unit_number": "99", "address": "99 Oak Park", "house_type": "BD01"}
    return client.post_json(f"/api/developers/developments/{estate.development.pk}/units", body).headers["Location"]


@pytest.mark.parametrize("who", ["builder", "admin"])
def test_a_home_nobody_needs_is_removed(estate_a, as_staff, superuser, who):
    client = as_staff(getattr(estate_a, who))
    path = home(client, estate_a)
    assert client.delete(path).status_code == 204
    assert client.get(path).status_code == client.delete(path).status_code == 404
    rows = superuser.execute(
        "SELECT count(*) FROM audit_log WHERE event = 'unit.removed' AND tenant_id = %s", [estate_a.tenant.pk]
    )
    assert rows.fetchone() == (1,)


def test_people_and_cards_keep_a_home(estate_a, as_staff):
    client = as_staff(estate_a.builder)
    carded = home(client, estate_a)
    assert client.post_json(f"{carded}/enrolment").status_code == 201
    for path in (carded, f"/api/developers/units/{estate_a.unit.pk}"):
        refused = client.delete(path)
        assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
        assert client.get(path).status_code == 200


def test_homes_of_others_are_not_there(estate_a, estate_b, as_staff):
    path = home(as_staff(estate_a.builder), estate_a)
    for person in (estate_b.admin, estate_a.sibling_builder):
        assert as_staff(person).delete(path).status_code == 404
    assert as_staff(estate_a.builder).get(path).status_code == 200


def types(estate):
    return f"/api/developers/developments/{estate.development.pk}/house-types"


@pytest.fixture
def house_type(estate_a, as_staff):
    """A house type that nothing is of."""
    made = as_staff(estate_a.builder).post_json(types(estate_a), {"code": "BD77"})
    return f"{types(estate_a)}/{made.json()['id']}"


@pytest.mark.parametrize("who", ["builder", "admin"])
def test_a_house_type_nothing_is_of_is_removed(estate_a, as_staff, superuser, house_type, who):
    client = as_staff(getattr(estate_a, who))
    assert client.get(house_type).json()["code"] == "BD77"
    assert client.delete(house_type).status_code == 204
    assert client.get(house_type).status_code == client.delete(house_type).status_code == 404
    rows = superuser.execute(
        "SELECT count(*) FROM audit_log WHERE event = 'house_type.removed' AND tenant_id = %s", [estate_a.tenant.pk]
    )
    assert rows.fetchone() == (1,)


@pytest.mark.parametrize("kept_by", ["home", "document", "answer", "notice"])
def test_what_is_for_a_house_type_keeps_it(estate_a, as_staff, house_type, kept_by):
    client, place = as_staff(estate_a.builder), types(estate_a).removesuffix("/house-types")
    if kept_by == "home":
        client.post_json(f"{place}/units", {"unit_number": "99", "address": "99 Oak Park", "house_type": "BD77"})
    if kept_by == "document":
        ready_document(estate_a, house_type_code="BD77")
    if kept_by == "answer":
        client.post_json(f"{place}/faq", {"question": "Which paint?", "answer": "Green.", "house_type": "BD77"})
    if kept_by == "notice":
        client.post_json(f"{place}/notices", {"title": "Water", "body": "Off at ten.", "house_type": "BD77"})
    refused = client.delete(house_type)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert client.get(house_type).status_code == 200


def test_house_types_of_others_are_not_there(estate_a, estate_b, as_staff, house_type):
    for person in (estate_b.admin, estate_a.sibling_builder):
        assert as_staff(person).delete(house_type).status_code == 404
    assert as_staff(estate_a.builder).get(house_type).status_code == 200
