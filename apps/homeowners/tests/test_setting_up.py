"""What a command or a seed does to set up an estate, through the services alone."""

import pytest
from django.db import transaction

from apps.core import row_security
from apps.core.errors import Conflict, Invalid
from apps.developments import services as developments
from apps.homeowners import services as homeowners


def test_a_service_of_the_tenant_sets_up_an_estate_with_its_people_and_cards(estate_a):
    tenant = estate_a.tenant
    with row_security.service_scope(tenant.id, "test") as principal, transaction.atomic():
        made = developments.development_create(principal, name="Ash Grove", address="Ash Lane")
        again = developments.development_create(principal, name="Ash Grove")
        developments.house_type_create(principal, development_id=made.id, code="H1", bedrooms=3)
        home = developments.unit_create(
            principal, development_id=made.id, unit_number="7", address="7 Ash Lane", house_type_code="H1"
        )
        person = homeowners.homeowner_create(principal, unit_id=home.id, name="Aoife", email="a@example.test")
        card = homeowners.enrolment_issue(principal, unit_id=home.id)
    assert (made.slug, again.slug) == ("ash-grove", "ash-grove-2")
    assert (person.tenant_id, person.unit_id) == (tenant.id, home.id)
    assert card.url.startswith("http://127.0.0.1:8000/join/")
    assert card.url.rpartition("/")[2] != card.short_code


def test_the_platform_makes_no_development_before_it_chooses_a_tenant(platform):
    with platform() as principal, pytest.raises(Conflict, match="Choose a tenant"):
        developments.development_create(principal, name="Nowhere")


def test_a_refused_number_leaves_the_transaction_usable(estate_a):
    with row_security.service_scope(estate_a.tenant.id, "test") as principal, transaction.atomic():
        taken = {"development_id": estate_a.development.id, "unit_number": "1", "address": "x"}
        with pytest.raises(Invalid):
            developments.unit_create(principal, **taken, house_type_code="BD01")
        made = developments.unit_create(principal, **taken | {"unit_number": "99"}, house_type_code="BD01")
    assert made.unit_number == "99"
