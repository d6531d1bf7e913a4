"""The worker's part: looking for anomalies each minute, sending what tenants want to be told, and forgetting."""

from celery import shared_task
from django.db import transaction

from apps.core import row_security

from . import pruning, scanning
from .webhook import delivering


# A message that waits longer is not needed: the next one reads what this one would have.
@shared_task(name="anomalies.scan", expires=60)
def scan() -> None:
    scanning.scan()


# The other side may be slow on purpose: the limit ends what its time-outs do not.
@shared_task(name="anomalies.deliver", expires=20, time_limit=300)
def deliver() -> None:
    delivering.deliver()


@shared_task(name="anomalies.prune")
def prune() -> None:
    with row_security.service_scope(None, "old anomalies"), transaction.atomic():
        pruning.prune()
