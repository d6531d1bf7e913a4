"""The frame of the enterprise admin's own pages: what no single model is, beside the pages of models."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from apps.core.errors import NotFound, Problem
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

PAGES = (
    ("admin-sessions-page", _("Sessions")),
    ("admin-locks-page", _("Locked accounts")),
    ("admin-limits-page", _("Limits")),
    ("admin-jobs-page", _("Jobs")),
)


class Chosen(forms.Form):
    """The one row that a button stands beside."""

    id = forms.UUIDField()


class AdminPage(Page):
    """A list whose rows have a button. `act` is what the button does; `done` says that it has.

    The services behind it judge who may see and do what; the page asks for what every page of the admin asks.
    """

    permission, rate_policy, in_utc = Permission.ENTERPRISE_ADMIN, RatePolicy.ADMIN_API, True
    title: ClassVar[Any] = ""
    done: ClassVar[Any] = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**self.listed()))

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

    def listed(self) -> dict[str, Any]:
        raise NotImplementedError

    def act(self, key: UUID) -> None:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        frame = admin.site.each_context(self.request)
        outside = self.principal.tenant_id is None
        return super().get_context_data(**frame, title=self.title, pages=PAGES, outside=outside, **kwargs)
