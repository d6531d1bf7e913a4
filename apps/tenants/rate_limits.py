"""Who is near or over a limit, for administrators, and giving somebody their places back.

What is counted for an address is the platform's: people of several tenants may come from one.
"""

from uuid import UUID

from django.db import transaction

from apps.audit.events import AuditEvent
from apps.audit.services import record
from apps.core import limit_status, rbac
from apps.core.errors import NotFound
from apps.core.identity import Principal
from apps.core.keyset import Part, part
from apps.core.limit_status import NEAR, LimitStatus
from apps.core.rbac import Permission


def near(principal: Principal, *, search: str = "", cursor: str | None = None, size: int) -> Part[LimitStatus]:
    """Fullest first; of every tenant for an operator who works inside none. `search` is in a limit's name, or in the id
    or address that it counts.

    Raises Invalid: the cursor cannot be read.
    """
    rbac.check(principal, Permission.LIMIT_MANAGE)
    wanted = search.strip().lower()
    found = (status for status in _within_reach(principal, NEAR) if wanted in status.key.lower())
    return part(found, _place, cursor, size)


def _place(status: LimitStatus) -> tuple[float, str]:
    return status.used / status.limit, f"{status.id} {status.limit} {status.seconds}"


@transaction.atomic
def reset(principal: Principal, *, limit_id: UUID) -> None:
    """Raises NotFound: it is out of reach, or nothing was counted lately."""
    rbac.check(principal, Permission.LIMIT_MANAGE)
    found = next((status for status in _within_reach(principal, 0) if status.id == limit_id), None)
    if found is None or not limit_status.forget(found.key):
        raise NotFound(reason="no such limit within reach")
    record(AuditEvent.LIMIT_RESET, principal, tenant_id=found.tenant_id, limit=found.bucket, whose=found.subject_id)


def _within_reach(principal: Principal, share: float) -> list[LimitStatus]:
    found = limit_status.limits_in_use(tenant_id=principal.tenant_id, at_least=share)
    return [status for status in found if principal.tenant_id is None or status.subject_id]
