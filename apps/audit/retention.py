"""Dropping whole months of the trail: the one way its rows ever go, by operators with the migrator's login only.

The drop is itself on the trail, sealed like everything, and is what `verify_audit` goes by: a month that is missing
without it is a broken seal.
"""

from datetime import UTC, date, datetime
from typing import Any

from django.db import connections
from django.db.models import Max
from django.db.models.fields.json import KT

from .events import AuditEvent
from .models import AuditLog

MIGRATOR = "migrator"
PARTITIONS = """SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
WHERE i.inhparent = 'audit_log'::regclass AND c.relname ~ '^audit_log_\\d{4}_\\d{2}$' AND c.relname < %s ORDER BY 1"""


def months_before(day: date) -> list[str]:
    """The monthly partitions that end before the month of `day`, oldest first."""
    with connections[MIGRATOR].cursor() as cursor:
        cursor.execute(PARTITIONS, [_partition(day)])
        return [name for (name,) in cursor.fetchall()]


def drop(partitions: list[str]) -> None:
    with connections[MIGRATOR].cursor() as cursor:
        for name in partitions:
            cursor.execute(f"DROP TABLE {connections[MIGRATOR].ops.quote_name(name)}")


def kept_since() -> datetime:
    """From when on the trail is whole, as the trail itself tells; in the platform's scope."""
    found: dict[str, Any] = AuditLog.objects.filter(event=AuditEvent.AUDIT_MONTHS_DROPPED).aggregate(
        until=Max(KT("request_payload__kept_since"))
    )
    told = found["until"]
    return datetime.fromisoformat(str(told)).replace(tzinfo=UTC) if told else datetime(1970, 1, 1, tzinfo=UTC)


def _partition(day: date) -> str:
    return f"audit_log_{day:%Y_%m}"
