"""Developments with their contacts, house types and homes, and who lives there."""

import random
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import TypedDict
from uuid import UUID

from apps.core.identity import Principal
from apps.demo.content.facts import FOLDER, Estate, Facts
from apps.developments import selectors, services
from apps.developments.models import Joining, Unit
from apps.homeowners import selectors as homeowners
from apps.homeowners import services as homeowner_services

EMPTY_EVERY = 5  # every fifth home is not sold yet
COUPLE_EVERY = 3


class JoinUrl(TypedDict):
    tenant: str
    unit: str
    url: str


def make_development(principal: Principal, estate: Estate) -> UUID:
    """The development with house types and homes; what is there stays, what has changed in the facts is brought up."""
    facts = estate.facts["development"]
    known = selectors.developments_of(principal).filter(slug=estate.slug).first()
    made = known or services.development_create(principal, name=facts["name"], address=facts["address"])
    # Whoever tries the demo joins a home from a browser and from a phone with the same card.
    changes = _contacts(estate.facts) | {"joining": Joining.CARD}
    services.development_update(principal, development_id=made.pk, changes=changes)
    _make_house_types(principal, made.pk, estate)
    _make_units(principal, made.pk, estate)
    return UUID(str(made.pk))


def make_residents(principal: Principal, estate: Estate, development_id: UUID) -> None:
    """Residents for homes that have none. Their names come of a fixed seed, so they are the same everywhere."""
    names = _names(estate.slug)
    for position, unit in enumerate(_units(principal, development_id), start=1):
        people = [next(names) for _ in range(2 if position % COUPLE_EVERY == 0 else 1)]
        if position % EMPTY_EVERY and not homeowners.homeowners_of(principal, unit.pk).exists():
            for number, name in enumerate(people, start=1):
                email = f"home-{unit.unit_number}-{number}@{estate.slug}.example"
                homeowner_services.homeowner_create(principal, unit_id=unit.pk, name=name, email=email, phone="")


def make_join_urls(principal: Principal, estate: Estate, development_id: UUID) -> Iterator[JoinUrl]:
    """A fresh card for the first home of each house type; the card before it stops working."""
    firsts = {house_type["units"][0] for house_type in estate.house_types}
    for unit in _units(principal, development_id):
        if unit.unit_number in firsts:
            card = homeowner_services.enrolment_issue(principal, unit_id=unit.pk)
            yield JoinUrl(tenant=estate.builder.slug, unit=f"{unit.unit_number} {estate.name}", url=card.url)


def _contacts(facts: Facts) -> dict[str, str]:
    care, management = facts["care"], facts["management"]
    return {
        "emergency_contact": f"Out of hours: {care['out_of_hours']}",
        "site_office": f"Customer care: {care['phone']}, {care['email']}, {care['hours']}",
        "management_company": f"{management['company']}, agent {management['agent']}, {management['phone']}",
    }


def _make_house_types(principal: Principal, development_id: UUID, estate: Estate) -> None:
    known = set(selectors.house_types_of(principal, development_id).values_list("code", flat=True))
    for house_type in estate.house_types:
        if house_type["code"] not in known:
            services.house_type_create(
                principal,
                development_id=development_id,
                code=house_type["code"],
                name=house_type["name"],
                bedrooms=house_type["bedrooms"],
                floor_area_m2=Decimal(house_type["floor_area"]),
                rooms=[_room(**room) for room in house_type["rooms"]],
            )


def _make_units(principal: Principal, development_id: UUID, estate: Estate) -> None:
    known = set(selectors.units_of(principal, development_id).values_list("unit_number", flat=True))
    for home in estate.homes():
        if home.number not in known:
            services.unit_create(
                principal,
                development_id=development_id,
                unit_number=home.number,
                address=home.address,
                house_type_code=home.house_type_code,
                eircode=home.eircode,
            )


def _units(principal: Principal, development_id: UUID) -> list[Unit]:
    return sorted(selectors.units_of(principal, development_id), key=lambda unit: int(unit.unit_number))


def _names(seed: str) -> Iterator[str]:
    names = tomllib.loads((FOLDER / "people.toml").read_text(encoding="utf-8"))
    pairs = list(product(names["given"], names["family"]))
    random.Random(seed).shuffle(pairs)
    return (f"{given} {family}" for given, family in pairs)


def _room(name: str, size: str) -> dict[str, str]:
    """From the size as the home sheet prints it: length, a sign, width."""
    length, _, width = size.removesuffix(" m").split()
    return {"name": name, "length_m": length, "width_m": width}
