"""The frame of the enterprise admin's own pages: what no single model is, beside the pages of models."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.core.errors import NotFound, Problem
from apps.core.keyset import Part
from apps.core.pages import Page
from apps.core.panels import guarded
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from ..forms import valid

T = TypeVar("T")
PAGE_SIZE = 100
PAGES = (
    ("admin-sessions-page", _("Sessions")),
    ("admin-locks-page", _("Locked accounts")),
    ("admin-limits-page", _("Limits")),
    ("admin-jobs-page", _("Jobs")),
)


class Chosen(forms.Form):
    """The one row that a button stands beside."""

    id = forms.UUIDField()


class Sought(forms.Form):
    """What a list is searched for, and behind what it goes on."""

    search = forms.CharField(max_length=100, required=False)
    after = forms.CharField(max_length=400, required=False)


def ways(place: Mapping[str, Any], name: str, further: Any) -> dict[str, str]:
    """The addresses of the first and the next page of the list whose place is called `name`; the other lists stay where
    they are. `further` is what the next page follows, if there is one.
    """
    kept = {other: value for other, value in place.items() if value and other != name}
    first, following = f"?{urlencode(kept)}", f"?{urlencode(kept | {name: further})}"
    return {"first_page": first if place[name] else "", "next_page": following if further else ""}


class AdminPage(Page):
    """Lists whose rows have a button. `act` is what the button does; `done` says that it has. Each of the `parts` is
    read by itself, and fails alone.

    The services behind it judge who may see and do what; the page asks for what every page of the admin asks.
    """

    permission, rate_policy, in_utc = Permission.ENTERPRISE_ADMIN, RatePolicy.ADMIN_API, True
    title: ClassVar[Any] = ""
    done: ClassVar[Any] = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        parts = {name: guarded(request, build) for name, build in self.parts().items()}
        return self.render_to_response(self.get_context_data(**parts))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = Chosen(request.POST)
        if not form.is_valid():
            raise NotFound(reason="no row of this name")
        try:
            self.act(form.cleaned_data["id"])
        except Problem as refusal:
            messages.warning(request, refusal.detail)
        else:
            messages.success(request, self.done)
        return HttpResponseRedirect(request.get_full_path())

    def parts(self) -> Mapping[str, Callable[[], Any]]:
        """What reads each part, by the name under which the template finds it."""
        raise NotImplementedError

    def act(self, key: UUID) -> None:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        frame = admin.site.each_context(self.request)
        outside = self.principal.tenant_id is None
        return super().get_context_data(**frame, title=self.title, pages=PAGES, outside=outside, **kwargs)


class SoughtPage(AdminPage):
    """One list that is searched and read page by page."""

    @cached_property
    def asked(self) -> dict[str, str]:
        return valid(Sought(self.request.GET), "search, or place in a list").cleaned_data

    def page(self, read: Callable[..., Part[T]], shown: Callable[[list[T]], Sequence[Any]] = list) -> dict[str, Any]:
        """The rows that `read` finds, as `shown` tells them, and the ways to go on."""
        search, after = self.asked["search"], self.asked["after"]
        found = read(self.principal, search=search, cursor=after or None, size=PAGE_SIZE)
        return {"rows": shown(found.rows), **ways(self.asked, "after", found.next_cursor)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(search=self.asked["search"], **kwargs)
