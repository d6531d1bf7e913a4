"""Mails with a link in them. The link is made where the mail is, in the worker, so that its secret passes no queue."""

from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.module_loading import import_string

from apps.core import row_security
from apps.core.identity import Principal

from . import links
from .links import LIVES, AccountLink, Purpose
from .models import Staff

PATHS = {Purpose.INVITATION: "/accounts/invitation", Purpose.RESET: "/accounts/reset"}


def send_soon(tenant_id: UUID, staff_id: UUID, purpose: Purpose) -> None:
    """Hand over to the worker."""
    import_string("apps.tenants.tasks.send_link").enqueue(tenant_id, str(staff_id), purpose)


def send_now(principal: Principal, staff_id: UUID, purpose: Purpose) -> None:
    """Make a link and mail it; nothing when the person is gone, or no such link fits them any more."""
    with transaction.atomic():
        person = Staff.objects.select_related("tenant").filter(pk=staff_id).first()
        if person is None or not fits(person, purpose):
            return
        url = _new_url(person, purpose)
    _mail(person, purpose, url)


def send_resets(email: str) -> None:
    """A link for every active account with this address; a person may work for two companies."""
    with row_security.service_scope(None, "password reset") as platform:
        with transaction.atomic():
            people = list(Staff.objects.signing_in_as(email).filter(is_active=True)[:5])
        for person in people:
            send_now(platform, person.pk, Purpose.RESET)


def fits(person: Staff, purpose: str) -> bool:
    """An invitation is for who has no password yet, a reset for who is active."""
    return person.is_invited if purpose == Purpose.INVITATION else person.is_active


def _new_url(person: Staff, purpose: Purpose) -> str:
    """The person's one link, in the place of any before it."""
    link = AccountLink(tenant_id=person.tenant_id, staff=person, purpose=purpose)
    token, link.fingerprint = links.new_token(link.pk)
    link.expires_at = timezone.now() + LIVES[purpose]
    AccountLink.objects.filter(tenant_id=person.tenant_id, staff=person).delete()
    link.save(force_insert=True)
    return f"{settings.PUBLIC_ORIGIN}{PATHS[purpose]}/{token}"


def _mail(person: Staff, purpose: Purpose, url: str) -> None:
    context = {"person": person, "url": url, "tenant": person.tenant}
    subject, _, text = render_to_string(f"mail/{purpose}.txt", context).partition("\n\n")
    send_mail(" ".join(subject.split()), text, None, [person.email])
