"""Who is near or over which limit: the table of the limits, read against the policies."""

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from .counter_keys import CountedKey
from .rate_limiter import POLICIES
from .row_security import proof

NEAR = 0.8


@dataclass(frozen=True, slots=True)
class LimitStatus:
    """One window of one key: of a person, tenant or address, or of an account or card, `counted` under a hash.

    `refused` counts since the key was last admitted.
    """

    key: str
    bucket: str
    value: str
    tenant_id: UUID
    used: int
    limit: int
    seconds: int
    refused: int
    counted: bool = False

    @property
    def over(self) -> bool:
        return self.used >= self.limit

    @property
    def id(self) -> UUID:
        return id_of(self.key)

    @property
    def subject_id(self) -> UUID | None:
        """The person or tenant it counts; None for an address, which people of several tenants may share."""
        try:
            return None if self.counted else UUID(self.value)
        except ValueError:
            return None

    @property
    def address(self) -> str | None:
        return None if self.counted or self.subject_id else self.value


def id_of(key: str) -> UUID:
    """Names a key in addresses without telling what is in it."""
    told = hmac.new(settings.SECRET_KEY.encode(), f"limit:{key}".encode(), hashlib.sha256)
    return UUID(bytes=told.digest()[:16])


def limits_in_use(*, tenant_id: UUID | None = None, at_least: float = NEAR) -> list[LimitStatus]:
    """Windows used to `at_least` that share of their limit, fullest first, in the caller's scope and transaction."""
    found = [status for status in _statuses(tenant_id) if status.used >= at_least * status.limit]
    return sorted(found, key=lambda status: status.used / status.limit, reverse=True)


def forget(key: str) -> bool:
    """Give a key of the caller's scope all its places back; whether there was one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT security.forget_limit(%s, %s)", [key, proof(f"forget_limit:{key}")])
        return bool(cursor.fetchone()[0])


def _statuses(tenant_id: UUID | None) -> Iterator[LimitStatus]:
    windows, now = _windows(), datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, tenant_id, hits, refused, counted, ends_at FROM security.list_limits()")
        rows = cursor.fetchall()
    for key, owner, hits, refused, count, ends_at in rows:
        counted = CountedKey.read(key)
        if tenant_id not in (None, owner):
            continue
        if counted is None:
            bucket, _, value = key.partition(":")
            for limit, seconds in windows.get(bucket, ()):
                used = sum(hit > now - timedelta(seconds=seconds) for hit in hits)
                yield LimitStatus(key, bucket, value, owner, used, limit, seconds, refused)
        elif ends_at > now:
            limit, beyond = counted.limit, max(0, count - counted.limit)
            yield LimitStatus(key, counted.group, counted.whose, owner, count, limit, counted.seconds, beyond, True)


def _windows() -> dict[str, set[tuple[int, int]]]:
    """The distinct windows of each bucket, as limit and seconds."""
    found: dict[str, set[tuple[int, int]]] = {}
    for limit in POLICIES.values():
        for window in limit.session + limit.no_session:
            found.setdefault(window.bucket, set()).add((window.limit, window.seconds))
    return found
