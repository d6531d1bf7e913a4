"""Whether a tenant's staff must have a second factor. The gate asks for it from the next request on."""

from uuid import UUID

from django.db import transaction

from apps.audit.changes import apply_changes
from apps.audit.events import AuditEvent
from apps.audit.services import record
from apps.core import rbac
from apps.core.identity import PLATFORM_TENANT, Principal
from apps.core.rbac import Permission

from . import selectors
from .models import Tenant


def tenant_of(principal: Principal) -> Tenant:
    """The tenant that the session works in; the platform outside any."""
    return selectors.tenant(principal, principal.tenant_id or PLATFORM_TENANT)


@transaction.atomic
def require(principal: Principal, *, tenant_id: UUID, required: bool) -> Tenant:
    """Raises NotFound."""
    tenant = selectors.tenant(principal, tenant_id)
    rbac.check(principal, Permission.STAFF_MANAGE, tenant)
    made = apply_changes(tenant, {"require_second_factor": required})
    if made:
        record(AuditEvent.TENANT_CHANGED, principal, subject=tenant, fields=made.fields, changes=made)
    return tenant
