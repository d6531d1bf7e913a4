"""How a further device comes into a home, as the builder has set it for the development."""

import pytest
from django.db import transaction

from apps.core import row_security
from apps.developments.models import Development
from apps.homeowners.models import Homeowner

REQUESTS = "/api/homeowner/device-requests"
TICKET = "/api/homeowner/session/ticket"


@pytest.fixture
def by(estate_a, as_staff):
    """`by("surname")` sets how further devices join."""

    def choose(joining):
        path = f"/api/developers/developments/{estate_a.development.pk}"
        assert as_staff(estate_a.builder).send("PATCH", path, {"joining": joining}).status_code == 200

    return choose


@pytest.fixture
def waiting(by, code, join):
    """The first device is in; the ticket of a second."""
    by("approved")
    assert join(code, device_name="First").status_code == 201
    second = join(code, device_name="Second")
    assert second.status_code == 202
    return second.json()


def tried(client, ticket):
    return client.post_json(TICKET, {"ticket": ticket})


def test_new_developments_let_a_signed_in_device_decide(estate_a, as_staff, platform):
    made = as_staff(estate_a.admin).post_json("/api/admin/developments", {"name": "Ash Grove"}).json()
    with platform():
        assert Development.objects.get(pk=made["id"]).joining == "approved"


def test_a_further_device_comes_in_when_a_signed_in_one_lets_it(waiting, estate_a, as_homeowner, anonymous):
    assert tried(anonymous(), waiting["ticket"]).status_code == 202
    home = as_homeowner(estate_a.homeowner)
    (request,) = home.get(REQUESTS).json()["results"]
    assert (request["device"], request["number"]) == ("Second", waiting["number"])
    assert home.post_json(f"{REQUESTS}/{request['id']}", {"allow": True}).status_code == 204
    entered = tried(anonymous(), waiting["ticket"])
    assert entered.status_code == 201
    me = anonymous().get("/api/homeowner/me", headers={"Authorization": f"Bearer {entered.json()['access']}"})
    assert me.json()["home"]["unit_number"] == estate_a.unit.unit_number
    assert tried(anonymous(), waiting["ticket"]).status_code == 404
    assert home.get(REQUESTS).json()["results"] == []


def test_a_refused_device_stays_outside(waiting, estate_a, as_homeowner, anonymous):
    home = as_homeowner(estate_a.homeowner)
    (request,) = home.get(REQUESTS).json()["results"]
    assert home.post_json(f"{REQUESTS}/{request['id']}", {"allow": False}).status_code == 204
    assert tried(anonymous(), waiting["ticket"]).status_code == 404
    assert home.post_json(f"{REQUESTS}/{request['id']}", {"allow": True}).status_code == 404


def test_neighbours_neither_see_nor_decide(waiting, estate_a, estate_b, as_homeowner, anonymous):
    home = as_homeowner(estate_a.homeowner)
    (request,) = home.get(REQUESTS).json()["results"]
    for other in (estate_a.neighbour, estate_b.homeowner):
        client = as_homeowner(other)
        assert client.get(REQUESTS).json()["results"] == []
        assert client.post_json(f"{REQUESTS}/{request['id']}", {"allow": True}).status_code == 404
    assert tried(anonymous(), waiting["ticket"]).status_code == 202


@pytest.mark.parametrize("ticket", ["", "x", "a:b:c", "\x00"])
def test_a_ticket_of_nobody_opens_nothing(waiting, anonymous, ticket):
    assert tried(anonymous(), ticket).status_code in (400, 404)
    assert tried(anonymous(), waiting["ticket"][:-2]).status_code == 404


def test_a_surname_lets_a_further_device_in(by, estate_a, code, join):
    by("surname")
    with row_security.service_scope(estate_a.tenant.pk, "test"), transaction.atomic():
        Homeowner.objects.filter(pk=estate_a.homeowner.pk).update(name="Seán Ó Súilleabháin")
    assert join(code).status_code == 201
    for surname in ("", "Murphy", "Seán"):
        refused = join(code, surname=surname)
        assert (refused.status_code, refused.json()["code"]) == (403, "surname_required")
        assert refused.json()["theme"]["builder"] == estate_a.tenant.name
    assert "theme" not in join("0000000000", surname="Murphy").json()
    assert join(code, surname="o suilleabhain").status_code == 201
    assert join(code, surname="SÚILLEABHÁIN").status_code == 201


def test_the_card_alone_is_enough_where_the_builder_says_so(by, code, join):
    by("card")
    assert [join(code).status_code for _ in range(3)] == [201, 201, 201]


def test_a_home_in_which_nobody_is_signed_in_is_joined_by_its_card(waiting, estate_a, as_homeowner, code, join):
    assert as_homeowner(estate_a.homeowner).delete("/api/homeowner/sessions").status_code == 204
    assert join(code).status_code == 201
