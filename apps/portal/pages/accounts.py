"""Builders sign in and out here, without script too. What being signed in means is the tenants app's part."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from apps.core import rbac
from apps.core.errors import InvalidCredentials
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.tenants.services import sign_in, sign_out


class OutsideTransaction(Page):
    """A new session is another row scope than the one the request came with, and a refusal must not undo its record."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        return transaction.non_atomic_requests(super().as_view(**initkwargs))


class SignInForm(forms.Form):
    email = forms.EmailField(max_length=254)
    password = forms.CharField(max_length=256, strip=False)


class SignInPage(OutsideTransaction):
    template_name = "accounts/login.html"
    permission = Permission.SIGN_IN
    rate_policy = {"GET": RatePolicy.PUBLIC, "POST": RatePolicy.SIGN_IN}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if rbac.allows(self.principal, Permission.SELF_VIEW):
            return HttpResponseRedirect(own_path(request))
        return self._form(request.GET.get("next", ""))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = SignInForm(request.POST)
        next_path = request.POST.get("next", "")
        if not form.is_valid():
            sentence = _("Please give your e-mail address and password.")
            return self._form(next_path, request.POST.get("email", ""), sentence)
        try:
            sign_in(request, **form.cleaned_data, otp_later=True)
        except InvalidCredentials as refusal:
            sentence = _("E-mail address or password is not right. Please check both and try again.")
            return self._form(next_path, form.cleaned_data["email"], refusal.detail or sentence)
        return HttpResponseRedirect(own_path(request))

    def _form(self, next_path: str, email: str = "", error: str = "") -> HttpResponseBase:
        context = self.get_context_data(next=next_path, email=email[:254], error=error)
        return self.render_to_response(context, status=401 if error else 200)


class SignOutPage(OutsideTransaction):
    permission, rate_policy = Permission.SIGN_IN, RatePolicy.PUBLIC
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.principal.is_authenticated:
            sign_out(request)
        return HttpResponseRedirect(reverse("page-sign-in"))


def own_path(request: HttpRequest) -> str:
    """Where to go after signing in: `next` when it is a path of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return asked if safe and asked.startswith("/") else settings.LOGIN_REDIRECT_URL
