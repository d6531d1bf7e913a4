"""Sessions that live, and ending them: everybody their own, administrators those of their tenant's people.

The gate lists what the verified scope of the transaction reaches; the next request of an ended session is refused on
every worker.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.core import signing
from django.db import connection, transaction

from apps.audit.events import AuditEvent
from apps.audit.services import record
from apps.core import rbac, row_security
from apps.core.errors import NotFound
from apps.core.identity import Principal
from apps.core.keyset import unreadable
from apps.core.rbac import Permission

NEWEST_FIRST = "ORDER BY created_at DESC, id DESC LIMIT %s"
SHOWN = 200
CURSOR = signing.Signer(salt="sessions")


@dataclass(frozen=True, slots=True)
class LiveSession:
    """`kind` is staff, token or homeowner; `current` marks the one that asks."""

    id: UUID
    kind: str
    tenant_id: UUID
    subject_id: UUID
    device: str
    address: Any
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    current: bool

    @classmethod
    def found(cls, condition: str, parameters: Iterable[Any]) -> list[Self]:
        columns = ", ".join(field.name for field in fields(cls))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {columns} FROM security.list_sessions() WHERE {condition}",  # noqa: S608
                [*parameters],
            )
            return [cls(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an administrator asks for; `after` is the last session of the page before."""

    kind: str | None = None
    person: UUID | None = None
    after: tuple[datetime, UUID] | None = None


def cursor_of(session: LiveSession) -> str:
    """The place behind `session`, for the address of the next page."""
    return CURSOR.sign(f"{session.created_at.isoformat()} {session.id}")


def place_of(cursor: str) -> tuple[datetime, UUID]:
    """Raises Invalid: we did not write it."""
    try:
        moment, key = CURSOR.unsign(cursor).split(" ")
        return datetime.fromisoformat(moment), UUID(key)
    except (signing.BadSignature, ValueError):
        raise unreadable() from None


def own(principal: Principal) -> list[LiveSession]:
    """Newest first; tokens, which nobody is signed in with, are `access_tokens`' part."""
    return LiveSession.found(f"subject_id = %s AND kind = 'staff' {NEWEST_FIRST}", [principal.subject_id, SHOWN])


def of_tenant(principal: Principal, chosen: Chosen, limit: int) -> list[LiveSession]:
    """Of staff and homeowners, newest first; of every tenant for an operator who works inside none."""
    rbac.check(principal, Permission.SESSION_MANAGE)
    wanted = {
        "tenant_id = %s": principal.tenant_id,
        "kind = %s": chosen.kind,
        "subject_id = %s": chosen.person,
        "(created_at, id) < (%s, %s)": chosen.after,
    }
    terms = {term: value for term, value in wanted.items() if value is not None}
    parameters = [one for value in terms.values() for one in (value if isinstance(value, tuple) else [value])]
    return LiveSession.found(f"{' AND '.join(['true', *terms])} {NEWEST_FIRST}", [*parameters, limit])


@transaction.atomic
def end_own(principal: Principal, session_id: UUID) -> None:
    """Raises NotFound: it is not one's own, or has ended."""
    _end(principal, [session for session in own(principal) if session.id == session_id], "ended by its owner")


@transaction.atomic
def end_others(principal: Principal) -> None:
    """End one's own sessions but the one at hand."""
    others = [session for session in own(principal) if session.id != principal.session]
    if others:
        _end(principal, others, "ended by its owner")


@transaction.atomic
def end_of_tenant(principal: Principal, session_id: UUID) -> None:
    """Raises NotFound: it is out of reach, or has ended."""
    rbac.check(principal, Permission.SESSION_MANAGE)
    found = LiveSession.found("id = %s AND coalesce(tenant_id = %s, true)", [session_id, principal.tenant_id])
    _end(principal, found, f"ended by {principal.role}")


@transaction.atomic
def end_all_of(principal: Principal, person: UUID, reason: str) -> None:
    """Needs a scope that reaches the person."""
    found = LiveSession.found("subject_id = %s", [person])
    if found:
        _end(principal, found, reason)


def _end(principal: Principal, sessions: list[LiveSession], reason: str) -> None:
    if not sessions:
        raise NotFound(reason="no such session within reach")
    for session in sessions:
        tenant_id = principal.tenant_id or session.tenant_id
        record(AuditEvent.SESSION_ENDED, principal, tenant_id=tenant_id, session=session.id, reason=reason)
    for session in sessions:
        row_security.end_session(session.id, reason)
