"""One tenant with everything a test may want to reach for: own, sibling and neighbour objects."""

from dataclasses import dataclass
from functools import cache
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction

from apps.core import row_security
from apps.core.identity import PLATFORM_TENANT
from apps.developments.models import Development, HouseType, Unit
from apps.homeowners.models import Homeowner
from apps.tenants.models import Membership, Staff, Tenant

PASSWORD = "correct horse battery staple"


@dataclass(frozen=True)
class Estate:
    """A tenant. `builder` works on `development` only, `sibling_builder` on `sibling_development` only.

    `unit` and `sibling_unit` are two homes of `development` with different house types (`BD01`, `BD02`); `homeowner`
    and `partner` live in the first, `neighbour` in the second, `stranger` in `sibling_development`.
    """

    tenant: Tenant
    admin: Staff
    builder: Staff
    sibling_builder: Staff
    development: Development
    sibling_development: Development
    unit: Unit
    sibling_unit: Unit
    far_unit: Unit
    homeowner: Homeowner
    partner: Homeowner
    neighbour: Homeowner
    stranger: Homeowner


@cache
def password_hash() -> str:
    return make_password(PASSWORD)


def create_super_admin() -> Staff:
    with row_security.service_scope(None, "test"), transaction.atomic():
        return _staff(Tenant(id=PLATFORM_TENANT), "super_admin")


def create_estate() -> Estate:
    with row_security.service_scope(None, "test"), transaction.atomic():
        name = uuid4().hex[:10]
        tenant = Tenant.objects.create(name=f"Builder {name}", slug=f"builder-{name}")
        development, sibling = _development(tenant, "Oak Park"), _development(tenant, "Elm Court")
        unit, other, far = _unit(development, "1", "BD01"), _unit(development, "2", "BD02"), _unit(sibling, "1", "BD01")
        builder, sibling_builder = _staff(tenant, "developer"), _staff(tenant, "developer")
        _member(builder, development)
        _member(sibling_builder, sibling)
        people = [_resident(unit), _resident(unit), _resident(other), _resident(far)]
        admin = _staff(tenant, "admin")
        return Estate(tenant, admin, builder, sibling_builder, development, sibling, unit, other, far, *people)


def _staff(tenant: Tenant, role: str) -> Staff:
    email = f"{role}-{uuid4().hex[:8]}@example.test"
    return Staff.objects.create(tenant=tenant, email=email, name=f"A {role}", role=role, password=password_hash())


def _development(tenant: Tenant, name: str) -> Development:
    development = Development.objects.create(
        tenant=tenant,
        name=name,
        slug=f"{name.replace(' ', '-').lower()}-{uuid4().hex[:4]}",
        site_office="01 555 0100",
        joining="card",
    )
    for code in ("BD01", "BD02"):
        HouseType.objects.create(tenant=tenant, development=development, code=code, name=f"Type {code}", bedrooms=3)
    return development


def _unit(development: Development, number: str, house_type_code: str) -> Unit:
    return Unit.objects.create(
        tenant_id=development.tenant_id,
        development=development,
        unit_number=number,
        address=f"{number} {development.name}",
        house_type_code=house_type_code,
    )


def _member(staff: Staff, development: Development) -> None:
    Membership.objects.create(tenant_id=staff.tenant_id, staff=staff, development=development)


def _resident(unit: Unit) -> Homeowner:
    return Homeowner.objects.create(
        tenant_id=unit.tenant_id, development_id=unit.development_id, unit=unit, name=f"Resident {uuid4().hex[:6]}"
    )
