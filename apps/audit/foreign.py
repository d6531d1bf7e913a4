"""Attempts at other people's data. The caller learns nothing but "not found"; the trail learns the true reason.

An attempt across tenants goes to the platform's trail: an admin who read it in the own tenant's would learn from it
which ids exist elsewhere. One inside the tenant (another development, another home) goes to that tenant's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction

from apps.core import row_security
from apps.core.http import Request
from apps.core.identity import PLATFORM_TENANT, Principal
from apps.core.row_security import proof

from . import services
from .events import AuditEvent


@dataclass(frozen=True, slots=True)
class Foreign:
    """An object that exists and that the principal may not reach. `reason` is other tenant, development or home."""

    id: UUID
    kind: str
    reason: str

    @property
    def across_tenants(self) -> bool:
        return self.reason == "other tenant"


def note_attempts(request: Request) -> None:
    """Write a row for each id in the path of a "not found" that names somebody else's object."""
    match = request.resolver_match
    ids = [key for value in match.kwargs.values() if (key := _id_in(value))] if match else []
    if request.principal.is_authenticated:
        for foreign in (found for key in ids for found in _foreign(request.principal, key)):
            _record(request.principal, foreign)


def _id_in(value: object) -> UUID | None:
    """The admin's routes carry ids as text."""
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError:
        return None


def _record(principal: Principal, foreign: Foreign) -> None:
    tenant_id = PLATFORM_TENANT if foreign.across_tenants else principal.tenant_id
    with row_security.service_scope(None, "an attempt at somebody else's data"), transaction.atomic():
        services.record(
            AuditEvent.FOREIGN_ACCESS,
            principal,
            tenant_id=tenant_id,
            status=404,
            reason=foreign.reason,
            object_type=foreign.kind,
            object_id=foreign.id,
        )


def _foreign(principal: Principal, key: UUID) -> Iterator[Foreign]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM security.whose(%s, %s)", [key, proof(f"whose:{key}")])
        for kind, tenant_id, development_ids, unit_id in cursor.fetchall():
            reason = _reason(principal, tenant_id, frozenset(development_ids), unit_id)
            if reason:
                yield Foreign(key, kind, reason)


def _reason(principal: Principal, tenant_id: UUID, development_ids: frozenset[UUID], unit_id: UUID | None) -> str:
    """Why the object is out of reach; '' when it is not, and is missing for another reason."""
    if principal.tenant_id not in (None, tenant_id):
        return "other tenant"
    if principal.is_bound and development_ids and not development_ids & principal.development_ids:
        return "other development"
    if principal.unit_id is not None and unit_id not in (None, principal.unit_id):
        return "other home"
    return ""
