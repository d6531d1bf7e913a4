"""A builder's list becomes homes with their people: all of it or nothing, the same twice, and never a row in silence."""

import json
from typing import Any
from uuid import uuid4

import pytest

from apps.developments.models import Unit
from apps.homeowners.models import Homeowner

from . import lists

COUNTS = ("rows", "inserted", "updated", "unchanged", "failed")


def counts(body: dict[str, Any]) -> list[int]:
    return [body[name] for name in COUNTS]


@pytest.fixture
def builder(estate_a, as_staff):
    return as_staff(estate_a.builder)


@pytest.fixture
def present(estate_a, platform):
    """What the development has: homes by number, and the names in each."""

    def look(development=None):
        with platform():
            rows = Unit.objects.filter(development=development or estate_a.development).prefetch_related("homeowners")
            people = Homeowner.objects.order_by("created_at", "id")
            homes = {home.unit_number: home for home in rows}
            names = {n: [p.name for p in people.filter(unit=home)] for n, home in homes.items()}
            return homes, names

    return look


def test_75_homes_with_odd_headers_are_judged_row_by_row(estate_a, builder, present):
    response = lists.send(builder, estate_a.development, lists.as_csv(lists.the_75()), dry_run="true", only_valid="true")
    assert response.status_code == 200, response.content
    body = response.json()
    assert counts(body) == [75, 73, 0, 0, 2]
    assert body["id"] is None
    unknown, duplicate = body["errors"]
    assert (unknown["row"], unknown["column"], unknown["code"]) == (lists.UNKNOWN_TYPE_ROW, "House  Type", "unknown_house_type")
    assert "BD01, BD02" in unknown["message"]
    assert (duplicate["row"], duplicate["column"], duplicate["code"]) == (lists.DUPLICATE_EMAIL_ROW, "E-Mail", "duplicate_email")
    assert "33" in duplicate["message"]
    fields = {column["column"]: column["field"] for column in body["columns"]}
    assert fields["UNIT_NO"] == "unit_number"
    assert fields["Notes"] is None
    assert set(present()[0]) == {"1", "2"}


def test_one_error_keeps_all_back_and_the_good_rows_go_in_when_asked_for(estate_a, builder, present, superuser):
    refused = lists.send(builder, estate_a.development, lists.as_csv(lists.the_75())).json()
    assert counts(refused) == [75, 0, 0, 0, 2]
    assert (refused["written"], refused["state"]) == (False, "checked")
    assert set(present()[0]) == {"1", "2"}
    written = lists.send(builder, estate_a.development, lists.as_csv(lists.the_75()), only_valid="true").json()
    assert counts(written) == [75, 73, 0, 0, 2]
    assert (written["written"], written["state"]) == (True, "done")
    homes, names = present()
    assert len(homes) == 75
    assert homes["03"].address == "3 Páirc na Darach, Baile Átha Cliath"
    assert (homes["03"].house_type_code, homes["03"].bedrooms, str(homes["03"].floor_area_m2)) == ("BD01", 3, "112.50")
    assert (homes["04"].house_type_code, homes["04"].eircode) == ("BD02", "D02 X285")
    assert str(homes["04"].floor_area_m2) == "111.95"
    assert names["03"] == ["Órla Mac Giolla Phádraig", "Fionnuala Mac Giolla Phádraig"] or len(names["03"]) == 2
    assert superuser.execute(
        "SELECT request_payload FROM audit_log WHERE tenant_id = %s AND event = 'units.imported'", [estate_a.tenant.pk]
    ).fetchall() == [({"rows": 75, "inserted": 73, "updated": 0, "unchanged": 0, "failed": 2, "only_valid": True},)]
