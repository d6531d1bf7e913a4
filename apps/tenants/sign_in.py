"""Staff sign-in and sign-out.

Neither may run inside a view's transaction: a refusal would roll the failed attempt's row back, and a new session is
another scope than the one the request came with. Views of these declare `atomic = False`.
"""

import time
from math import ceil

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.signals import user_login_failed
from django.contrib.sessions.backends.base import UpdateError
from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit.events import AuditEvent
from apps.audit.services import record
from apps.core import rate_limiter, row_security
from apps.core.addresses import UNKNOWN
from apps.core.device_names import device_name
from apps.core.errors import InvalidCredentials, OtpRequired
from apps.core.http import Request
from apps.core.identity import PLATFORM_TENANT, Principal, Role
from apps.core.rate_limiter import Counted
from apps.core.step_up import SHOWN_AT

from . import lockout, second_factor
from .failures import account_hash, record_failure
from .models import Staff


def sign_in(request: Request, *, email: str, password: str, otp: str = "", otp_later: bool = False) -> Staff:
    """Open a session with a key of its own; whatever session the request carried is ended.

    An unknown address, a wrong password and an inactive person are one answer, reached by the same work. With
    `otp_later` the session opens before the second factor is shown; until then the gate lets it do nothing else.

    Raises:
        InvalidCredentials: after the attempt has been recorded.
        OtpRequired: the password is right, and the person has a second factor on.
    """
    rate_limiter.count(Counted.SIGN_IN_ACCOUNT, account_hash(email))
    person = authenticate(request, username=email.strip(), password=password)
    shown = isinstance(person, Staff) and person.has_second_factor and not otp_later
    if shown:
        _show(request, person, email, otp)
    if not isinstance(person, Staff) or not _opened(request, person, shown):
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


def _show(request: Request, person: Staff, email: str, otp: str) -> None:
    """A wrong code counts as a wrong password does."""
    try:
        second_factor.prove_at_sign_in(request, person, otp)
    except OtpRequired:
        if otp:
            user_login_failed.send(sender=__name__, credentials={"username": email}, request=request)
            record_failure(request, email)
        raise


def _opened(request: Request, person: Staff, shown: bool) -> bool:
    """False when the person was deactivated within this moment."""
    session = request.session
    session.flush()
    session.device = device_name(request.headers.get("User-Agent", ""))  # type: ignore[attr-defined]
    address: str = request.address  # type: ignore[attr-defined]
    session.address = None if address == UNKNOWN else address  # type: ignore[attr-defined]
    try:
        if shown:
            session[SHOWN_AT] = int(time.time())
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


def _refusal(request: Request) -> InvalidCredentials:
    """A lock is told: names without an account are locked alike, so it gives none away."""
    if not lockout.stands(request):
        return InvalidCredentials(reason="sign-in failed")
    seconds = lockout.quiet_seconds()
    sentence = _("Too many attempts have failed. Please wait %(minutes)s minutes and try again.")
    told = sentence % {"minutes": ceil(seconds / 60)}
    return InvalidCredentials(told, reason="locked out", headers={"Retry-After": str(seconds)})
