"""Whose thresholds and webhook somebody sets: the tenant's they work in, or, for an operator in none, anybody's."""

from uuid import UUID

from apps.core.errors import NotFound
from apps.core.identity import PLATFORM_TENANT, Principal


def tenant_to_set(principal: Principal, tenant_id: UUID | None = None) -> UUID:
    """`tenant_id` where it is within reach; without one, the tenant worked in, else the platform.

    Raises:
        NotFound: it is another tenant.
    """
    chosen = tenant_id or principal.tenant_id or PLATFORM_TENANT
    if principal.tenant_id not in (None, chosen):
        raise NotFound(reason="settings of another tenant")
    return chosen
