"""The outbox's end: what is due is sent, and what fails is tried again, each time after a longer pause.

A message is claimed by moving its next time before it is sent, so a worker that dies loses nothing, and two never send
the same at once. The receiver knows a repeated one by its `X-OpenHouse-Delivery`.
"""

from datetime import timedelta

import structlog
from django.db import transaction
from django.utils import timezone

from apps.core import row_security

from ..models import Delivery, Webhook
from . import sending

log = structlog.get_logger(__name__)

# Half a minute, two, eight, half an hour, two hours, eight and a half.
ATTEMPTS, FIRST_PAUSE, FACTOR = 7, timedelta(seconds=30), 4
MOST_AT_ONCE = 50


def deliver() -> int:
    """Send what is due; how many were taken. In no transaction while the other side is waited for."""
    taken = 0
    with row_security.service_scope(None, "deliver anomalies"):
        for _ in range(MOST_AT_ONCE):
            claimed = _claimed()
            if claimed is None:
                break
            taken += _delivered(*claimed)
    return taken


@transaction.atomic
def _claimed() -> tuple[Delivery, Webhook | None] | None:
    now = timezone.now()
    due = Delivery.objects.filter(next_at__lte=now).order_by("next_at")
    delivery = due.select_for_update(skip_locked=True).first()
    if delivery is None:
        return None
    delivery.next_at = now + FIRST_PAUSE * FACTOR**delivery.attempts
    delivery.attempts += 1
    delivery.save(update_fields=["next_at", "attempts"])
    return delivery, Webhook.objects.filter(tenant_id=delivery.tenant_id, is_active=True).first()


def _delivered(delivery: Delivery, webhook: Webhook | None) -> bool:
    failure = "switched off"
    if webhook is not None:
        failure = sending.send(webhook.url, webhook.sealed_secret, delivery.pk, delivery.body)
    done = not failure or webhook is None or delivery.attempts >= ATTEMPTS
    with transaction.atomic():
        changes = {"failure": failure} | ({"next_at": None} if done else {})
        if not failure:
            changes["sent_at"] = timezone.now()
        Delivery.objects.filter(pk=delivery.pk).update(**changes)
    if failure:
        log.warning("webhook_failed", tenant=str(delivery.tenant_id), failure=failure, attempts=delivery.attempts)
    return not failure
