"""From the code of a card to a signed-in home, and from a refresh token to the next pair.

Both begin before any scope exists: the gate finds the card by its hash, or the session by its id, and only then is a
scope entered, of that card's tenant or of that session. Views of these declare `atomic = False`.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core import rate_limiter, row_security
from apps.core.errors import Conflict, Replayed, SessionEnded, UnknownCode
from apps.core.identity import Principal
from apps.core.rate_limiter import Counted
from apps.tenants import theme
from apps.tenants.models import Theme

from . import device_requests, enrolment, services, sessions, tokens
from .device_requests import Waiting
from .models import CardScan, DeviceRequest, EnrolmentCode, Homeowner, ScanOutcome
from .sessions import Opened, Outcome

UNKNOWN = "This code is not known here. Please check it, or ask your builder for a new card."
BUSY = "Another tab or window is doing this right now. Please try again in a second."
REPLAYED = "This sign-in was used in two places, so it was ended to be safe. Please scan your card again."


@dataclass(frozen=True, slots=True)
class Visitor:
    """A device at the door: what it is called, where it asks from, and the surname that was given with the card."""

    device: str
    address: str
    surname: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A homeowner with home, development and builder, and the session that speaks for them. Who has just come in by a
    card is shown the builder's look too."""

    homeowner: Homeowner
    opened: Opened
    look: Theme | None = None

    @property
    def access(self) -> str:
        o = self.opened
        return tokens.access_token(homeowner=self.homeowner, session=o.session, version=o.version, ends=o.ends)

    @property
    def expires_in(self) -> int:
        """Seconds that `access` lives; the last one of a session lives no longer than that."""
        left = (self.opened.ends - timezone.now()).total_seconds()
        return int(min(settings.HOMEOWNER_ACCESS_SECONDS, left))

    @property
    def refresh(self) -> str:
        o = self.opened
        return tokens.refresh_token(
            homeowner=self.homeowner, session=o.session, version=o.version, jti=o.jti, ends=o.ends
        )


def join(code: str, *, device: str, address: str, surname: str = "") -> SignedIn | Waiting:
    """Exchange a code for a session of the home's first active resident, who is made when the home has none yet; or for
    a place to wait, where somebody of the home has to let a further device in.

    A code that never was, one that was revoked or replaced and one that has expired are one answer, found by the
    same look-up. A home whose residents are all deactivated admits nobody.

    Raises:
        UnknownCode: no live card has this code.
        SurnameAsked: a further device of this development says a surname too.
    """
    tenant_id, card_id = _live_card(code)
    with row_security.service_scope(tenant_id, "join") as principal, transaction.atomic():
        entered = _enter(principal, card_id, Visitor(device, address, surname))
    if entered is None:
        raise UnknownCode(UNKNOWN, reason="nobody in this home is active")
    return entered


def enter(ticket: str, *, address: str) -> SignedIn | None:
    """The session of a device that waited; None while nobody has decided. A ticket lets in once.

    Raises:
        UnknownCode: no such device waits any more, or somebody has refused it.
    """
    known = device_requests.ticket_of(ticket)
    if known is None:
        raise UnknownCode(UNKNOWN, reason="no ticket of ours")
    with row_security.service_scope(known[0], "join") as principal, transaction.atomic():
        request = DeviceRequest.objects.select_for_update().filter(tenant_id=known[0], pk=known[1]).first()
        if request is None or request.allowed is False:
            raise UnknownCode(UNKNOWN, reason="not let in")
        return _let_in(principal, request, address) if request.allowed else None


def refresh(token: str, *, request: str, address: str) -> SignedIn:
    """Exchange a refresh token for the next pair. `request` names the attempt; an answer that was lost may be had again
    within ten seconds by the same attempt from the same address.

    Raises:
        SessionEnded: it is no refresh token of ours, or its session has ended.
        Conflict: another attempt of this moment won.
        Replayed: it was used before; the whole session has been ended.
    """
    try:
        claims = tokens.verified(token, tokens.REFRESH)
    except tokens.BadToken as bad:
        raise SessionEnded(reason=str(bad)) from None
    rotation = sessions.rotate(claims, request=request, address=address)
    if rotation.outcome is Outcome.REPLAYED:
        _record_replay(rotation.tenant_id, claims.session)
        raise Replayed(REPLAYED, reason="refresh token used twice")
    if rotation.outcome is Outcome.BUSY:
        raise Conflict(BUSY, reason="refresh token in use", headers={"Retry-After": "1"})
    if rotation.opened is None:
        raise SessionEnded(reason="refresh after the end")
    with row_security.acting(claims.session), transaction.atomic():
        return SignedIn(_with_home().get(pk=claims.subject), rotation.opened)


