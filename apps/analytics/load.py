"""How busy the system is now: what staff's surfaces were asked in the last hour, what was refused, who is near a limit.

From the audit trail, minute by minute through its index, and from the table of the limits; so it is never cached long.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from apps.core.limit_status import LimitStatus, limits_in_use

from .selectors import Whose

MINUTES = 60
# Tenant by tenant, because the index of the trail begins with the tenant.
PER_MINUTE = """SELECT date_trunc('minute', a.at) AS minute, a.event, count(*)
FROM tenants t CROSS JOIN LATERAL (SELECT at, event FROM audit_log
    WHERE tenant_id = t.id AND at >= %(since)s AND event IN ('request', 'request.refused', 'rate_limited')) a
WHERE %(tenant)s::uuid IS NULL OR t.id = %(tenant)s GROUP BY 1, 2"""
NAMES = {"request": "requests", "request.refused": "refused", "rate_limited": "rate_limited"}


def per_minute(whose: Whose) -> list[dict[str, Any]]:
    """Each of the last 60 minutes, the oldest first, the one that runs last."""
    last = timezone.now().replace(second=0, microsecond=0)
    minutes = [last - timedelta(minutes=ago) for ago in reversed(range(MINUTES))]
    found = _counted(whose, minutes[0])
    return [{"minute": minute} | {name: found[minute, name] for name in NAMES.values()} for minute in minutes]


def _counted(whose: Whose, since: datetime) -> dict[tuple[datetime, str], int]:
    found: dict[tuple[datetime, str], int] = defaultdict(int)
    with connection.cursor() as cursor:
        cursor.execute(PER_MINUTE, {"since": since, "tenant": whose.tenant_id})
        for minute, event, number in cursor.fetchall():
            found[minute, NAMES[event]] = number
    return found


def limits(whose: Whose) -> list[dict[str, Any]]:
    """By kind of limit: how many keys are near it or over it, and how often they were refused. Names nobody."""
    return list(_by_bucket(limits_in_use(tenant_id=whose.tenant_id)))


def _by_bucket(found: Iterable[LimitStatus]) -> Iterable[dict[str, Any]]:
    buckets: dict[tuple[str, int, int], list[LimitStatus]] = defaultdict(list)
    for status in found:
        buckets[status.bucket, status.limit, status.seconds].append(status)
    for (bucket, limit, seconds), among in sorted(buckets.items()):
        yield {
            "limit": bucket,
            "at_most": limit,
            "seconds": seconds,
            "near": sum(not status.over for status in among),
            "over": sum(status.over for status in among),
            "refused": sum(status.refused for status in among),
        }
