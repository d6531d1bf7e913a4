"""Setting up, showing and switching off one's second factor.

Everything here opens a scope and a transaction of its own: a failed code is counted whatever the view answers, and the
rows are the platform scope's alone. So views of these declare `atomic = False`.
"""

import secrets
import time
from base64 import b32encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn
from urllib.parse import quote, urlencode
from uuid import UUID

import segno
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.audit.events import AuditEvent
from apps.audit.services import record
from apps.core import rbac, row_security
from apps.core.errors import Conflict, FieldError, Invalid, OtpRequired
from apps.core.http import Request
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.core.step_up import SHOWN_AT

from . import live_sessions, selectors
from .devices import DIGITS, STEP, Authenticator, RecoveryCode
from .models import Staff
from .own_account import oneself, renew_key
from .sealing import fingerprints

KEY_BYTES, CODES, CODE_LENGTH = 20, 10, 10
# No letter or digit that is read for another.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
ISSUER = "OpenHouse"
REASON = "second factor"


@dataclass(frozen=True, slots=True)
class SetUp:
    """What the app is given: `qr` shows `uri` as an image's data URI, `secret` is for typing."""

    secret: str
    uri: str
    qr: str


@dataclass(frozen=True, slots=True)
class State:
    """`set_up` is one that has begun and is not confirmed."""

    on: bool
    required: bool
    since: datetime | None
    recovery_codes: int
    set_up: SetUp | None


def state(principal: Principal) -> State:
    with oneself(principal, REASON) as person:
        found = _of(person)
        left = RecoveryCode.objects.filter(tenant_id=person.tenant_id, user=person).count()
        on = found is not None and found.confirmed
        since = found.created_at if found and on else None
        begun = _set_up(found, person) if found and not on else None
        return State(on, person.tenant.require_second_factor, since, left, begun)


def begin(principal: Principal) -> SetUp:
    """Give the app a new key. It counts for nothing until `confirm`.

    Raises:
        Conflict: one is in use already.
    """
    with oneself(principal, REASON) as person:
        found = _of(person) or Authenticator(tenant_id=person.tenant_id, user=person)
        if found.confirmed and not found._state.adding:
            raise Conflict(_("The second factor is on already. Switch it off first."))
        found.confirmed, found.last_t, found.drift = False, -1, 0
        found.key = secrets.token_bytes(KEY_BYTES)
        found.save()
        return _set_up(found, person)


def confirm(request: Request, code: str) -> list[str]:
    """Switch the factor on by a first code; the recovery codes, which are shown this once.

    This session goes on under a new key, every other one of the person ends.

    Raises:
        Conflict: no set-up has begun.
        Invalid: the code is not right.
    """
    principal = request.principal
    with oneself(principal, REASON) as person:
        found = _of(person)
        if found is None or found.confirmed:
            raise Conflict(_("Begin to set up the second factor first."))
        verified = found.verify_token(_typed(code))
        if verified:
            found.confirmed, found.created_at = True, timezone.now()
            found.save()
            codes = _new_codes(person)
            record(AuditEvent.SECOND_FACTOR_ON, principal, subject=person)
            _changed(request)
    if not verified:
        raise Invalid.field("otp", "invalid", _("This code is not right. Wait for the next one and try again."))
    return codes


def renew_codes(request: Request) -> list[str]:
    """Replace the recovery codes; the new ones, which are shown this once."""
    with _switched_on(request.principal) as (person, _found):
        record(AuditEvent.RECOVERY_CODES_RENEWED, request.principal, subject=person)
        renew_key(request)
        return _new_codes(person)


def switch_off(request: Request) -> None:
    """Raises Conflict: it is off, or the tenant requires it."""
    with _switched_on(request.principal) as (person, found):
        if person.tenant.require_second_factor:
            raise Conflict(_("Your organisation requires a second factor."))
        _remove(found)
        record(AuditEvent.SECOND_FACTOR_OFF, request.principal, subject=person)
        _changed(request)


def reset(principal: Principal, *, staff_id: UUID) -> None:
    """Take the factor off somebody who has lost both app and codes, and end their sessions.

    Raises:
        NotFound: the person is out of reach.
        Conflict: they have none.
    """
    with transaction.atomic():
        person = selectors.staff(principal, staff_id)
        rbac.check(principal, Permission.STAFF_MANAGE, person)
    with row_security.service_scope(None, REASON), transaction.atomic():
        take_off(principal, person)


