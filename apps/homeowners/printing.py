"""The cards of homes on paper, again and again: a working card is unsealed, never replaced (ADR 17).

Codes leave the system here and in the answer of issuing, and nowhere else; each card that does is on the trail.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import Conflict
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.developments.models import Development, Unit
from apps.tenants import theme

from . import cards, enrolment
from .enrolment import Card
from .models import EnrolmentCode
from .selectors import working


@dataclass(frozen=True, slots=True)
class HomeCard:
    """A card with the home that it opens."""

    home: Unit
    card: Card


@dataclass(frozen=True, slots=True)
class Deck:
    """`cards` in the order of the homes' numbers; `left_out` are homes without a card that can be printed.

    `colour` is the builder's own, as `#rrggbb`.
    """

    development: Development
    cards: Sequence[HomeCard]
    left_out: Sequence[Unit]
    colour: str


@transaction.atomic
def deck(principal: Principal, *, development_id: UUID, unit_ids: Collection[UUID] | None = None) -> Deck:
    """The working cards of these homes, or of all, for paper. Each is noted as printed.

    Raises:
        Conflict: none of the homes has such a card.
    """
    estate = developments.development(principal, development_id)
    rbac.check(principal, Permission.ENROLMENT_MANAGE, estate)
    homes = cards.chosen(principal, estate, unit_ids)
    opened = _opened(list(working(cards.cards_of(homes)).exclude(sealed=None)))
    if not opened:
        raise Conflict(_("None of these homes has a card that can be printed. Issue cards first."), reason="no card")
    _note(principal, [row for row, _card in opened.values()])
    shown = [HomeCard(home, opened[home.pk][1]) for home in homes if home.pk in opened]
    left_out = [home for home in homes if home.pk not in opened]
    return Deck(estate, shown, left_out, theme.colour_of(principal, estate.tenant_id))


def _opened(rows: Sequence[EnrolmentCode]) -> dict[UUID, tuple[EnrolmentCode, Card]]:
    """By home. A seal that no key of ours made, or that is another card's, is as if there were none."""
    secrets = enrolment.unsealed([(bytes(row.sealed or b""), bytes(row.code_hash)) for row in rows])
    pairs = zip(rows, secrets, strict=True)
    return {row.unit_id: (row, secret.card(row.expires_at)) for row, secret in pairs if secret}


def _note(principal: Principal, rows: Sequence[EnrolmentCode]) -> None:
    tenants = {row.tenant_id for row in rows}
    noted = EnrolmentCode.objects.filter(tenant_id__in=tenants, pk__in=[row.pk for row in rows])
    noted.update(printed_at=timezone.now())
    audit.record_each(AuditEvent.ENROLMENT_PRINTED, principal, rows)
