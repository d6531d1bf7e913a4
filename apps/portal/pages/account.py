"""One's own account: where one is signed in, the password, the second factor. All of it works without script."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.errors import Conflict, Invalid, NotFound, OtpRequired
from apps.core.http import Request
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof
from apps.tenants import live_sessions, own_account, second_factor

from .accounts import OutsideTransaction, own_path


class AccountPage(Page):
    permission, rate_policy = Permission.SELF_MANAGE, RatePolicy.DEVELOPER_API


class GuardedPage(OutsideTransaction, AccountPage):
    """Its form takes guesses, so it is limited as signing in is."""

    rate_policy = {"GET": RatePolicy.DEVELOPER_API, "POST": RatePolicy.SIGN_IN}

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        """In a transaction of its own: the frame shows who is signed in."""
        with transaction.atomic():
            return super().render_to_response(context, **kwargs).render()


class SessionForm(forms.Form):
    """No session named: all but this one."""

    session = forms.UUIDField(required=False)


class SessionsPage(AccountPage):
    template_name = "accounts/sessions.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render_to_response(
            self.get_context_data(section="account", page="sessions", sessions=live_sessions.own(self.principal))
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = SessionForm(request.POST)
        if not form.is_valid():
            raise NotFound(reason="no session of this name")
        if form.cleaned_data["session"]:
            live_sessions.end_own(self.principal, form.cleaned_data["session"])
        else:
            live_sessions.end_others(self.principal)
        messages.success(request, _("Done. Whoever used it has to sign in again."))
        return HttpResponseRedirect(reverse("page-sessions"))


class PasswordForm(forms.Form):
    current = forms.CharField(max_length=256, strip=False)
    new = forms.CharField(max_length=256, strip=False)


class PasswordPage(GuardedPage):
    template_name = "accounts/password.html"
    proof = Proof.RECENT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._form()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = PasswordForm(request.POST)
        if not form.is_valid():
            return self._form({"new": [_("Please give your present password and a new one.")]})
        try:
            own_account.password_replace(request, **form.cleaned_data)
        except Invalid as refusal:
            return self._form({error.field: [error.message] for error in refusal.errors})
        messages.success(request, _("Your password is changed. Your other sessions have ended."))
        return HttpResponseRedirect(reverse("page-sessions"))

    def _form(self, errors: dict[str, list[str]] | None = None) -> HttpResponseBase:
        context = self.get_context_data(section="account", page="password", errors=errors or {})
        return self.render_to_response(context, status=400 if errors else 200)


class SecondFactorForm(forms.Form):
    action = forms.ChoiceField(choices=[(name, name) for name in ("begin", "confirm", "codes", "off")])
    otp = forms.CharField(max_length=20, required=False)


class SecondFactorPage(GuardedPage):
    template_name = "accounts/second_factor.html"
    proof = Proof.SET_UP

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._page()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = SecondFactorForm(request.POST)
        if not form.is_valid():
            return self._page(error=_("Please try again."))
        try:
            codes = self._act(**form.cleaned_data)
        except (Invalid, OtpRequired, Conflict) as refusal:
            return self._page(error=refusal.sentence)
        if codes:
            return self._page(codes=codes)
        return HttpResponseRedirect(reverse("page-second-factor"))

    def _act(self, action: str, otp: str) -> list[str]:
        """The recovery codes that the action makes."""
        if action == "begin":
            second_factor.begin(self.principal)
            return []
        if action == "confirm":
            return second_factor.confirm(self.request, otp)
        second_factor.prove(self.request, otp)
        if action == "codes":
            return second_factor.renew_codes(self.request)
        second_factor.switch_off(self.request)
        return []

    def _page(self, error: str = "", codes: list[str] | None = None) -> HttpResponseBase:
        state = second_factor.state(self.principal)
        context = self.get_context_data(
            section="account", page="second-factor", state=state, set_up=state.set_up, error=error, codes=codes
        )
        return self.render_to_response(context, status=400 if error else 200)


class ProofPage(GuardedPage):
    """Asks for a code, and leads back to what asked for it."""

    template_name = "accounts/proof.html"
    proof = Proof.NEVER

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if cast(Request, request).admission.second_factor != "on":
            return HttpResponseRedirect(own_path(request))
        return self._form(request.GET.get("next", ""))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            second_factor.prove(request, request.POST.get("otp", "")[:20])
        except OtpRequired as refusal:
            return self._form(request.POST.get("next", ""), refusal.sentence or _("Please type the code."))
        return HttpResponseRedirect(own_path(request))

    def _form(self, next_path: str, error: str = "") -> HttpResponseBase:
        context = self.get_context_data(next=next_path, error=error)
        return self.render_to_response(context, status=401 if error else 200)
