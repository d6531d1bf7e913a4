"""Who works on a development, seen from the development. Administrators reach all of them without being members."""

from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.core import rbac
from apps.core.errors import Invalid
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
    estate = _managed(principal, development_id)
    builders = _staff_of(principal, estate).filter(role=StaffRole.DEVELOPER, is_active=True)
    return builders.exclude(memberships__development=estate)


@transaction.atomic
def member_add(principal: Principal, *, development_id: UUID, staff_id: UUID) -> Staff:
    """
    Raises:
        NotFound: no such development within reach.
        Invalid: nobody within reach is this person.
    """
    estate = _managed(principal, development_id)
    person = _staff_of(principal, estate).filter(pk=staff_id).first()
    if person is None:
        raise Invalid.field("person", "unknown", _("Nobody of your team is this person."))
    present = set(tenants.development_ids_of(person))
    if estate.pk in present:
        return person
    return staff_change(principal, staff_id=person.pk, development_ids=present | {estate.pk})


@transaction.atomic
def member_remove(principal: Principal, *, development_id: UUID, staff_id: UUID) -> None:
    """
    Raises:
        NotFound: no such development within reach, or nobody there is this person.
    """
    estate = _managed(principal, development_id)
    person = selectors.found(members_of(principal, estate.pk), staff_id)
    others = set(tenants.development_ids_of(person)) - {estate.pk}
    staff_change(principal, staff_id=person.pk, development_ids=others)


def _managed(principal: Principal, development_id: UUID) -> Development:
    estate = selectors.development(principal, development_id)
    rbac.check(principal, Permission.STAFF_MANAGE, estate)
    return estate


def _staff_of(principal: Principal, estate: Development) -> QuerySet[Staff]:
    return tenants.staff_of(principal).filter(tenant_id=estate.tenant_id).order_by("name", "id")
