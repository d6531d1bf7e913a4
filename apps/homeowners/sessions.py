"""Homeowners' sessions in the gate: opened by a card, moved on by refresh tokens, seen and ended by their owner.

The gate decides; this module is its one caller for homeowners. A session lives `HOMEOWNER_SESSION_SECONDS` from
joining, however often it is refreshed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core import rbac, row_security
from apps.core.errors import NotFound
from apps.core.identity import Principal
from apps.core.rbac import Permission

from . import selectors
from .models import Homeowner
from .tokens import Claims

OPEN = "SELECT * FROM security.open_session('homeowner', %s, NULL, %s, '{}', %s, %s, %s, NULL, %s)"
ROTATE = "SELECT * FROM security.rotate_refresh(%s, %s, %s, %s, %s, %s)"
LIST = """SELECT id, device, created_at, seen_at, expires_at, current, support FROM security.list_sessions()
WHERE subject_id = %s ORDER BY created_at DESC LIMIT 200"""


class Outcome(StrEnum):
    """What the gate says to a refresh token; see `sql/gate/sessions.sql`."""

    ROTATED = "rotated"
    RETRIED = "retried"
    BUSY = "busy"
    REPLAYED = "replayed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Opened:
    """A live session; `jti` names the refresh token that is good for its next exchange."""

    session: UUID
    version: int
    jti: UUID
    ends: datetime


@dataclass(frozen=True, slots=True)
class Rotation:
    outcome: Outcome
    opened: Opened | None
    tenant_id: UUID | None


def open_for(person: Homeowner, *, device: str, address: str) -> Opened:
    """Needs the person's row in the same or an earlier transaction."""
    jti, seconds = uuid4(), settings.HOMEOWNER_SESSION_SECONDS
    arguments = [person.pk, jti, device, address, seconds, row_security.proof(f"open:homeowner:{person.pk}")]
    session, version = _row(OPEN, arguments).values()
    return Opened(session, version, jti, timezone.now() + timedelta(seconds=seconds))


def rotate(claims: Claims, *, request: str, address: str) -> Rotation:
    """Exchange a refresh token once. `request` names the attempt: the same one again gets the same successor."""
    proof = row_security.proof(f"rotate:{claims.session}:{claims.jti}")
    found = _row(ROTATE, [claims.session, claims.jti, uuid4(), request, address, proof])
    live = found["jti"] is not None
    opened = Opened(claims.session, found["version"], found["jti"], found["expires_at"]) if live else None
    return Rotation(Outcome(found["outcome"]), opened, found["tenant_id"])


def own(principal: Principal) -> list[dict[str, Any]]:
    """The live sessions of the homeowner who acts, newest first."""
    return _live(_acting(principal))


def of_person(principal: Principal, homeowner_id: UUID) -> list[dict[str, Any]]:
    """
    Raises:
        NotFound: no such homeowner within reach.
    """
    return _live(selectors.homeowner(principal, homeowner_id).pk)


def end_own(principal: Principal, *, only: UUID | None = None) -> None:
    """Sign the homeowner who acts out everywhere, here too, or end `only` one session of theirs.

    Raises:
        NotFound: `only` is not theirs, or has ended.
    """
    rbac.check(principal, Permission.HOME_SESSIONS)
    _end(principal, _acting(principal), only)


def end_for(principal: Principal, *, homeowner_id: UUID, only: UUID | None = None) -> None:
    """The same for somebody else.

    Raises:
        NotFound: no such homeowner within reach, or `only` is not theirs.
    """
    person = selectors.homeowner(principal, homeowner_id)
    rbac.check(principal, Permission.HOMEOWNER_MANAGE, person)
    _end(principal, person.pk, only)


@transaction.atomic
def _end(principal: Principal, homeowner_id: UUID, only: UUID | None) -> None:
    """The next request of each is refused on every worker."""
    ids = [row["id"] for row in _live(homeowner_id) if only in (None, row["id"])]
    if only and not ids:
        raise NotFound(reason="no such session within reach")
    reason = f"ended by {principal.role}"
    for session in ids:
        audit.record(AuditEvent.SESSION_ENDED, principal, session=session, reason=reason)
    for session in ids:
        row_security.end_session(session, reason)


def _live(homeowner_id: UUID) -> list[dict[str, Any]]:
    """What of theirs the gate shows in this scope: id, device, created_at, seen_at, expires_at, current, support."""
    with connection.cursor() as cursor:
        cursor.execute(LIST, [homeowner_id])
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _acting(principal: Principal) -> UUID:
    if principal.subject_id is None:
        raise NotFound(reason="nobody's sessions")
    return principal.subject_id


def _row(statement: str, arguments: list[Any]) -> dict[str, Any]:
    """The one row of a gate function; none where the gate knows no such person."""
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        names, row = [column.name for column in cursor.description], cursor.fetchone()
    if row is None:
        raise NotFound(reason="the gate knows no such homeowner")
    return dict(zip(names, row, strict=True))
