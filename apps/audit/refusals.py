"""How often limits refused: the first refusal of a key is a row at once, and this tells how many there were.

Rows of the trail cannot be changed, so the count is a row of its own, each minute for each key that was refused again.
"""

from typing import Any
from uuid import UUID

from django.db import connection, transaction

from apps.core import row_security
from apps.core.identity import Principal
from apps.core.row_security import proof

from . import services
from .events import AuditEvent

TAKE = "SELECT key, tenant_id, refusals FROM security.take_refusals(%s) WHERE refusals > 1"


def tell() -> int:
    """Write the counts that no row tells yet; how many."""
    with row_security.service_scope(None, "refusals of limits") as principal, transaction.atomic():
        counted = _taken()
        for key, tenant_id, refusals in counted:
            _record(principal, key, tenant_id, refusals)
    return len(counted)


def _taken() -> list[tuple[str, UUID, int]]:
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [proof("take_refusals")])
        return list(cursor.fetchall())


def _record(principal: Principal, key: str, tenant_id: UUID, refusals: int) -> None:
    limit, _, whose = key.partition(":")
    named: dict[str, Any] = {"network" if "." in whose or ":" in whose else "whose": whose}
    services.record(AuditEvent.LIMIT_REFUSALS, principal, tenant_id=tenant_id, limit=limit, refusals=refusals, **named)
