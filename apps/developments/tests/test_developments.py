"""Builders see and keep their estates; what lies outside is as if it did not exist."""

from uuid import uuid4

import pytest

DEVELOPMENTS = "/api/developers/developments"


def events(superuser, tenant):
    rows = superuser.execute("SELECT event, request_payload FROM audit_log WHERE tenant_id = %s", [tenant.id])
    return dict(rows.fetchall())


def without_instance(response):
    return {k: v for k, v in response.json().items() if k != "instance"}


def test_a_builder_lists_own_developments_and_an_admin_all_of_the_tenant(estate_a, estate_b, as_staff):
    def names(person):
        return [row["name"] for row in as_staff(person).get(DEVELOPMENTS).json()["results"]]

    assert names(estate_a.builder) == ["Oak Park"]
    assert names(estate_a.sibling_builder) == ["Elm Court"]
    assert names(estate_a.admin) == ["Elm Court", "Oak Park"]


def test_a_builder_changes_name_and_contacts_and_the_slug_stays(estate_a, as_staff, superuser):
    path = f"{DEVELOPMENTS}/{estate_a.development.id}"
    client = as_staff(estate_a.builder)
    changed = client.patch_json(path, {"name": "Oak Park South", "site_office": "01 555 0199"})
    assert changed.status_code == 200, changed.content
    read = client.get(path).json()
    assert (read["name"], read["site_office"]) == ("Oak Park South", "01 555 0199")
    assert read["slug"] == estate_a.development.slug
    assert events(superuser, estate_a.tenant)["development.changed"] == {"fields": ["name", "site_office"]}


@pytest.mark.parametrize("body", [{"slug": "x"}, {"tenant_id": str(uuid4())}, {"archived_at": None}, {"name": ""}])
def test_what_cannot_be_changed_is_refused(estate_a, as_staff, body):
    refused = as_staff(estate_a.builder).patch_json(f"{DEVELOPMENTS}/{estate_a.development.id}", body)
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")


def test_a_house_type_is_made_once(estate_a, as_staff, superuser):
    path = f"{DEVELOPMENTS}/{estate_a.development.id}/house-types"
    client = as_staff(estate_a.builder)
    body = {
        "code": "BD03",
        "name": "The Rowan",
        "bedrooms": 4,
        "floor_area_m2": "121.50",
        "rooms": [
            {"name": "Kitchen", "length_m": "4.10", "width_m": "3.20", "area_m2": None},
            {"name": "Hall", "length_m": "5.00", "width_m": "2.00", "area_m2": "9.50"},
        ],
    }
    made = client.post_json(path, body)
    assert made.status_code == 201, made.content
    assert made.json().items() >= body.items()
    again = client.post_json(path, body)
    assert (again.status_code, again.json()["errors"][0]["code"]) == (400, "duplicate")
    assert [row["code"] for row in client.get(path).json()["results"]] == ["BD01", "BD02", "BD03"]
    assert events(superuser, estate_a.tenant)["house_type.created"] == {"house_type": "BD03"}


@pytest.mark.parametrize("change", [{"code": "<b>"}, {"bedrooms": -1}, {"bedrooms": 10**9}, {"rooms": "Kitchen"}])
def test_a_house_type_out_of_form_is_refused(estate_a, as_staff, change):
    path = f"{DEVELOPMENTS}/{estate_a.development.id}/house-types"
    assert as_staff(estate_a.builder).post_json(path, {"code": "BD09"} | change).status_code == 400


def test_a_home_is_made_read_and_changed(estate_a, as_staff, superuser):
    client = as_staff(estate_a.builder)
    body = {"unit_number": "3A", "address": "3A Oak Park", "house_type": "BD02", "eircode": "D02 X285"}
    made = client.post_json(f"{DEVELOPMENTS}/{estate_a.development.id}/units", body)
    assert made.status_code == 201, made.content
    path = made.headers["Location"]
    assert client.get(path).json() == made.json()
    assert made.json().items() >= body.items()
    changed = client.patch_json(path, {"house_type": "BD01"})
    assert changed.json()["house_type"] == "BD01"
    seen = events(superuser, estate_a.tenant)
    assert seen["unit.created"] == {"house_type": "BD02"}
    assert seen["unit.changed"] == {"fields": ["house_type_code"]}


