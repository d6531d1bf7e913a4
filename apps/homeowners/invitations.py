"""How far each home has come: from no card to somebody signed in. One query says it of a whole page of homes.

`active`: somebody is signed in. `ended`: the home was joined once, and nobody can come in with what it has. `scanned`:
it was joined, its card works, nobody is signed in. `printed`, `issued`: a card works and was never used. `none`: no
card works.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat, Lower, LPad

from apps.core import rbac
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.developments.models import Unit

from .models import EnrolmentCode, Homeowner
from .selectors import working

# Two homes of equal place differ in their key. A cursor of the API says one value, so it goes by the place.
ORDER = ("place", "id")
# The same order by what stands in indexes, for lists that can say all of it.
ORDER_BY_INDEX = ("estate", "development_id", *developments.BY_NUMBER)
DIGITS = 9
SEARCHED_OF_PEOPLE = ("name", "email", "phone")


class SignedIn(Func):
    """Whether a home (`column="unit_id"`) or a person is signed in; the gate is asked once for all rows."""

    template = "%(expressions)s IN (SELECT %(column)s FROM security.signed_in_residents())"
    output_field = BooleanField()


class State(StrEnum):
    NONE = "none"
    ISSUED = "issued"
    PRINTED = "printed"
    SCANNED = "scanned"
    ACTIVE = "active"
    ENDED = "ended"


def homes(
    principal: Principal, *, development_id: UUID | None = None, state: str = "", search: str = ""
) -> QuerySet[Unit]:
    """Homes within reach with `state` and their card's figures, by development and number.

    `search` looks into number, address and Eircode, and into their people's name, e-mail and phone.

    Raises:
        NotFound: no such development within reach.
    """
    rbac.check(principal, Permission.HOMEOWNER_VIEW)
    rows = developments.within_reach(principal, Unit.objects.select_related("development"))
    if development_id is not None:
        rows = rows.filter(development=developments.development(principal, development_id))
    if search:
        rows = rows.filter(_matching(search))
    rows = with_state(_placed(rows)).order_by(*ORDER)
    return rows.filter(state=state) if state else rows


def with_people(principal: Principal, rows: QuerySet[Unit]) -> QuerySet[Unit]:
    """Each home with its `people`, first recorded first, and each of these with `signed_in`; one more query."""
    people = signed_in_or_not(developments.within_reach(principal, Homeowner.objects.order_by("created_at", "id")))
    return rows.prefetch_related(Prefetch("homeowners", people, to_attr="people"))


def signed_in_or_not(people: QuerySet[Homeowner]) -> QuerySet[Homeowner]:
    return people.annotate(signed_in=SignedIn("id", column="subject_id"))


def _matching(search: str) -> Q:
    person = Q(*((f"{field}__icontains", search) for field in SEARCHED_OF_PEOPLE), _connector=Q.OR)
    return developments.home_matching(search) | Q(Exists(_people().filter(person)))


def never_used(cards: QuerySet[EnrolmentCode]) -> QuerySet[EnrolmentCode]:
    """Those that work, of homes that were never joined: their state is `issued` or `printed`."""
    used = EnrolmentCode.objects.filter(
        tenant_id=OuterRef("tenant_id"), development_id=OuterRef("development_id"), unit_id=OuterRef("unit_id")
    )
    return working(cards).filter(~Exists(used.exclude(last_scan_at=None)))


def with_state(rows: QuerySet[Unit]) -> QuerySet[Any]:
    """Each home with its `state` and its card's figures."""
    card = working(_cards())
    return rows.annotate(
        card_id=Subquery(card.values("id")[:1]),
        card_printed_at=Subquery(card.values("printed_at")[:1], output_field=DateTimeField()),
        card_expires_at=Subquery(card.values("expires_at")[:1], output_field=DateTimeField()),
        card_scans=Subquery(card.values("scans")[:1], output_field=IntegerField()),
        last_scan_at=Subquery(_cards().exclude(last_scan_at=None).order_by("-last_scan_at").values("last_scan_at")[:1]),
        signed_in=SignedIn("id", column="unit_id"),
        shut_out=Exists(_people()) & ~Exists(_people().filter(is_active=True)),
        state=_state(),
    )


def _placed(rows: QuerySet[Unit]) -> QuerySet[Unit]:
    """With one text to sort by, so that a page is found by it: the development, then numbers as people count them."""
    counted = LPad(Cast("number", CharField()), DIGITS, Value("0"))
    parts = (F("estate"), Value(" "), F("development_id"), "word", counted, "unit_number")
    named = developments.numbered(rows).annotate(estate=Lower("development__name"))
    return named.annotate(place=Concat(*parts, output_field=CharField()))


def counts(principal: Principal, development_id: UUID) -> Mapping[str, int]:
    """How many homes of the development stand where; states without any are 0."""
    rows = homes(principal, development_id=development_id).order_by().values_list("state").annotate(Count("pk"))
    return {state.value: 0 for state in State} | dict(rows)


def _state() -> Case:
    joined = Q(last_scan_at__isnull=False)
    return Case(
        When(signed_in=True, then=Value(State.ACTIVE)),
        When(joined & (Q(card_id=None) | Q(shut_out=True)), then=Value(State.ENDED)),
        When(joined, then=Value(State.SCANNED)),
        When(card_id=None, then=Value(State.NONE)),
        When(card_printed_at=None, then=Value(State.ISSUED)),
        default=Value(State.PRINTED),
        output_field=CharField(),
    )


def _cards() -> QuerySet[EnrolmentCode]:
    return EnrolmentCode.objects.filter(
        tenant_id=OuterRef("tenant_id"), development_id=OuterRef("development_id"), unit_id=OuterRef("pk")
    )


def _people() -> QuerySet[Homeowner]:
    return Homeowner.objects.filter(
        tenant_id=OuterRef("tenant_id"), development_id=OuterRef("development_id"), unit_id=OuterRef("pk")
    )
