"""Who works on a development, seen from the development. Administrators reach all of them without being members."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from apps.core import rbac
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.tenants import selectors as tenants
from apps.tenants.models import Staff, StaffRole
from apps.tenants.services import staff_change

from . import selectors
from .models import Development


def members_of(principal: Principal, development_id: UUID) -> QuerySet[Staff]:
    """
    Raises:
        NotFound: no such development within reach.
    """
    estate = selectors.development(principal, development_id)
    return _staff_of(principal, estate).filter(memberships__development=estate)


def assignable(principal: Principal, development_id: UUID) -> QuerySet[Staff]:
    """Active builders of the tenant who do not work on the development yet."""
    estate = selectors.development(principal, development_id)
    rbac.check(principal, Permission.STAFF_MANAGE, estate)
    builders = _staff_of(principal, estate).filter(role=StaffRole.DEVELOPER, is_active=True)
    return builders.exclude(memberships__development=estate)


@transaction.atomic
def member_add(principal: Principal, *, development_id: UUID, staff_id: UUID) -> Staff:
    """
    Raises:
        NotFound: no such development or person within reach.
    """
    return _with(principal, development_id, staff_id, adding=True)


@transaction.atomic
def member_remove(principal: Principal, *, development_id: UUID, staff_id: UUID) -> None:
    """
    Raises:
        NotFound: as `member_add`.
    """
    _with(principal, development_id, staff_id, adding=False)


def _with(principal: Principal, development_id: UUID, staff_id: UUID, *, adding: bool) -> Staff:
    estate = selectors.development(principal, development_id)
    rbac.check(principal, Permission.STAFF_MANAGE, estate)
    person = selectors.found(_staff_of(principal, estate), staff_id)
    present = set(tenants.development_ids_of(person))
    wanted = present | {estate.pk} if adding else present - {estate.pk}
    if wanted == present:
        return person
    return staff_change(principal, staff_id=person.pk, development_ids=wanted)


def _staff_of(principal: Principal, estate: Development) -> QuerySet[Staff]:
    return tenants.staff_of(principal).filter(tenant_id=estate.tenant_id).order_by("name", "id")
