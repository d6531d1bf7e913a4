"""Further devices of a household: let in from one that is signed in, by a resident's surname, or by the card alone, as
the builder has set it for the development. A home in which nobody is signed in is always joined by the card.

A waiting device holds a signed ticket and asks with it until somebody decides; the number that both devices show tells
the household that it is really theirs.
"""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import SurnameRequired
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.developments.models import Joining
from apps.tenants.models import Theme

from .models import DeviceRequest, EnrolmentCode, Homeowner

WAITS = timedelta(minutes=10)
SALT = "homeowners.device"


@dataclass(frozen=True, slots=True)
class Waiting:
    """`ticket` is the device's own; `number` stands on both screens; `look` is the builder's."""

    ticket: str
    number: str
    expires_in: int
    look: Theme


class SurnameAsked(SurnameRequired):
    """By a home whose card is valid, and so in its builder's look."""

    def __init__(self, look: Theme) -> None:
        super().__init__(_("Please give the surname of somebody in this home."), reason="surname")
        self.look = look


def admitted(card: EnrolmentCode, person: Homeowner, surname: str, *, look: Theme) -> bool:
    """Whether this device may come in at once; False means that somebody has to let it in.

    Raises:
        SurnameAsked: a surname is asked for, and this is none of the home's.
    """
    joining = person.development.joining
    if joining == Joining.CARD or not _somebody_signed_in(card):
        return True
    if joining == Joining.SURNAME:
        if surname and _plain(surname) in _surnames(card):
            return True
        raise SurnameAsked(look)
    return False


def ask(card: EnrolmentCode, *, device: str, look: Theme) -> Waiting:
    """A request that a signed-in device of the home may grant within ten minutes; expired ones of the home go."""
    DeviceRequest.objects.filter(tenant_id=card.tenant_id, unit_id=card.unit_id, expires_at__lt=timezone.now()).delete()
    made = DeviceRequest.objects.create(
        tenant_id=card.tenant_id,
        development_id=card.development_id,
        unit_id=card.unit_id,
        device=device,
        number=f"{secrets.randbelow(100):02}",
        expires_at=timezone.now() + WAITS,
    )
    ticket = signing.dumps([str(card.tenant_id), str(made.pk)], salt=SALT)
    return Waiting(ticket, made.number, int(WAITS.total_seconds()), look)


def ticket_of(text: str) -> tuple[UUID, UUID] | None:
    """Tenant and id of the request behind a ticket; None when it is none of ours, or too old."""
    try:
        tenant_id, request_id = signing.loads(text, salt=SALT, max_age=WAITS)
    except signing.BadSignature:
        return None
    return UUID(tenant_id), UUID(request_id)


def waiting(principal: Principal) -> QuerySet[DeviceRequest]:
    """What waits to come into the home of the homeowner who acts, the latest first."""
    rows = developments.within_reach(principal, DeviceRequest.objects.all())
    return rows.filter(unit_id=principal.unit_id, allowed=None, expires_at__gt=timezone.now())


@transaction.atomic
def decide(principal: Principal, *, request_id: UUID, allow: bool) -> None:
    """Let a waiting device in, or not; the first decision holds.

    Raises:
        NotFound: nothing of that name waits at the own home.
    """
    rbac.check(principal, Permission.HOME_SESSIONS)
    row = developments.found(waiting(principal).select_for_update(), request_id)
    row.allowed = allow
    row.save(update_fields=["allowed"])
    audit.record(AuditEvent.DEVICE_DECIDED, principal, subject=row, allowed=allow)


def _somebody_signed_in(card: EnrolmentCode) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM security.signed_in_residents() WHERE unit_id = %s LIMIT 1", [card.unit_id])
        return cursor.fetchone() is not None


def _surnames(card: EnrolmentCode) -> set[str]:
    people = Homeowner.objects.filter(tenant_id=card.tenant_id, unit_id=card.unit_id, is_active=True).exclude(name="")
    names = (_plain(name).split() for name in people.values_list("name", flat=True))
    # "Ó Súilleabháin" is given with or without what stands before it.
    return {" ".join(words[start:]) for words in names for start in range(1 if len(words) > 1 else 0, len(words))}


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c)).split())
