"""Support looks at a home as its homeowner sees it: with a reason, for an hour, and visibly to everybody.

The session is a homeowner's like any other, with the one who impersonates written on it, so no rule needs a second
form. It lives no longer than the staff session that opened it. Nobody impersonates staff: such sessions are residents'.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import Conflict
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.core.row_security import proof

from . import selectors, tokens
from .models import Homeowner

OPEN = "SELECT id, version, expires_at FROM security.open_impersonation(%s, %s, %s, %s, %s, %s)"
END = "SELECT id, subject_id, tenant_id FROM security.end_impersonations(%s, %s)"
VISITS = "SELECT began_at, ended_at, reason FROM security.list_support_visits()"
SHORTEST_REASON = 10
INACTIVE = "This person is not active, so there is nothing to look at."


@dataclass(frozen=True, slots=True)
class Visit:
    """An open look at a home; `access` goes to the browser in the fragment of `url`, which no server is sent."""

    access: str
    ends: datetime

    @property
    def expires_in(self) -> int:
        return max(0, int((self.ends - timezone.now()).total_seconds()))

    @property
    def url(self) -> str:
        return f"{settings.PUBLIC_ORIGIN}/home/#support={self.access}"


@transaction.atomic
def start(principal: Principal, *, homeowner_id: UUID, reason: str) -> Visit:
    """Open a session of the homeowner for the staff session that acts. The reason is kept for the homeowner to read.

    Raises:
        NotFound: no such homeowner within reach.
        Conflict: the homeowner is not active.
    """
    person = selectors.homeowner(principal, homeowner_id)
    rbac.check(principal, Permission.IMPERSONATE, person)
    session, version, ends = _opened(principal, person, reason)
    audit.record(AuditEvent.IMPERSONATION_STARTED, principal, subject=person, session=session)
    access = tokens.access_token(
        homeowner=person, session=session, version=version, ends=ends, impersonated_by=principal.subject_id
    )
    return Visit(access, ends)


@transaction.atomic
def stop(principal: Principal) -> None:
    """End every look that the acting person has open; needs no second factor, and is no error when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(END, [principal.session, proof(f"end_impersonations:{principal.session}")])
        ended = cursor.fetchall()
    for session, _, tenant_id in ended:
        audit.record(AuditEvent.IMPERSONATION_STOPPED, principal, tenant_id=tenant_id, session=session)


def visits(principal: Principal) -> list[dict[str, Any]]:
    """When support looked at the home of the homeowner who acts, newest first: began_at, ended_at, reason."""
    rbac.check(principal, Permission.HOME_SESSIONS)
    with connection.cursor() as cursor:
        cursor.execute(VISITS)
        return [dict(zip(("began_at", "ended_at", "reason"), row, strict=True)) for row in cursor.fetchall()]


def _opened(principal: Principal, person: Homeowner, reason: str) -> tuple[UUID, int, datetime]:
    arguments = [
        person.pk,
        principal.session,
        reason,
        not person.tenant.support_may_write,
        settings.IMPERSONATION_SECONDS,
        proof(f"impersonate:{person.pk}:{principal.session}"),
    ]
    with connection.cursor() as cursor:
        cursor.execute(OPEN, arguments)
        row: tuple[UUID, int, datetime] | None = cursor.fetchone()
    if row is None:
        raise Conflict(INACTIVE)
    return row
