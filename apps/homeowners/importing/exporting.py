"""A development's homes with their people as a table, in the columns that the import knows, so that what goes out can
come in again. Read in slices by key, each in a transaction of its own: no long one stays open."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Prefetch, QuerySet

from apps.core import row_security
from apps.core.identity import Principal
from apps.core.keyset import following
from apps.developments.models import Development, Unit
from apps.homeowners.models import Homeowner

from .columns import known

SLICE = 1_000
ORDER = ("unit_number", "pk")
HOME = ("unit_number", "address", "city", "eircode", "house_type_code", "bedrooms", "floor_area_m2", "plot_area_m2")
PERSON = ("name", "email", "phone")
Cells = list[str]


def header(people: int) -> Cells:
    """Labels that the import recognises; three columns for each of `people` persons."""
    labels = [known()[field].label for field in HOME]
    persons = [f"{known()[field].label} {number}" for number in range(1, people + 1) for field in PERSON]
    return labels + persons


def most_people(development: Development) -> int:
    """As many as the fullest home has, and one at least."""
    homes = _homes_of(development).annotate(people=Count("homeowners"))
    return max(1, homes.aggregate(most=Max("people"))["most"] or 0)


def rows(principal: Principal, development: Development, people: int) -> Iterator[Cells]:
    """Every home by its number as a text, so 10 before 2, in the scope of the principal's session."""
    last = None
    while homes := _slice(principal, development, last):
        yield from (_cells(home, people) for home in homes)
        last = homes[-1]


def _slice(principal: Principal, development: Development, last: Unit | None) -> list[Unit]:
    with row_security.acting(principal.session), transaction.atomic():
        residents = Prefetch("homeowners", Homeowner.objects.order_by("created_at", "id"))
        homes = _homes_of(development).order_by(*ORDER)
        rest = following(homes, ORDER, last) if last else homes
        return list(rest.prefetch_related(residents)[:SLICE])


def _homes_of(development: Development) -> QuerySet[Unit]:
    return Unit.objects.filter(tenant_id=development.tenant_id, development=development)


def _cells(home: Unit, people: int) -> Cells:
    residents = list(home.homeowners.all())[:people]
    persons = [_text(getattr(resident, field)) for resident in residents for field in PERSON]
    return [_text(getattr(home, field)) for field in HOME] + persons + [""] * (len(PERSON) * (people - len(residents)))


def _text(value: Any) -> str:
    """Numbers without zeros that say nothing."""
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def template(codes: Sequence[str]) -> Iterator[Cells]:
    """The header and one line for each house type, as an example to write over."""
    yield header(2)
    for number, code in enumerate(codes, 1):
        yield [str(number), "", "", "", code, *[""] * (len(header(2)) - 5)]
