"""Staff sign-in and sign-out.

Neither may run inside a view's transaction: a refusal would roll the failed attempt's row back, and a new session is
another scope than the one the request came with. Views of these declare `atomic = False`.
"""

import hashlib
import hmac
from math import ceil

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.sessions.backends.base import UpdateError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit.events import AuditEvent
from apps.audit.services import record
from apps.core import rate_limiter, row_security
from apps.core.addresses import UNKNOWN
from apps.core.errors import InvalidCredentials
from apps.core.http import Request
from apps.core.identity import ANONYMOUS, ANONYMOUS_SESSION, PLATFORM_TENANT, Principal, Role
from apps.core.rate_limiter import Counted

from . import lockout
from .models import Staff


def sign_in(request: Request, *, email: str, password: str, otp: str = "") -> Staff:
    """Open a session with a key of its own; whatever session the request carried is ended.

    An unknown address, a wrong password and an inactive person are one answer, reached by the same work.

    Raises:
        InvalidCredentials: after the attempt has been recorded.
    """
    rate_limiter.count(Counted.SIGN_IN_ACCOUNT, account_hash(email))
    person = authenticate(request, username=email.strip(), password=password)
    if not isinstance(person, Staff) or not _opened(request, person):
        record_failure(request, email)
        raise _refusal(request)
    principal = _principal(person, request)
    with row_security.acting(principal.session), transaction.atomic():
        record(AuditEvent.SIGNED_IN, principal, tenant_id=person.tenant_id)
        return Staff.objects.select_related("tenant").get(pk=person.pk)


def sign_out(request: Request) -> None:
    """End the session of this request at once, on every worker."""
    principal: Principal = request.principal  # type: ignore[attr-defined]
    with transaction.atomic():
        record(AuditEvent.SIGNED_OUT, principal)
        logout(request)


def account_hash(email: str) -> str:
    """Tells attempts on one account from attempts on many, without holding the address."""
    text = b"account:" + email.strip().lower().encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()


def _opened(request: Request, person: Staff) -> bool:
    """False when the person was deactivated within this moment."""
    session = request.session
    session.flush()
    session.device = request.headers.get("User-Agent", "")[:120]  # type: ignore[attr-defined]
    address: str = request.address  # type: ignore[attr-defined]
    session.address = None if address == UNKNOWN else address  # type: ignore[attr-defined]
    try:
        login(request, person)
        session.save()
    except UpdateError:
        session.flush()
        return False
    return True


def _principal(person: Staff, request: Request) -> Principal:
    session = request.session.row  # type: ignore[attr-defined]
    tenant_id = None if person.tenant_id == PLATFORM_TENANT else person.tenant_id
    return Principal(role=Role(person.role), session=session, tenant_id=tenant_id, subject_id=person.pk)


def record_failure(request: Request, email: str) -> None:
    """One row for the attempt, and one for each lock that begins with it."""
    account = account_hash(email)
    with row_security.acting(ANONYMOUS_SESSION), transaction.atomic():
        record(AuditEvent.SIGN_IN_FAILED, ANONYMOUS, tenant_id=PLATFORM_TENANT, account_hash=account)
        for kind in lockout.began(request):
            record(AuditEvent.LOCKED_OUT, ANONYMOUS, tenant_id=PLATFORM_TENANT, account_hash=account, counted=kind)


def _refusal(request: Request) -> InvalidCredentials:
    """A lock is told: names without an account are locked alike, so it gives none away."""
    if not lockout.stands(request):
        return InvalidCredentials(reason="sign-in failed")
    seconds = lockout.quiet_seconds()
    sentence = _("Too many attempts have failed. Please wait %(minutes)s minutes and try again.")
    told = sentence % {"minutes": ceil(seconds / 60)}
    return InvalidCredentials(told, reason="locked out", headers={"Retry-After": str(seconds)})
