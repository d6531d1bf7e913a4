"""Tenants and their staff, as far as the principal reaches. Out of reach and missing are the same."""

from uuid import UUID

from django.db.models import QuerySet

from apps.core.errors import NotFound
from apps.core.identity import Principal

from .models import Membership, Staff, Tenant


def tenants_of(principal: Principal) -> QuerySet[Tenant]:
    rows = Tenant.objects.order_by("name", "id")
    return rows if principal.tenant_id is None else rows.filter(pk=principal.tenant_id)


def tenant(principal: Principal, tenant_id: UUID | None) -> Tenant:
    """Raises NotFound."""
    found = tenants_of(principal).filter(pk=tenant_id).first()
    if found is None:
        raise NotFound(reason=f"no tenant {tenant_id} within reach")
    return found


def tenant_named(principal: Principal, slug: str) -> Tenant:
    """Raises NotFound."""
    found = tenants_of(principal).filter(slug=slug).first()
    if found is None:
        raise NotFound(reason="no tenant of this name within reach")
    return found


def staff_of(principal: Principal) -> QuerySet[Staff]:
    """With tenant and memberships."""
    rows = Staff.objects.select_related("tenant").prefetch_related("memberships").order_by("-created_at", "id")
    return rows if principal.tenant_id is None else rows.filter(tenant_id=principal.tenant_id)


def staff(principal: Principal, staff_id: UUID) -> Staff:
    """Raises NotFound."""
    found = staff_of(principal).filter(pk=staff_id).first()
    if found is None:
        raise NotFound(reason=f"no staff {staff_id} within reach")
    return found


def development_ids_of(person: Staff) -> list[UUID]:
    rows = Membership.objects.filter(tenant_id=person.tenant_id, staff=person)
    return list(rows.order_by("development_id").values_list("development_id", flat=True))
