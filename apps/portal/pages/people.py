"""Homes with their people: of one development, where their cards are dealt with, and of all that a builder has.

What would stop a household's card from working is asked once more, on a page, so that it needs no script.
"""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from apps.core.errors import Conflict, Invalid
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.developments.models import Development, Unit
from apps.homeowners import cards, invitations, printing
from apps.homeowners.api.cards import as_file
from apps.homeowners.invitations import State

from ..forms import valid
from ..keyset import Slice, sliced
from .development import DevelopmentPage

PAGE_SIZE = 50
DEVELOPMENTS_SHOWN = 500
ACTS = ("issue", "print", "replace", "revoke", "issue_all", "print_all")
# A card that hangs on a fridge stops working: these are asked once more.
ASKED = frozenset({"replace", "revoke"})

LABELS = {
    State.NONE: gettext_lazy("No card"),
    State.ISSUED: gettext_lazy("Card issued"),
    State.PRINTED: gettext_lazy("Card printed"),
    State.SCANNED: gettext_lazy("Joined before"),
    State.ACTIVE: gettext_lazy("Signed in"),
    State.ENDED: gettext_lazy("Ended"),
}


class Place(forms.Form):
    q = forms.CharField(max_length=100, required=False)
    state = forms.ChoiceField(choices=[(state.value, state.value) for state in State], required=False)
    development = forms.UUIDField(required=False)
    after = forms.UUIDField(required=False)


class Keys(forms.MultipleChoiceField):
    """Ids of rows that were ticked."""

    def clean(self, value: Any) -> list[UUID]:
        return [forms.UUIDField().clean(one) for one in value or ()][: cards.MOST + 1]


class ActForm(forms.Form):
    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    unit = Keys(required=False)
    sure = forms.BooleanField(required=False)


class Listing(Page):
    """What both lists show: the homes that fit, page by page."""

    def place(self) -> dict[str, Any]:
        return valid(Place(self.request.GET), "place in the list of people").cleaned_data

    def found(self, place: dict[str, Any], development_id: UUID | None) -> Slice:
        where = {"development_id": development_id}
        rows = invitations.homes(self.principal, **where, state=place["state"], search=place["q"])
        rows = invitations.with_people(self.principal, rows)
        return sliced(
            rows,
            among=lambda: invitations.homes(self.principal, **where),
            order=developments.BY_NUMBER if development_id else invitations.ORDER_BY_INDEX,
            after=place["after"],
            size=PAGE_SIZE,
        )

    def listing(self, place: dict[str, Any], development_id: UUID | None) -> dict[str, Any]:
        found = self.found(place, development_id)
        kept = {name: value for name, value in place.items() if value and name != "after"}
        return {
            "place": place,
            "filtered": bool(kept),
            "homes": found.rows,
            "labels": LABELS,
            "first_page": f"?{urlencode(kept)}" if place["after"] else "",
            "next_page": f"?{urlencode(kept | {'after': found.next_after})}" if found.next_after else "",
        }


class HomeownersPage(Listing):
    """Every home within reach; its cards are dealt with in its development."""

    template_name = "people/all.html"
    permission, rate_policy = Permission.HOMEOWNER_VIEW, RatePolicy.DEVELOPER_API
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        place = self.place()
        context = self.listing(place, place["development"])
        choices = developments.developments_of(self.principal)[:DEVELOPMENTS_SHOWN]
        return self.render_to_response(self.get_context_data(section="homeowners", developments=choices, **context))


class PeoplePage(Listing, DevelopmentPage):
    template_name = "people/list.html"
    permission = {"GET": Permission.HOMEOWNER_VIEW, "POST": Permission.ENROLMENT_MANAGE}
    rate_policy = {"GET": RatePolicy.DEVELOPER_API, "POST": RatePolicy.DEVELOPER_DOWNLOAD}
    tab = "people"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.present(self.development)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        development, form = self.development, ActForm(request.POST)
        if not form.is_valid():
            return self.present(development, trouble=_("That did not work. Please try again."))
        given = form.cleaned_data
        try:
            return self._acted(development, given["act"], given["unit"], sure=given["sure"])
        except (Conflict, Invalid) as refusal:
            return self.present(development, trouble=refusal.sentence, status=refusal.status)

    def present(self, development: Development, *, trouble: str = "", status: int = 200) -> HttpResponseBase:
        counts = invitations.counts(self.principal, development.pk)
        return self.shown(
            development,
            status=400 if trouble and status == 200 else status,
            trouble=trouble,
            total=sum(counts.values()),
            missing=counts[State.NONE],
            states=[(state.value, LABELS[state], counts[state]) for state in State],
            **self.listing(self.place(), development.pk),
        )

    def _acted(self, development: Development, act: str, chosen: list[UUID], *, sure: bool) -> HttpResponseBase:
        everywhere = act.endswith("_all")
        if not (chosen or everywhere):
            raise Invalid.field("unit", "required", _("Please tick the homes first."))
        if act in ASKED and not sure:
            return ask(self, development, act, chosen)
        return carried_out(
            self,
            development,
            act.removesuffix("_all"),
            None if everywhere else chosen,
            back=self.request.get_full_path(),
        )


def ask(page: DevelopmentPage, development: Development, act: str, chosen: Collection[UUID]) -> HttpResponseBase:
    """The page that asks once more, with the homes that it is about."""
    page.template_name = "people/sure.html"
    homes = cards.chosen(page.principal, development, chosen)
    return page.shown(development, act=act, homes=homes)


@transaction.atomic
def carried_out(
    page: DevelopmentPage, development: Development, act: str, chosen: Collection[UUID] | None, *, back: str
) -> HttpResponseBase:
    """A sheet for `print`; else the way back, with a sentence of what was done."""
    where = {"development_id": development.pk, "unit_ids": chosen}
    if act == "print":
        return as_file(printing.deck(page.principal, **where))
    done = cards.act(page.principal, act, **where)
    messages.success(page.request, _said(act, done.get("issued", 0) or done.get("revoked", 0)))
    return HttpResponseRedirect(back)


def _said(act: str, count: int) -> str:
    if not count:
        return _("Nothing had to be done: these homes have what they need.")
    told = {
        "issue": ngettext("%(count)d card was issued.", "%(count)d cards were issued.", count),
        "replace": ngettext("%(count)d card was replaced.", "%(count)d cards were replaced.", count),
        "revoke": ngettext("%(count)d card was revoked.", "%(count)d cards were revoked.", count),
    }
    return told[act] % {"count": count}


def page_of_home(home: Unit) -> str:
    return reverse("page-home-people", args=[home.development_id, home.pk])
