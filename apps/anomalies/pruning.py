"""What is done with goes after a while: resolved findings with their evidence, and messages that were sent or given up.

What is open, acknowledged or muted stays, however old it is; so does a message that still waits to be sent.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from .catalogue import State
from .findings import bump
from .models import Delivery, Finding

BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many of each went; of deliveries without those that went with their finding."""

    deliveries: int
    findings: int


def prune() -> Pruned:
    """In the platform's scope and the caller's transaction."""
    given_up = Delivery.objects.filter(next_at__isnull=True, created_at__lt=_before(settings.WEBHOOK_DELIVERY_DAYS))
    cut = _before(settings.ANOMALY_RESOLVED_DAYS)
    resolved = Finding.objects.filter(state=State.RESOLVED, acted_at__lt=cut, last_seen__lt=cut)
    deliveries, findings = _removed(given_up), _removed(resolved)
    for tenant_id in sorted(set(findings)):
        bump(tenant_id, "findings")
    return Pruned(len(deliveries), len(findings))


def _before(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def _removed(rows: "QuerySet[Any]") -> list[UUID]:
    """Whose rows went, the tenant of each. Each is locked and judged once more, so one that just opens again stays."""
    owners: list[UUID] = []
    while found := dict(rows.select_for_update(skip_locked=True).values_list("pk", "tenant_id")[:BATCH]):
        rows.model._default_manager.filter(pk__in=found).delete()
        owners += found.values()
    return owners
