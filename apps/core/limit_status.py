"""Who is near or over which limit: the table of the limits, read against the policies."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection

from .rate_limiter import POLICIES, Window

NEAR = 0.8


@dataclass(frozen=True, slots=True)
class LimitStatus:
    """One window of one key: of a person, tenant or address. `refused` counts since the key was last admitted."""

    bucket: str
    value: str
    tenant_id: UUID
    used: int
    limit: int
    seconds: int
    refused: int

    @property
    def over(self) -> bool:
        return self.used >= self.limit


def limits_in_use(*, tenant_id: UUID | None = None, at_least: float = NEAR) -> list[LimitStatus]:
    """Windows used to `at_least` that share of their limit, fullest first, in the caller's scope and transaction."""
    found = [status for status in _statuses(tenant_id) if status.used >= at_least * status.limit]
    return sorted(found, key=lambda status: status.used / status.limit, reverse=True)


def _statuses(tenant_id: UUID | None) -> Iterator[LimitStatus]:
    windows = _windows()
    now = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, tenant_id, hits, refused FROM security.list_limits()")
        rows = cursor.fetchall()
    for key, owner, hits, refused in rows:
        bucket, _, value = key.partition(":")
        if tenant_id in (None, owner):
            for window in windows.get(bucket, ()):
                used = sum(hit > now - timedelta(seconds=window.seconds) for hit in hits)
                yield LimitStatus(bucket, value, owner, used, window.limit, window.seconds, refused)


def _windows() -> dict[str, set[Window]]:
    """The distinct windows of each bucket."""
    found: dict[str, set[Window]] = {}
    for limit in POLICIES.values():
        for window in limit.session + limit.no_session:
            found.setdefault(window.bucket, set()).add(window)
    return found
