"""Background work of the team: mails. A message holds no secret and no plain address."""

from smtplib import SMTPException
from uuid import UUID

from celery import shared_task

from apps.core.identity import Principal
from apps.core.tasks import ScopedTask

from . import account_access, mailing
from .links import Purpose

AGAIN = {"autoretry_for": (SMTPException, OSError), "retry_backoff": 10, "max_retries": 5}


@shared_task(base=ScopedTask, name="tenants.send_link", **AGAIN)
def send_link(principal: Principal, staff_id: str, purpose: str) -> None:
    mailing.send_now(principal, UUID(staff_id), Purpose(purpose))


@shared_task(name="tenants.send_resets", **AGAIN)
def send_resets(sealed_email: str) -> None:
    mailing.send_resets(account_access.unsealed(sealed_email))
