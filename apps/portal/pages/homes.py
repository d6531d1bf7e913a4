"""The homes of a development: the designs built there, and the list of homes, filtered and page by page.

A home is changed on a page of its own; the script brings that form into the list and sends it to the API.
"""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.rbac import Permission
from apps.developments import selectors
from apps.developments.models import Development
from apps.homeowners.invitations import State, with_state

from .. import wording
from ..forms import valid
from ..keyset import Slice, sliced
from .development import DevelopmentPage

PAGE_SIZE = 50
CARDS = {
    "none": (_("No card"), (State.NONE,)),
    "waiting": (_("Not scanned"), (State.ISSUED, State.PRINTED)),
    "joined": (_("Joined"), (State.SCANNED, State.ACTIVE)),
    "ended": (_("Ended"), (State.ENDED,)),
}
HOUSE_TYPES_SHOWN = 500


class Place(forms.Form):
    q = forms.CharField(max_length=100, required=False)
    type = forms.CharField(max_length=32, required=False)
    card = forms.ChoiceField(choices=[(name, label) for name, (label, _states) in CARDS.items()], required=False)
    after = forms.UUIDField(required=False)


class HomesPage(DevelopmentPage):
    template_name = "developments/homes.html"
    permission, tab = Permission.UNIT_VIEW, "homes"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        place = valid(Place(request.GET), "place in the list of homes").cleaned_data
        development = self.development
        types = list(selectors.house_types_with_homes(self.principal, development.pk)[:HOUSE_TYPES_SHOWN])
        kept = {name: place[name] for name in ("q", "type", "card")}
        found = self._found(development, place)
        return self.shown(
            development,
            place=place,
            filtered=any(kept.values()),
            house_types=types,
            homes=sum(one.homes for one in types),
            cards=[(name, label) for name, (label, _states) in CARDS.items()],
            units=found.rows,
            first_page=_address(development, **kept) if place["after"] else "",
            next_page=_address(development, **kept, after=found.next_after) if found.next_after else "",
            wording=wording.HOMES,
        )

    def _found(self, development: Development, place: dict[str, Any]) -> Slice:
        rows = selectors.units_of(self.principal, development.pk, house_type_code=place["type"], search=place["q"])
        rows = with_state(selectors.numbered(rows))
        if place["card"]:
            rows = rows.filter(state__in=CARDS[place["card"]][1])
        return sliced(
            rows,
            among=lambda: selectors.numbered(selectors.units_of(self.principal, development.pk)),
            order=selectors.BY_NUMBER,
            after=place["after"],
            size=PAGE_SIZE,
        )


def _address(development: Development, **place: Any) -> str:
    given = {name: value for name, value in place.items() if value}
    return f"{reverse('page-homes', args=[development.pk])}?{urlencode(given)}"