def take_off(principal: Principal, person: Staff) -> None:
    """As `reset`, inside a transaction of the platform's scope."""
    found = _of(person)
    if found is None or not found.confirmed:
        raise Conflict(_("This person has no second factor."))
    _remove(found)
    record(AuditEvent.SECOND_FACTOR_OFF, principal, subject=person)
    live_sessions.end_all_of(principal, person.pk, "second factor taken off")


def prove(request: Request, code: str) -> None:
    """Note in this session that the factor was shown just now.

    Raises:
        OtpRequired: there is no code, or it is not right.
    """
    person_id = request.principal.subject_id
    if not code:
        raise OtpRequired(reason="no one-time code")
    _insist(person_id, code, request.principal)
    request.session[SHOWN_AT] = int(time.time())


def prove_at_sign_in(request: Request, person: Staff, code: str) -> None:
    """As `prove`, for a session that opens with this request."""
    if not code:
        raise OtpRequired(reason="no one-time code")
    _insist(person.pk, code, request.principal)


def _insist(person_id: UUID | None, code: str, principal: Principal) -> None:
    with row_security.service_scope(None, REASON), transaction.atomic():
        rows = Authenticator.objects.select_for_update().filter(user_id=person_id, confirmed=True)
        found = rows.first()
        verified = found is not None and found.verify_token(_typed(code))
        if found is not None:
            _note(principal, found, verified, recovery=len(_typed(code)) != DIGITS)
    if not verified:
        _refuse(found)


def _note(principal: Principal, found: Authenticator, verified: bool, *, recovery: bool) -> None:
    person = Staff(pk=found.user_id, tenant_id=found.tenant_id)
    if not verified:
        record(AuditEvent.SECOND_FACTOR_FAILED, principal, subject=person)
    elif recovery:
        record(AuditEvent.RECOVERY_CODE_USED, principal, subject=person)


def _refuse(found: Authenticator | None) -> NoReturn:
    _allowed, why = found.verify_is_allowed() if found else (True, None)
    until = (why or {}).get("locked_until")
    wait = max(1, round((until - timezone.now()).total_seconds())) if until else 1
    error = FieldError("otp", "invalid", _("This code is not right, or was used before. Wait for the next one."))
    raise OtpRequired(reason="wrong one-time code", errors=[error], headers={"Retry-After": str(wait)})


def _changed(request: Request) -> None:
    """The factor was shown with this change; sessions that know nothing of it end."""
    live_sessions.end_others(request.principal)
    request.session[SHOWN_AT] = int(time.time())
    renew_key(request)


@contextmanager
def _switched_on(principal: Principal) -> Iterator[tuple[Staff, Authenticator]]:
    with oneself(principal, REASON) as person:
        found = _of(person)
        if found is None or not found.confirmed:
            raise Conflict(_("The second factor is off."))
        yield person, found


def _of(person: Staff) -> Authenticator | None:
    rows = Authenticator.objects.select_for_update()
    return rows.filter(tenant_id=person.tenant_id, user_id=person.pk).first()


def _remove(found: Authenticator) -> None:
    RecoveryCode.objects.filter(tenant_id=found.tenant_id, user_id=found.user_id).delete()
    found.delete()


def _new_codes(person: Staff) -> list[str]:
    RecoveryCode.objects.filter(tenant_id=person.tenant_id, user=person).delete()
    codes = ["".join(secrets.choice(ALPHABET) for _n in range(CODE_LENGTH)) for _m in range(CODES)]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(tenant_id=person.tenant_id, user=person, fingerprint=fingerprints(code)[0]) for code in codes
    )
    half = CODE_LENGTH // 2
    return [f"{code[:half]}-{code[half:]}" for code in codes]


def _typed(code: str) -> str:
    return code.replace(" ", "").strip()


def _set_up(found: Authenticator, person: Staff) -> SetUp:
    secret = b32encode(found.key).decode()
    query = urlencode({"secret": secret, "issuer": ISSUER, "digits": DIGITS, "period": STEP})
    uri = f"otpauth://totp/{quote(f'{ISSUER}:{person.email}')}?{query}"
    return SetUp(secret, uri, segno.make(uri, micro=False).svg_data_uri(scale=5, border=2, light="#ffffff"))
