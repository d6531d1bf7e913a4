"""The builders as tenants, and their staff with fresh passwords. Works in the platform's scope."""

import secrets
from collections.abc import Iterable, Iterator
from typing import TypedDict
from uuid import UUID

from apps.audit.operations import operating
from apps.core.identity import PLATFORM_TENANT, Principal, Role
from apps.demo.content.facts import Builder, Person
from apps.developments import selectors as developments
from apps.tenants import selectors, services

PASSWORD_BYTES = 12
COMMAND, REASON = "seed_demo", "seed the demo"


class Login(TypedDict):
    """`tenant` is a slug, empty for the platform."""

    role: str
    tenant: str
    email: str
    password: str


def make_tenants(builders: Iterable[Builder]) -> dict[str, UUID]:
    """Ids by slug, of tenants that are there now."""
    with operating(COMMAND, REASON) as platform:
        return {builder.slug: _tenant(platform, builder) for builder in builders}


def make_logins(builders: Iterable[Builder], operator: Person, tenants: dict[str, UUID]) -> list[Login]:
    """Everybody's sign-in. Passwords are new each time and kept nowhere but in the answer."""
    with operating(COMMAND, REASON) as platform:
        return list(_logins(platform, builders, operator, tenants))


def _tenant(platform: Principal, builder: Builder) -> UUID:
    known = selectors.tenants_of(platform).filter(slug=builder.slug).first()
    return (known or services.tenant_create(platform, name=builder.name, slug=builder.slug)).pk


def _logins(
    platform: Principal, builders: Iterable[Builder], operator: Person, tenants: dict[str, UUID]
) -> Iterator[Login]:
    yield _login(platform, PLATFORM_TENANT, "", Role.SUPER_ADMIN, operator)
    for builder in builders:
        yield _login(platform, tenants[builder.slug], builder.slug, Role.ADMIN, builder.admin)
        yield _login(platform, tenants[builder.slug], builder.slug, Role.DEVELOPER, builder.builder)


def _login(platform: Principal, tenant_id: UUID, slug: str, role: Role, person: Person) -> Login:
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    known = selectors.staff_of(platform).filter(tenant_id=tenant_id, email=person.email).first()
    if known:
        services.password_change(platform, staff_id=known.pk, password=password)
    else:
        services.staff_create(
            platform,
            tenant_id=tenant_id,
            email=person.email,
            name=person.name,
            role=role,
            password=password,
            development_ids=_development_ids(platform, tenant_id, person),
        )
    return Login(role=role.value, tenant=slug, email=person.email, password=password)


def _development_ids(platform: Principal, tenant_id: UUID, person: Person) -> list[UUID]:
    rows = developments.developments_of(platform).filter(tenant_id=tenant_id, slug__in=person.developments)
    return list(rows.values_list("pk", flat=True))
