"""The cache in which django-ratelimit counts: `rate_limits`, one atomic statement a call.

Not a general cache: it holds counters only. On Django's own database cache a limit of 10 let 93 of 400 parallel
requests through, since it reads and then writes.
"""

from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

PREFIX = "counter:"


class LimitCache(BaseCache):
    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return bool(_one("SELECT security.start_counter(%s, %s, %s)", PREFIX + key, value, int(timeout)))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        count = _one("SELECT security.add_to_counter(%s, %s)", PREFIX + key, delta)
        if count is None:
            raise ValueError(f"no counter {key!r}")
        return int(count)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        count = _one("SELECT security.read_counter(%s)", PREFIX + key)
        return default if count is None else count


def _one(statement: str, *arguments: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        row = cursor.fetchone()
    return row[0] if row else None
