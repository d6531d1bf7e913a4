"""Reading estates, designs and homes. Row security hides what is out of reach; the filters here say the same, so that
the planner may use its indexes and a mistake in either one shows nothing."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from apps.core.errors import NotFound
from apps.core.identity import Principal

from .models import Development, HouseType, Unit
from .numbering import NUMBER, WORD

Row = TypeVar("Row", bound=Model)


def within_reach(principal: Principal, rows: QuerySet[Row], development: str = "development_id") -> QuerySet[Row]:
    """`rows` of the principal's tenant, and of their developments where those are the end of their reach."""
    if principal.tenant_id is not None:
        rows = rows.filter(tenant_id=principal.tenant_id)
    if principal.is_bound:
        rows = rows.filter(**{f"{development}__in": sorted(principal.development_ids)})
    return rows


def developments_of(principal: Principal) -> QuerySet[Development]:
    return within_reach(principal, Development.objects.all(), "id")


def developments_like(principal: Principal, *, search: str = "", archived: bool | None = None) -> QuerySet[Development]:
    """By name; `search` looks into name and address, `archived` None means both kinds."""
    rows = developments_of(principal).order_by("name", "id")
    if archived is not None:
        rows = rows.filter(archived_at__isnull=not archived)
    if search:
        rows = rows.filter(Q(name__icontains=search) | Q(address__icontains=search))
    return rows


def development(principal: Principal, development_id: UUID) -> Development:
    """
    Raises:
        NotFound: there is none, or it is out of reach.
    """
    return found(developments_of(principal), development_id)


def asked_or_first(principal: Principal, development_id: UUID | None) -> Development | None:
    """The one asked for, else the first that is not archived, else the first; None where there is none.

    Raises:
        NotFound: the one asked for is out of reach.
    """
    if development_id is not None:
        return development(principal, development_id)
    return developments_of(principal).order_by(F("archived_at").asc(nulls_first=True), "name", "id").first()


def house_types_of(principal: Principal, development_id: UUID) -> QuerySet[HouseType]:
    """
    Raises:
        NotFound: no such development within reach.
    """
    estate = development(principal, development_id)
    return HouseType.objects.filter(tenant_id=estate.tenant_id, development=estate)


def house_types_with_homes(principal: Principal, development_id: UUID) -> QuerySet[Any]:
    """Each with the number of its `homes`.

    Raises:
        NotFound: as `house_types_of`.
    """
    own = Unit.objects.filter(
        tenant_id=OuterRef("tenant_id"), development_id=OuterRef("development_id"), house_type_code=OuterRef("code")
    )
    counted = own.order_by().values("house_type_code").annotate(count=Count("pk")).values("count")
    return house_types_of(principal, development_id).annotate(homes=Coalesce(Subquery(counted), 0))


def units_of(
    principal: Principal, development_id: UUID, *, house_type_code: str = "", search: str = ""
) -> QuerySet[Unit]:
    """Homes of a development; `search` looks into number, address and eircode.

    Raises:
        NotFound: no such development within reach.
    """
    estate = development(principal, development_id)
    rows = Unit.objects.filter(tenant_id=estate.tenant_id, development=estate)
    if house_type_code:
        rows = rows.filter(house_type_code=house_type_code)
    if search:
        rows = rows.filter(home_matching(search))
    return rows


def home_matching(search: str) -> Q:
    """Homes that have it in their number, address or eircode."""
    return Q(unit_number__icontains=search) | Q(address__icontains=search) | Q(eircode__icontains=search)


BY_NUMBER = ("word", "number", "unit_number")


def numbered(homes: QuerySet[Unit]) -> QuerySet[Any]:
    """With what `BY_NUMBER` orders them by; it tells any two homes of one development apart."""
    return homes.annotate(word=WORD, number=NUMBER)


def unit(principal: Principal, unit_id: UUID) -> Unit:
    """
    Raises:
        NotFound: there is none, or it is out of reach.
    """
    rows = within_reach(principal, Unit.objects.all())
    return found(rows, unit_id)


def found(rows: QuerySet[Row], key: UUID) -> Row:
    """The row with this key; for one out of reach the very answer of one that does not exist."""
    row = rows.filter(pk=key).first()
    if row is None:
        raise NotFound(reason=f"no {rows.model._meta.verbose_name} within reach")
    return row
