"""Personal access tokens: what a program sends instead of its person signing in, on the builder's API and nowhere else.

A token is a session of a kind of its own in the gate (ADR 14): it ends with its person's sessions, is counted within
their limits, and does no more than it was made for. The text is shown once; only its hash is kept.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpRequest

from apps.audit.events import AuditEvent
from apps.audit.services import record
from apps.core import rbac, row_security
from apps.core.errors import Conflict, Invalid, NotFound
from apps.core.gate import Credential
from apps.core.identity import Principal
from apps.core.rbac import Permission

SCHEME, SURFACE = "token ", "/api/developers/"
# Lets scanners of source code recognise one that was left there.
PREFIX = "oh_pat_"
MOST, MOST_DAYS = 20, 366

OPEN = "SELECT id, created_at, expires_at FROM security.open_token(%s, %s, %s, %s, %s, %s, %s)"
LIST = "SELECT {} FROM security.list_tokens()"


@dataclass(frozen=True, slots=True)
class AccessToken:
    """`seen_at` is None until it is used; later it is right to the minute."""

    id: UUID
    name: str
    permissions: Sequence[str]
    created_at: datetime
    seen_at: datetime | None
    expires_at: datetime

    @classmethod
    def found(cls) -> list[Self]:
        with connection.cursor() as cursor:
            cursor.execute(LIST.format(", ".join(field.name for field in fields(cls))))
            return [cls(id_, name, json.loads(held), *rest) for id_, name, held, *rest in cursor.fetchall()]


def hashed(text: str) -> bytes:
    """Without a key: 256 random bits are not guessed, and a change of SECRET_KEY ends no token."""
    return hashlib.sha256(b"access-token:" + text.encode()).digest()


def read_token(request: HttpRequest) -> Credential | None:
    """The credential in `Authorization: Token`; None without it. Elsewhere than on its surface it shows nobody."""
    header = request.headers.get("Authorization", "")
    if not header.lower().startswith(SCHEME):
        return None
    if not request.path.startswith(SURFACE):
        return Credential("token", flaw="a token outside the builder's API")
    return Credential("token", secret_hash=hashed(header[len(SCHEME) :].strip()))


def own(principal: Principal) -> list[AccessToken]:
    """The live ones of who acts, newest first."""
    rbac.check(principal, Permission.TOKEN_MANAGE)
    return AccessToken.found()


@transaction.atomic
def token_create(principal: Principal, *, name: str, permissions: Iterable[str], days: int) -> tuple[AccessToken, str]:
    """The token, and its text, which cannot be had again.

    Raises:
        Invalid: a permission is not the principal's to hand on, or there is none.
        Conflict: the person has `MOST` tokens, or is a platform operator.
    """
    rbac.check(principal, Permission.TOKEN_MANAGE)
    chosen, text = _chosen(principal, permissions), PREFIX + secrets.token_urlsafe(32)
    opened = _open(principal, text, name, chosen, days)
    if opened is None:
        raise Conflict(f"You have {MOST} tokens, the most there may be, or your account may have none.")
    token = AccessToken(opened[0], name, chosen, opened[1], None, opened[2])
    told = {"permissions": chosen, "expires_at": token.expires_at}
    record(AuditEvent.ACCESS_TOKEN_CREATED, principal, session=token.id, **told)
    return token, text


def _chosen(principal: Principal, permissions: Iterable[str]) -> list[str]:
    chosen = {str(permission) for permission in permissions}
    if not chosen:
        raise Invalid.field("permissions", "required", "Choose what the token may do.")
    if not chosen <= rbac.for_token(principal):
        raise Invalid.field("permissions", "not_yours", "A token can be made only for what you may do yourself.")
    return sorted(chosen)


def _open(
    principal: Principal, text: str, name: str, permissions: list[str], days: int
) -> tuple[UUID, datetime, datetime] | None:
    proof = row_security.proof(f"open_token:{principal.session}")
    arguments = [principal.session, hashed(text), name, json.dumps(permissions), days, MOST, proof]
    with connection.cursor() as cursor:
        cursor.execute(OPEN, arguments)
        opened: tuple[UUID, datetime, datetime] | None = cursor.fetchone()
    return opened


@transaction.atomic
def token_revoke(principal: Principal, token_id: UUID) -> None:
    """Raises NotFound: it is not one's own, or has ended."""
    found = [token for token in own(principal) if token.id == token_id]
    if not found:
        raise NotFound(reason="no such token of theirs")
    _revoke(principal, found)


@transaction.atomic
def revoke_all(principal: Principal) -> None:
    _revoke(principal, own(principal))


def _revoke(principal: Principal, tokens: list[AccessToken]) -> None:
    """The next request of each is refused on every worker."""
    for token in tokens:
        record(AuditEvent.ACCESS_TOKEN_REVOKED, principal, session=token.id)
        row_security.end_session(token.id, "revoked by its owner")
