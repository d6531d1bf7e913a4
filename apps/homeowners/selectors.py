"""Reading residents and the cards of their homes."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from apps.core.errors import NotFound
from apps.core.identity import Principal
from apps.developments import selectors as developments
from apps.developments.models import HouseType

from .models import CardScan, EnrolmentCode, Homeowner


def homeowners_of(principal: Principal, unit_id: UUID) -> QuerySet[Homeowner]:
    """
    Raises:
        NotFound: no such home within reach.
    """
    home = developments.unit(principal, unit_id)
    return Homeowner.objects.filter(tenant_id=home.tenant_id, development_id=home.development_id, unit=home)


def homeowner(principal: Principal, homeowner_id: UUID) -> Homeowner:
    """
    Raises:
        NotFound: there is none, or they are out of reach.
    """
    return developments.found(developments.within_reach(principal, Homeowner.objects.all()), homeowner_id)


def resident(principal: Principal) -> Homeowner:
    """The homeowner who acts, with home, development and builder."""
    rows = developments.within_reach(principal, Homeowner.objects.select_related("unit", "development", "tenant"))
    return developments.found(rows, principal.subject_id or UUID(int=0))


def design(principal: Principal) -> HouseType | None:
    """The house type of the homeowner who acts."""
    rows = developments.within_reach(principal, HouseType.objects.all())
    return rows.filter(development_id__in=principal.development_ids, code=principal.house_type_code).first()


def standing(cards: QuerySet[EnrolmentCode]) -> QuerySet[EnrolmentCode]:
    """Those that nobody has revoked; perhaps expired."""
    return cards.filter(revoked_at=None)


def working(cards: QuerySet[EnrolmentCode]) -> QuerySet[EnrolmentCode]:
    """Those that a home can be joined with."""
    return standing(cards).filter(expires_at__gt=timezone.now())


def card(principal: Principal, unit_id: UUID) -> EnrolmentCode:
    """The card that stands, perhaps expired.

    Raises:
        NotFound: no such home within reach, or it has no card.
    """
    home = developments.unit(principal, unit_id)
    found = standing(EnrolmentCode.objects.filter(tenant_id=home.tenant_id, unit_id=home.pk)).first()
    if found is None:
        raise NotFound(reason="the home has no card")
    return found


def scans(principal: Principal, unit_id: UUID) -> QuerySet[CardScan]:
    """Every use of a working card of the home, newest first.

    Raises:
        NotFound: no such home within reach.
    """
    home = developments.unit(principal, unit_id)
    return CardScan.objects.filter(tenant_id=home.tenant_id, unit_id=home.pk)
