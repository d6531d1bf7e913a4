"""The worker's part: looking for anomalies each minute, and sending what tenants want to be told."""

from celery import shared_task

from . import scanning


# A message that waits longer is not needed: the next one reads what this one would have.
@shared_task(name="anomalies.scan", expires=60)
def scan() -> None:
    scanning.scan()
