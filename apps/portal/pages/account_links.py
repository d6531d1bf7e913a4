"""Following a link from a mail: choosing a password, before anybody is signed in. Works without script.

The secret leaves the address at once: it goes into a cookie that only these pages get, and the address that a browser
keeps, shows or passes on holds nothing. Opening a link changes nothing, so no preview of a mail uses it up.
"""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.errors import Invalid, RateLimited, UnknownCode
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.tenants import account_access
from apps.tenants.links import Purpose
from apps.tenants.models import Staff

from .accounts import OutsideTransaction

PLACE = "/accounts/"
KEPT_SECONDS = 3600
LONGEST_TOKEN = 300


class OpenPage(OutsideTransaction):
    """Open to everybody; what it takes is limited per address as signing in is."""

    permission = Permission.SIGN_IN
    rate_policy = {"GET": RatePolicy.PUBLIC, "POST": RatePolicy.SIGN_IN}


class PasswordForm(forms.Form):
    name = forms.CharField(max_length=120, required=False)
    password = forms.CharField(max_length=256, strip=False)


class LinkPage(OpenPage):
    template_name = "accounts/link.html"
    purpose: ClassVar[Purpose]
    page: ClassVar[str]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if "token" in kwargs:
            return self._taken(kwargs["token"][:LONGEST_TOKEN])
        try:
            return self._form(account_access.invited(self._token, self.purpose))
        except UnknownCode:
            return self._dead()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = PasswordForm(request.POST)
        try:
            person = account_access.invited(self._token, self.purpose)
            if not form.is_valid():
                return self._form(person, _("Please choose a password."))
            account_access.accept(self._token, self.purpose, **form.cleaned_data)
        except UnknownCode:
            return self._dead()
        except Invalid as refusal:
            return self._form(person, refusal.sentence)
        messages.success(request, _("Your password is set. Please sign in with it."))
        return self._forgetting(HttpResponseRedirect(reverse("page-sign-in")))

    @property
    def _token(self) -> str:
        return self.request.COOKIES.get(self._cookie, "")

    @property
    def _cookie(self) -> str:
        return f"{settings.ACCOUNT_LINK_COOKIE}-{self.purpose}"

    def _taken(self, token: str) -> HttpResponse:
        response = HttpResponseRedirect(reverse(self.page))
        # Not on the form: from a page with this policy browsers do not say where they post from, which is refused.
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        secure = settings.SESSION_COOKIE_SECURE
        # Lax: who comes from a mail comes from another site.
        kept = {"max_age": KEPT_SECONDS, "path": PLACE, "secure": secure, "httponly": True, "samesite": "Lax"}
        response.set_cookie(self._cookie, token, **kept)
        return response

    def _forgetting(self, response: HttpResponse) -> HttpResponse:
        response.delete_cookie(self._cookie, path=PLACE, samesite="Lax")
        return response

    def _form(self, person: Staff, error: str = "") -> HttpResponse:
        context = self.get_context_data(
            person=person, is_invitation=self.purpose == Purpose.INVITATION, page=reverse(self.page), error=error
        )
        return self._shown(context, 400 if error else 200)

    def _dead(self) -> HttpResponse:
        context = self.get_context_data(dead=True, is_invitation=self.purpose == Purpose.INVITATION)
        return self._forgetting(self._shown(context, 404))

    def _shown(self, context: dict[str, Any], status: int) -> HttpResponse:
        """In a transaction of its own: the frame may ask who is signed in."""
        with transaction.atomic():
            return self.render_to_response(context, status=status).render()


class InvitationPage(LinkPage):
    purpose, page = Purpose.INVITATION, "page-invitation-form"


class ResetPage(LinkPage):
    purpose, page = Purpose.RESET, "page-reset-form"


class ForgotForm(forms.Form):
    email = forms.EmailField(max_length=254)


class ForgotPage(OpenPage):
    """Says the same whether there is an account or not."""

    template_name = "accounts/forgot.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._page()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = ForgotForm(request.POST)
        if not form.is_valid():
            return self._page(error=_("Please give your e-mail address."), status=400)
        try:
            account_access.ask_reset(form.cleaned_data["email"])
        except RateLimited as refusal:
            return self._page(error=refusal.detail, status=429)
        return self._page(sent=True)

    def _page(self, *, error: str = "", sent: bool = False, status: int = 200) -> HttpResponseBase:
        return self.render_to_response(self.get_context_data(error=error, sent=sent), status=status)