def test_an_unknown_house_type_is_answered_with_those_that_are_known(estate_a, as_staff):
    client = as_staff(estate_a.builder)
    body = {"unit_number": "9", "address": "9 Oak Park", "house_type": "BD77"}
    for refused in (
        client.post_json(f"{DEVELOPMENTS}/{estate_a.development.id}/units", body),
        client.patch_json(f"/api/developers/units/{estate_a.unit.id}", {"house_type": "BD77"}),
    ):
        error = refused.json()["errors"][0]
        assert (refused.status_code, error["field"], error["code"]) == (400, "house_type", "unknown_house_type")
        assert "BD01, BD02" in error["message"]


def test_a_number_is_taken_in_its_own_development_only(estate_a, as_staff):
    body = {"unit_number": "2", "address": "2 Oak Park", "house_type": "BD01"}
    client = as_staff(estate_a.admin)
    taken = client.post_json(f"{DEVELOPMENTS}/{estate_a.development.id}/units", body)
    moved = client.patch_json(f"/api/developers/units/{estate_a.unit.id}", {"unit_number": "2"})
    for refused in (taken, moved):
        error = refused.json()["errors"][0]
        assert (refused.status_code, error["field"], error["code"]) == (400, "unit_number", "duplicate")
    assert client.post_json(f"{DEVELOPMENTS}/{estate_a.sibling_development.id}/units", body).status_code == 201


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", ["1", "2"]),
        ("?house_type=BD02", ["2"]),
        ("?search=2%20oak", ["2"]),
        ("?search=%25", []),
        ("?search=none", []),
    ],
)
def test_homes_are_filtered(estate_a, as_staff, query, numbers):
    found = as_staff(estate_a.builder).get(f"{DEVELOPMENTS}/{estate_a.development.id}/units{query}").json()
    assert [row["unit_number"] for row in found["results"]] == numbers


def test_pages_of_homes_cover_all_of_them_once(estate_a, as_staff):
    client = as_staff(estate_a.builder)
    path = f"{DEVELOPMENTS}/{estate_a.development.id}/units"
    for number in range(10, 15):
        client.post_json(path, {"unit_number": str(number), "address": "x", "house_type": "BD01"})
    seen, following = [], f"{path}?page_size=3"
    while following:
        page = client.get(following).json()
        seen += [row["unit_number"] for row in page["results"]]
        following = page["next"]
    assert seen == ["1", "10", "11", "12", "13", "14", "2"]


@pytest.mark.parametrize("query", ["?unit=1", "?page_size=0", "?cursor=bz14", "?cursor=cD0AeA==", "?search=a&search=b"])
def test_a_query_out_of_form_is_refused(estate_a, as_staff, query):
    for part in ("units", "house-types"):
        path = f"{DEVELOPMENTS}/{estate_a.development.id}/{part}{query}"
        assert as_staff(estate_a.builder).get(path).status_code == 400


def test_what_is_out_of_reach_answers_as_what_does_not_exist(estate_a, estate_b, as_staff, forget_limits):
    unit = {"unit_number": "8", "address": "x", "house_type": "BD01"}
    calls = [
        ("GET", "developments/{development}", None),
        ("PATCH", "developments/{development}", {"name": "Mine"}),
        ("GET", "developments/{development}/house-types", None),
        ("POST", "developments/{development}/house-types", {"code": "X1"}),
        ("GET", "developments/{development}/units", None),
        ("POST", "developments/{development}/units", unit),
        ("GET", "units/{unit}", None),
        ("PATCH", "units/{unit}", {"address": "Mine"}),
    ]
    own = {"development": estate_a.development.id, "unit": estate_a.unit.id}
    foreign = [
        {"development": estate_b.development.id, "unit": estate_b.unit.id},
        {"development": estate_a.sibling_development.id, "unit": estate_a.far_unit.id},
    ]
    for method, path, body in calls:
        forget_limits()
        client = as_staff(estate_a.builder)
        assert client.send(method, f"/api/developers/{path}".format(**own), body).status_code < 300
        random = client.send(method, f"/api/developers/{path}".format(development=uuid4(), unit=uuid4()), body)
        for ids in foreign:
            refused = client.send(method, f"/api/developers/{path}".format(**ids), body)
            assert refused.status_code == random.status_code == 404
            assert without_instance(refused) == without_instance(random)


def test_lists_ask_the_database_equally_often_however_long_they_are(estate_a, as_staff):
    client = as_staff(estate_a.builder)
    path = f"{DEVELOPMENTS}/{estate_a.development.id}/units"

    def asked():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    before = asked()
    for number in range(20, 26):
        client.post_json(path, {"unit_number": str(number), "address": "x", "house_type": "BD01"})
    assert asked() == before
