"""Setting a password by a link from the mail, before anybody is signed in.

The scope is the platform's, as for all that happens before a person is known. Views of these declare `atomic = False`.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.module_loading import import_string

from apps.audit.events import AuditEvent
from apps.audit.services import record
from apps.core import rate_limiter, row_security, sealing
from apps.core.errors import UnknownCode
from apps.core.identity import ANONYMOUS, ANONYMOUS_SESSION, PLATFORM_TENANT, Principal
from apps.core.rate_limiter import Counted
from apps.core.validation import told_as

from . import links, mailing
from .failures import account_hash
from .links import AccountLink, Purpose
from .models import Staff

EVENTS = {Purpose.INVITATION: AuditEvent.INVITATION_ACCEPTED, Purpose.RESET: AuditEvent.PASSWORD_RESET}
SEAL = "tenants.reset-address"


def invited(token: str, purpose: Purpose) -> Staff:
    """Whose link this is, with their company.

    Raises:
        UnknownCode: it is none of ours, was used, replaced or withdrawn, or has expired; one answer for all.
    """
    with _opened(token, purpose) as (_, person):
        return person


def accept(token: str, purpose: Purpose, *, password: str, name: str = "") -> Staff:
    """Set the password and, of an invitation, the name; the link is used up. Every session of the person ends.

    Raises:
        UnknownCode: as `invited`.
        Invalid: the password is not good enough; the link stays.
    """
    with _opened(token, purpose) as (principal, person):
        person.name = name.strip()[:120] or person.name
        with told_as("password"):
            validate_password(password, person)
        person.set_password(password)
        person.is_active = True
        person.save(update_fields=["name", "password", "is_active"])
        AccountLink.objects.filter(tenant_id=person.tenant_id, staff=person).delete()
        record(EVENTS[purpose], principal, subject=person)
    return person


def ask_reset(email: str) -> None:
    """Mail a link to whoever has an account with this address. The work is the worker's, so neither the answer nor its
    time tells whether there is one; nor does the trail, which is the platform's until somebody is known.

    Raises:
        RateLimited: it was asked for this address too often.
    """
    account = account_hash(email)
    rate_limiter.count(Counted.RESET_ACCOUNT, account)
    with row_security.acting(ANONYMOUS_SESSION), transaction.atomic():
        record(AuditEvent.RESET_ASKED, ANONYMOUS, tenant_id=PLATFORM_TENANT, account_hash=account)
    sealed = b64encode(sealing.seal(SEAL, email.strip().lower().encode())).decode()
    import_string("apps.tenants.tasks.send_resets").delay(sealed)


def unsealed(sealed: str) -> str:
    return sealing.unseal(SEAL, b64decode(sealed)).decode()


@contextmanager
def _opened(token: str, purpose: Purpose) -> Iterator[tuple[Principal, Staff]]:
    """The person, locked, in a transaction of the platform's scope; two uses of one link come one after the other."""
    named = links.named_by(token)
    if named is None:
        raise _dead("not signed by us")
    with row_security.service_scope(None, "account link") as principal, transaction.atomic():
        link = AccountLink.objects.select_for_update(of=("self",)).filter(pk=named[0], purpose=purpose).first()
        if link is None or not link.is_live or not links.same(link.fingerprint, named[1]):
            raise _dead("used, replaced or expired")
        person = Staff.objects.select_related("tenant").select_for_update(of=("self",)).get(pk=link.staff_id)
        if not mailing.fits(person, purpose):
            raise _dead("the person changed")
        yield principal, person


def _dead(reason: str) -> UnknownCode:
    return UnknownCode(reason=f"account link: {reason}")