def _live_card(code: str) -> tuple[UUID, UUID]:
    """Tenant and key of the live card with this code, long or short."""
    for hashed in enrolment.hashes(code):
        with connection.cursor() as cursor:
            proof = row_security.proof(f"card_by_hash:{hashed.hex()}")
            cursor.execute("SELECT tenant_id, id FROM security.card_by_hash(%s, %s)", [hashed, proof])
            found = cursor.fetchone()
        if found:
            rate_limiter.count(Counted.JOIN_CARD, hashed.hex())
            return found[0], found[1]
    raise UnknownCode(UNKNOWN, reason="no live card has this code")


def _enter(principal: Principal, card_id: UUID, visitor: Visitor) -> SignedIn | Waiting | None:
    """Count the scan and open a session, or let the device wait; None when nobody in the home may enter."""
    card = EnrolmentCode.objects.select_for_update().get(pk=card_id)
    if card.revoked_at is not None:
        raise UnknownCode(UNKNOWN, reason="revoked in this moment")
    person = _resident(principal, card)
    if person is None:
        _scanned(principal, card, ScanOutcome.NOBODY_ACTIVE)
        return None
    look = theme.worn_by(principal, person.tenant)
    if not device_requests.admitted(card, person, visitor.surname, look=look):
        _scanned(principal, card, ScanOutcome.WAITS)
        return device_requests.ask(card, device=visitor.device, look=look)
    _scanned(principal, card, ScanOutcome.JOINED)
    return _signed_in(principal, person, visitor, look=look, first_time=card.scans == 0)


def _scanned(principal: Principal, card: EnrolmentCode, outcome: ScanOutcome) -> None:
    EnrolmentCode.objects.filter(tenant_id=card.tenant_id, pk=card.pk).update(
        scans=F("scans") + 1, last_scan_at=timezone.now()
    )
    CardScan.objects.create(
        tenant_id=card.tenant_id, development_id=card.development_id, unit_id=card.unit_id, card=card, outcome=outcome
    )
    audit.record(AuditEvent.ENROLMENT_SCANNED, principal, subject=card, outcome=outcome)


def _signed_in(principal: Principal, person: Homeowner, visitor: Visitor, *, look: Theme, first_time: bool) -> SignedIn:
    opened = sessions.open_for(person, device=visitor.device, address=visitor.address)
    audit.record(AuditEvent.HOMEOWNER_JOINED, principal, subject=person, first_time=first_time)
    return SignedIn(person, opened, look)


def _let_in(principal: Principal, request: DeviceRequest, address: str) -> SignedIn:
    people = _with_home().filter(tenant_id=request.tenant_id, unit_id=request.unit_id, is_active=True)
    person = people.order_by("created_at", "id").first()
    if person is None:
        raise UnknownCode(UNKNOWN, reason="nobody in this home is active")
    device = request.device
    request.delete()
    look = theme.worn_by(principal, person.tenant)
    return _signed_in(principal, person, Visitor(device, address), look=look, first_time=False)


def _resident(principal: Principal, card: EnrolmentCode) -> Homeowner | None:
    """The card is locked, so two first scans at once do not make two residents."""
    people = _with_home().filter(tenant_id=card.tenant_id, unit_id=card.unit_id).order_by("created_at", "id")
    if not people:
        made = services.homeowner_create(principal, unit_id=card.unit_id)
        return _with_home().get(pk=made.pk)
    return next((person for person in people if person.is_active), None)


def _with_home() -> QuerySet[Homeowner]:
    return Homeowner.objects.select_related("unit", "development", "tenant")


def _record_replay(tenant_id: UUID | None, session: UUID) -> None:
    with row_security.service_scope(tenant_id, "replay") as principal, transaction.atomic():
        audit.record(AuditEvent.TOKEN_REPLAYED, principal, session=session, kind="refresh")
