"""Lock-out of staff sign-in: django-axes decides, by the failures that the gate counts.

axes' own handlers keep names and addresses in tables of theirs, or count in steps that lose increments. Here a failure
is one atomic call outside any transaction of the view, and what is kept are keyed hashes. A name that no account has is
counted like any other, so a lock tells nothing.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from axes.handlers.base import AxesHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_parameters, get_client_username, get_cool_off, get_failure_limit
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest

from apps.audit.events import AuditEvent
from apps.audit.services import record
from apps.core import rbac
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.core.row_security import ScopeError, proof
from apps.core.step_up import SHOWN_AT

from . import selectors

# How many times as many failures one name, or one address, may have as the two together.
LOOSENESS = {"username+ip_address": 1, "username": 10, "ip_address": 20}


@dataclass(frozen=True, slots=True)
class Counter:
    """One thing that failures are counted for; `account` is the hash of the name in it, if there is one."""

    kind: str
    key: bytes
    account: bytes | None

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> "Counter":
        name = parameters.get("username")
        values = "\x1f".join(parameters[part] or "" for part in parameters)
        kind = "+".join(parameters)
        return cls(kind, _hashed(kind, values), None if name is None else account_key(name))

    @property
    def limit(self) -> int:
        return int(get_failure_limit(None, None)) * LOOSENESS[self.kind]


def counted_address(request: HttpRequest) -> str:
    """For `AXES_CLIENT_IP_CALLABLE`: the address as limits count it."""
    return str(request.limited_address)  # type: ignore[attr-defined]


def counted_name(request: HttpRequest, credentials: Mapping[str, Any] | None) -> str:
    """For `AXES_USERNAME_CALLABLE`: an address is the same however it is written."""
    return str((credentials or {}).get("username") or "").strip().lower()


def account_key(name: str) -> bytes:
    return _hashed("account", name.strip().lower())


class GateHandler(AxesHandler):
    """Where axes finds and leaves its counts."""

    def get_failures(self, request: Any, credentials: Any = None) -> int:
        """The worst of the counters, brought to one scale."""
        counters = _counters(request, credentials)
        counts = _call("read_failures", counters, quiet_seconds())
        return max(count // LOOSENESS[counter.kind] for counter, count in zip(counters, counts, strict=True))

    def user_login_failed(self, sender: Any, credentials: Any, request: Any = None, **kwargs: Any) -> None:
        """Count one failure; while a lock stands none is added, so that it ends."""
        if request is None or request.axes_locked_out:
            return
        counters = _counters(request, credentials)
        accounts = [counter.account for counter in counters]
        counts = _call("count_failure", counters, accounts, quiet_seconds())
        pairs = [*zip(counters, counts, strict=True)]
        request.axes_locks = [counter.kind for counter, count in pairs if count == counter.limit]
        request.axes_locked_out = any(count >= counter.limit for counter, count in pairs)

    def user_logged_in(self, sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
        """Forgive this person's failures from this address, and no others; a password alone may be half of it."""
        if user.has_second_factor and SHOWN_AT not in request.session:
            return
        own = [c for c in _counters(request, {"username": user.get_username()}) if LOOSENESS[c.kind] == 1]
        _call("forget_failures", own)

    def reset_attempts(
        self, *, ip_address: str | None = None, username: str | None = None, ip_or_username: bool = False
    ) -> int:
        """Unlock an account, whatever addresses tried it."""
        if not username:
            return 0
        key = account_key(username)
        return int(_call("forget_failures", [Counter("username", key, key)]))


@transaction.atomic
def unlock(principal: Principal, *, staff_id: UUID) -> None:
    """Raises NotFound."""
    person = selectors.staff(principal, staff_id)
    rbac.check(principal, Permission.STAFF_MANAGE, person)
    AxesProxyHandler.reset_attempts(username=person.email)
    record(AuditEvent.UNLOCKED, principal, subject=person)


def began(request: HttpRequest) -> list[str]:
    """What this request's failure has locked: kinds of counters."""
    return list(getattr(request, "axes_locks", ()))


def stands(request: HttpRequest) -> bool:
    return bool(getattr(request, "axes_locked_out", False))


def quiet_seconds() -> int:
    """How long a lock lasts after the last counted failure."""
    return int(get_cool_off().total_seconds())


def _counters(request: Any, credentials: Any) -> list[Counter]:
    name = get_client_username(request, credentials)
    chosen = get_client_parameters(name, request.axes_ip_address, "", request, credentials)
    return [Counter.of(parameters) for parameters in chosen]


def _hashed(kind: str, text: str) -> bytes:
    return hmac.new(settings.SECRET_KEY.encode(), f"lockout:{kind}:{text}".encode(), hashlib.sha256).digest()


def _call(function: str, counters: Sequence[Counter], *arguments: Any) -> Any:
    if connection.in_atomic_block and function == "count_failure":
        raise ScopeError("a failed sign-in inside a transaction would be forgotten with it")
    keys = [counter.key for counter in counters]
    shown = proof(f"{function}:{','.join(key.hex() for key in keys)}")
    marks = ", ".join(["%s::bytea[]", *("%s" for _ in arguments), "%s"])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT security.{function}({marks})", [keys, *arguments, shown])
        return cursor.fetchone()[0]
