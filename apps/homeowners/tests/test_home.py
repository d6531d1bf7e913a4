"""What a homeowner sees of themselves, and the sessions they can end."""

from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.core import row_security
from apps.developments.models import HouseType, Unit
from apps.homeowners.models import Homeowner

from .conftest import same

SESSIONS = "/api/homeowner/sessions"


@pytest.fixture
def devices(code, join, anonymous):
    """Clients of two devices of one household."""

    def device(name):
        access = join(code, device_name=name).json()["access"]
        client = anonymous()
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {access}"
        return client

    return device("Phone"), device("Tablet")


def test_a_homeowner_sees_their_own_home(estate_a, as_homeowner):
    answer = as_homeowner(estate_a.neighbour).get("/api/homeowner/me")
    assert answer.json() == {
        "name": estate_a.neighbour.name,
        "home": {"unit_number": "2", "address": "2 Oak Park", "house_type": "BD02", "development": "Oak Park"},
        "design": {"name": "Type BD02", "bedrooms": 3, "floor_area_m2": None, "rooms": []},
        "theme": {
            "builder": estate_a.tenant.name,
            "product_name": None,
            "brand": None,
            "on_brand": None,
            "accent": None,
            "logo": None,
            "stylesheet": None,
        },
        "contacts": {"emergency": "", "site_office": "01 555 0100", "management_company": ""},
        "impersonated": False,
    }


def test_the_sessions_are_the_household_persons_own(estate_a, devices, as_homeowner):
    as_homeowner(estate_a.partner)
    listed = devices[1].get(SESSIONS).json()
    assert [(row["device"], row["current"]) for row in listed["results"]] == [("Tablet", True), ("Phone", False)]
    assert (listed["next"], listed["previous"]) == (None, None)


def test_ending_one_device_leaves_the_other(estate_a, devices, trail):
    phone, tablet = devices
    [ended] = [row["id"] for row in tablet.get(SESSIONS).json()["results"] if not row["current"]]
    assert tablet.delete(f"{SESSIONS}/{ended}").status_code == 204
    gone = phone.get("/api/homeowner/me")
    assert (gone.status_code, gone.json()["code"]) == (401, "session_ended")
    assert tablet.get("/api/homeowner/me").status_code == 200
    assert trail.of(estate_a.tenant.id, "session.ended") == [{"session": ended, "reason": "ended by homeowner"}]


def test_signing_out_everywhere_ends_this_device_too(devices, settings):
    answer = devices[0].delete(SESSIONS)
    assert answer.status_code == 204
    assert answer.cookies[settings.HOMEOWNER_COOKIE_NAME]["max-age"] == 0
    assert [device.get(SESSIONS).json()["code"] for device in devices] == ["session_ended"] * 2


def test_nobody_ends_the_session_of_another(estate_a, estate_b, devices, as_homeowner, me):
    [own] = [row["id"] for row in devices[0].get(SESSIONS).json()["results"] if row["current"]]
    for other in (estate_a.partner, estate_a.neighbour, estate_a.stranger, estate_b.homeowner):
        client = as_homeowner(other)
        assert same(client.delete(f"{SESSIONS}/{own}"), client.delete(f"{SESSIONS}/{uuid4()}"))
    assert devices[0].get(SESSIONS).status_code == 200
    assert devices[0].delete(f"{SESSIONS}/{own}").status_code == 204


def test_a_deactivated_person_is_out_at_once_and_for_good(estate_a, devices, as_staff, join, card):
    path = f"/api/developers/homeowners/{estate_a.homeowner.id}"
    builder = as_staff(estate_a.builder)
    assert builder.patch_json(path, {"active": False}).json()["active"] is False
    assert devices[0].get("/api/homeowner/me").json()["code"] == "session_ended"
    assert builder.patch_json(path, {"active": True}).status_code == 200
    assert devices[0].get("/api/homeowner/me").json()["code"] == "session_ended"
    assert join(card["short_code"]).json()["name"] == estate_a.homeowner.name


def test_a_person_who_moved_is_out_of_the_old_home(estate_a, devices, platform):
    with platform():
        Homeowner.objects.filter(pk=estate_a.homeowner.pk).update(unit=estate_a.sibling_unit)
    assert devices[0].get("/api/homeowner/me").json()["code"] == "session_ended"


def test_a_removed_person_is_out_and_their_row_is_gone(estate_a, devices, as_staff, superuser):
    path = f"/api/developers/homeowners/{estate_a.homeowner.id}"
    assert as_staff(estate_a.builder).delete(path).status_code == 204
    assert devices[0].get("/api/homeowner/me").status_code == 401
    left = superuser.execute("SELECT count(*) FROM security.sessions WHERE subject_id = %s", [estate_a.homeowner.pk])
    assert left.fetchone() == (0,)


def test_a_home_of_another_type_changes_what_its_people_see_without_signing_them_out(estate_a, devices, as_staff):
    as_staff(estate_a.builder).patch_json(f"/api/developers/units/{estate_a.unit.id}", {"house_type": "BD02"})
    assert devices[0].get("/api/homeowner/me").json()["home"]["house_type"] == "BD02"


def test_the_database_itself_shows_a_homeowner_their_own_rows_only(estate_a, code, join):
    import jwt

    session = jwt.decode(join(code).json()["access"], options={"verify_signature": False})["sid"]
    with row_security.acting(session), transaction.atomic():
        assert set(Homeowner.objects.values_list("pk", flat=True)) == {estate_a.homeowner.pk}
        assert set(Unit.objects.values_list("pk", flat=True)) == {estate_a.unit.pk}
        assert set(HouseType.objects.values_list("code", flat=True)) == {"BD01"}


def test_the_first_call_asks_the_database_seldom(estate_a, as_homeowner):
    client = as_homeowner(estate_a.homeowner)
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/api/homeowner/me").status_code == 200
    assert len(captured) <= 7, [query["sql"] for query in captured]
