"""The worker's part: looking for anomalies each minute, and sending what tenants want to be told."""

from celery import shared_task

from . import scanning
from .webhook import delivering


# A message that waits longer is not needed: the next one reads what this one would have.
@shared_task(name="anomalies.scan", expires=60)
def scan() -> None:
    scanning.scan()


# The other side may be slow on purpose: the limit ends what its time-outs do not.
@shared_task(name="anomalies.deliver", expires=20, time_limit=300)
def deliver() -> None:
    delivering.deliver()
