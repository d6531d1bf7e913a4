"""Where staff begin: what waits for them, over all developments and in each, and the way to it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from apps.analytics.attention import Attention, attention
from apps.core import rbac
from apps.core.pages import Page
from apps.core.panels import guarded
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.developments.models import Development

from ..acts import KINDS, Act, Kind, acts_of
from ..forms import valid

DEVELOPMENTS_SHOWN = 200


class Shown(forms.Form):
    show = forms.ChoiceField(choices=[(name, name) for name in KINDS], required=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One development and what waits there."""

    development: Development
    figures: Attention
    acts: list[Act]


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure over all developments. `address` is blank when nothing waits."""

    name: str
    kind: Kind
    count: int
    address: str


class DashboardPage(Page):
    template_name = "dashboard/dashboard.html"
    permission, rate_policy = Permission.DEVELOPMENT_VIEW, RatePolicy.DEVELOPER_API
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        shown = valid(Shown(request.GET), "a figure that the dashboard does not have")
        waits, show = guarded(request, self._lines), shown.cleaned_data["show"]
        lines, more = waits.found or ([], False)
        context = self.get_context_data(
            section="dashboard",
            failure=waits.failure,
            show=show,
            kind=KINDS.get(show),
            tiles=[tile(name, lines) for name in KINDS],
            lines=waiting(lines, KINDS.get(show)),
            developments=len(lines),
            more=more,
            homes=sum(line.figures.homes for line in lines),
            may_create=rbac.allows(self.principal, Permission.DEVELOPMENT_CREATE),
        )
        return self.render_to_response(context)

    def _lines(self) -> tuple[list[Line], bool]:
        """The first developments by name, and whether there are more."""
        found = list(developments.developments_like(self.principal, archived=False)[: DEVELOPMENTS_SHOWN + 1])
        estates = found[:DEVELOPMENTS_SHOWN]
        figures = attention(self.principal, estates)
        lines = [Line(estate, figures[estate.pk], acts_of(estate.pk, figures[estate.pk])) for estate in estates]
        return lines, len(found) > len(estates)


def tile(name: str, lines: list[Line]) -> Tile:
    """It leads straight to the one development where something waits, else to those where it does."""
    kind = KINDS[name]
    acts = [act for line in lines for act in line.acts if act.kind is kind]
    address = f"{reverse('page-dashboard')}?show={name}#waiting" if acts else ""
    if len(acts) == 1:
        address = acts[0].address
    return Tile(name, kind, sum(act.count for act in acts), address)


def waiting(lines: list[Line], kind: Kind | None) -> list[Line]:
    """Where something waits, or something of this kind, the most first."""
    found = [line for line in lines if any(kind in (None, act.kind) for act in line.acts)]
    return sorted(found, key=lambda line: -(getattr(line.figures, kind.figure) if kind else line.figures.waiting))
