"""How homeowners see the builder company: chosen and looked at here. The preview is the server's, so that it works
without script and shows exactly what homes will get; script only asks for it while one types."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core import rbac
from apps.core.errors import Conflict, Invalid, TooLarge
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.tenants import colours, theme
from apps.tenants.models import Theme

FIELDS = ("product_name", "brand", "accent")


class ThemeForm(forms.Form):
    product_name = forms.CharField(max_length=60, required=False)
    brand = forms.CharField(max_length=7, required=False)
    accent = forms.CharField(max_length=7, required=False)


class LogoForm(forms.Form):
    file = forms.FileField()


class ThemePage(Page):
    template_name = "settings/theme.html"
    permission = {"GET": Permission.THEME_VIEW, "POST": Permission.THEME_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        chosen = theme.theme_of(self.principal)
        return self._page({name: getattr(chosen, name) for name in FIELDS})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        act = request.POST.get("act")
        if act in ("logo", "no_logo"):
            return self._logo(LogoForm(request.POST, request.FILES) if act == "logo" else None)
        given = {name: request.POST.get(name, "")[:200] for name in FIELDS}
        if act == "suggestion":
            given["accent"] = suggested(given["accent"]) or given["accent"]
        if act != "save":
            return self._page(given, errors_in(given))
        return self._save(given)

    def _save(self, given: dict[str, str]) -> HttpResponseBase:
        form = ThemeForm(given)
        errors = errors_in(given) | {name: found[0] for name, found in form.errors.items()}
        if errors:
            return self._page(given, errors, status=400)
        try:
            theme.theme_change(self.principal, changes=form.cleaned_data)
        except (Invalid, Conflict) as refusal:
            return self._page(given, error=refusal.sentence, status=400)
        messages.success(self.request, _("Saved. Homes see it from now on."))
        return HttpResponseRedirect(reverse("page-theme"))

    def _logo(self, form: LogoForm | None) -> HttpResponseBase:
        """Take the picture of the form; no form takes the present one away."""
        chosen = theme.theme_of(self.principal)
        given = {name: getattr(chosen, name) for name in FIELDS}
        if form is not None and not form.is_valid():
            return self._page(given, error=_("Please choose a picture."), status=400)
        try:
            self._logo_kept(form)
        except (Invalid, TooLarge, Conflict) as refusal:
            return self._page(given, error=refusal.sentence, status=400)
        messages.success(self.request, _("Your logo is shown from now on.") if form else _("The logo is gone."))
        return HttpResponseRedirect(reverse("page-theme"))

    @transaction.atomic
    def _logo_kept(self, form: LogoForm | None) -> None:
        if form is None:
            theme.logo_remove(self.principal)
        else:
            theme.logo_replace(self.principal, file=form.cleaned_data["file"])

    def _page(
        self, given: dict[str, str], errors: dict[str, str] | None = None, error: str = "", status: int = 200
    ) -> HttpResponseBase:
        chosen = theme.theme_of(self.principal)
        context = self.get_context_data(
            section="settings",
            tab="theme",
            chosen=chosen,
            given=given,
            errors=errors or {},
            error=error,
            suggestion=suggested(given["accent"]),
            sample=sample_of(given),
            grounds=[("light", _("On light screens")), ("dark", _("On dark screens"))],
            may_change=rbac.allows(self.principal, Permission.THEME_MANAGE),
        )
        return self.render_to_response(context, status=status)


def errors_in(given: dict[str, str]) -> dict[str, str]:
    """What is wrong with each field, in a sentence."""
    found = {}
    for name, value in given.items():
        try:
            theme.checked(name, value)
        except Invalid as refusal:
            found[name] = refusal.sentence
    return found


def suggested(accent: str) -> str:
    """The nearest accent that can be read; empty when this one can, or is no colour."""
    colour = hexadecimal(accent)
    return colours.readable(colour) if colour and not colours.is_readable(colour) else ""


def sample_of(given: dict[str, str]) -> Theme:
    """What to show of it; a colour that is none counts as not chosen."""
    return Theme(
        product_name=given["product_name"], brand=hexadecimal(given["brand"]), accent=hexadecimal(given["accent"])
    )


def hexadecimal(text: str) -> str:
    colour = text.strip().lower()
    return colour if colours.HEX.fullmatch(colour) else ""
