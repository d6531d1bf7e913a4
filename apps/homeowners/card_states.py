"""What became of a home's card, told with the home itself: none that stands, not scanned yet, expired, or scanned."""

from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models import TextChoices as Choices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.developments.models import Unit

from .models import EnrolmentCode


class CardState(Choices):
    NONE = "none", _("No card")
    WAITING = "waiting", _("Not scanned")
    EXPIRED = "expired", _("Expired")
    SCANNED = "scanned", _("Scanned")


# A card that expired before anybody scanned it waits as well: for a new one.
WANTED = {
    CardState.NONE: Q(card_state=CardState.NONE),
    CardState.WAITING: Q(card_state__in=[CardState.WAITING, CardState.EXPIRED]),
    CardState.SCANNED: Q(card_state=CardState.SCANNED),
}


def with_card_state(homes: QuerySet[Unit]) -> QuerySet[Any]:
    """`homes`, each with its `card_state`."""
    cards = EnrolmentCode.objects.filter(tenant_id=OuterRef("tenant_id"), unit_id=OuterRef("pk"), revoked_at=None)
    return homes.annotate(
        card_state=Case(
            When(Exists(cards.filter(scans__gt=0)), then=Value(CardState.SCANNED)),
            When(Exists(cards.filter(expires_at__gt=timezone.now())), then=Value(CardState.WAITING)),
            When(Exists(cards), then=Value(CardState.EXPIRED)),
            default=Value(CardState.NONE),
        )
    )
