"""Counting what has happened since the last run; today's figures are never older than a minute."""

from celery import shared_task

from apps.core import row_security

from . import services


# A message that waits longer is not needed: the next one counts what this one would have.
@shared_task(name="analytics.roll_up", expires=20)
def roll_up() -> None:
    with row_security.service_scope(None, "roll up analytics") as principal:
        services.roll_up(principal)
        services.tell_alive()
