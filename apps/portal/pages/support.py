"""Looking at a home in its homeowner's place: why, and the way back."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.errors import NotFound
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof
from apps.homeowners import impersonation, selectors
from apps.homeowners.models import Homeowner


class ReasonForm(forms.Form):
    homeowner = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        min_length=impersonation.SHORTEST_REASON,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "class": "input"}),
    )


class SupportPage(Page):
    """`?homeowner=ID` asks for the reason; without it the page is where a look is stopped."""

    template_name = "accounts/support.html"
    permission, rate_policy = Permission.IMPERSONATE, RatePolicy.ADMIN_API
    proof = Proof.RECENT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = request.GET.get("homeowner")
        return self._shown(ReasonForm(initial={"homeowner": asked}) if asked else None, asked)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._shown(form, request.POST.get("homeowner"), status=400)
        visit = impersonation.start(
            self.principal, homeowner_id=form.cleaned_data["homeowner"], reason=form.cleaned_data["reason"]
        )
        request.session.cycle_key()
        return HttpResponseRedirect(visit.url)

    def _shown(self, form: ReasonForm | None, asked: str | None, status: int = 200) -> HttpResponseBase:
        person = self._person(asked) if form else None
        context = self.get_context_data(section="account", page="support", form=form, person=person)
        return self.render_to_response(context, status=status)

    def _person(self, asked: str | None) -> Homeowner:
        try:
            return selectors.homeowner(self.principal, UUID(asked or ""))
        except ValueError:
            raise NotFound(reason="no homeowner of this name") from None


class SupportStopPage(Page):
    """Never asks for a second factor: what one began one can end."""

    permission, rate_policy = Permission.IMPERSONATE, RatePolicy.ADMIN_API
    proof = Proof.NEVER
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        impersonation.stop(self.principal)
        request.session.cycle_key()
        messages.success(request, _("You are yourself again. Nobody looks at a home in your name."))
        return HttpResponseRedirect(reverse("admin:index"))
