"""The developments of a builder company, and how a new one begins."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.analytics.attention import attention
from apps.core import rbac
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.developments import selectors, services

from ..acts import acts_of
from ..forms import StaffForm, valid
from ..keyset import sliced

PAGE_SIZE = 25


class Place(forms.Form):
    q = forms.CharField(max_length=100, required=False)
    archived = forms.BooleanField(required=False)
    after = forms.UUIDField(required=False)


class DevelopmentsPage(Page):
    template_name = "developments/list.html"
    permission, rate_policy = Permission.DEVELOPMENT_VIEW, RatePolicy.DEVELOPER_API
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        place = valid(Place(request.GET), "place on the developments page").cleaned_data
        return self.render_to_response(self.get_context_data(section="developments", **self._listing(place)))

    def _listing(self, place: dict[str, Any]) -> dict[str, Any]:
        kept = {"q": place["q"], "archived": "true" if place["archived"] else ""}
        rows = selectors.developments_like(self.principal, search=place["q"], archived=place["archived"])
        found = sliced(
            rows,
            among=lambda: selectors.developments_of(self.principal),
            order=("name", "id"),
            after=place["after"],
            size=PAGE_SIZE,
        )
        figures = attention(self.principal, found.rows)
        return {
            **place,
            "lines": [(row, figures[row.pk], acts_of(row.pk, figures[row.pk])) for row in found.rows],
            "first_page": _address(**kept) if place["after"] else "",
            "next_page": _address(**kept, after=found.next_after) if found.next_after else "",
            "has_archived": selectors.developments_like(self.principal, archived=True).exists(),
            "may_create": rbac.allows(self.principal, Permission.DEVELOPMENT_CREATE),
        }


class NewForm(StaffForm):
    name = forms.CharField(max_length=120, label=gettext_lazy("Name"))
    address = forms.CharField(max_length=240, required=False, label=gettext_lazy("Address"))


class NewDevelopmentPage(Page):
    template_name = "developments/new.html"
    permission, rate_policy = Permission.DEVELOPMENT_CREATE, RatePolicy.DEVELOPER_API

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render_to_response(self.get_context_data(section="developments", form=NewForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = NewForm(request.POST)
        if not form.carried_out(lambda given: services.development_create(self.principal, **given)):
            context = self.get_context_data(section="developments", form=form)
            return self.render_to_response(context, status=form.status)
        messages.success(request, _("The development is there. Say next whom homeowners can call."))
        return HttpResponseRedirect(reverse("page-development-details", args=[form.made.pk]))


def _address(**place: Any) -> str:
    given = {name: value for name, value in place.items() if value}
    return f"{reverse('page-developments')}?{urlencode(given)}"
