"""The row scope of a transaction: which session it acts for, kept in one context variable.

The database backend reads the variable at the start of every outermost transaction, so views, admin, Celery tasks,
commands and `on_commit` callbacks pass here and cannot forget. Outside a scope a transaction runs as the bare login,
which may touch no table: "permission denied", loud.
"""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import connection

from .identity import Principal, Role

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

ENTER = """SELECT set_config('role', e.role, true), set_config('openhouse.scope', e.scope, true)
FROM security.enter(%s, %s) e"""

_session: ContextVar[UUID | None] = ContextVar("openhouse_session", default=None)


class ScopeError(RuntimeError):
    """The code asked for a scope in a way that could mix two of them."""


def proof(payload: str) -> bytes:
    """HMAC-SHA-256 that shows the gate the caller is the application and not SQL injected into it."""
    return hmac.new(settings.GATE_KEY.encode(), payload.encode(), hashlib.sha256).digest()


def current_session() -> UUID | None:
    return _session.get()


@contextmanager
def acting(session: UUID) -> Iterator[None]:
    """Let every transaction begun inside act for `session`.

    Raises:
        ScopeError: a transaction is open already; its scope is fixed.
    """
    if connection.in_atomic_block:
        raise ScopeError("a scope cannot be entered inside an open transaction")
    before = _session.get()
    _session.set(session)
    try:
        yield
    finally:
        _session.set(before)


def enter_transaction(wrapper: "BaseDatabaseWrapper") -> None:
    """Called by the backend right after a transaction has begun."""
    session = _session.get()
    if session is None:
        return
    with wrapper.cursor() as cursor:
        cursor.execute(ENTER, [session, proof(f"enter:{session}")])


def open_service(tenant_id: UUID | None, reason: str, *, seconds: int = 3600) -> UUID:
    """Make a session for work without a person: one tenant's, or the platform's when `tenant_id` is None."""
    payload = f"service:{tenant_id or 'platform'}:{reason}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT security.open_service(%s, %s, %s, %s)", [tenant_id, reason, seconds, proof(payload)])
        opened: UUID = cursor.fetchone()[0]
    return opened


def end_session(session: UUID, reason: str) -> bool:
    """End any session; False when it had ended before. The next request on every worker sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT security.end_session(%s, %s, %s)", [session, reason, proof(f"end:{session}")])
        return bool(cursor.fetchone()[0])


@contextmanager
def service_scope(tenant_id: UUID | None, reason: str) -> Iterator[Principal]:
    """Act as a service for one tenant, or for the platform when `tenant_id` is None, then end that session."""
    session = open_service(tenant_id, reason)
    try:
        with acting(session):
            yield service_principal(session, tenant_id)
    finally:
        if not connection.in_atomic_block:
            end_session(session, "done")


def service_principal(session: UUID, tenant_id: UUID | None) -> Principal:
    role = Role.SERVICE if tenant_id else Role.SUPER_ADMIN
    return Principal(role=role, session=session, tenant_id=tenant_id)
