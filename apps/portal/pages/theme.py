"""How homeowners see the builder company: chosen and looked at here. The preview is the server's, so that it works
without script and shows exactly what homes will get; script only asks for it while one types."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import rbac
from apps.core.errors import Conflict, Invalid, TooLarge
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.tenants import colours, theme
from apps.tenants.models import Theme
from apps.tenants.theme_model import OWN_ACCENT

from ..forms import StaffForm


def colour_field(label: Any, sample: str, hint: Any) -> forms.CharField:
    shown = {"spellcheck": "false", "autocomplete": "off", "placeholder": sample}
    return forms.CharField(
        max_length=7, required=False, widget=forms.TextInput(attrs=shown), label=label, help_text=hint
    )


class ThemeForm(StaffForm):
    product_name = forms.CharField(
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "OpenHouse"}),
        label=gettext_lazy("Name of the service"),
        help_text=gettext_lazy("Stands at the top of the page and on its tab."),
    )
    brand = colour_field(
        gettext_lazy("Colour of the top"), "#1f3a5f", gettext_lazy("White or black text is chosen for you.")
    )
    accent = colour_field(
        gettext_lazy("Colour of buttons and links"),
        OWN_ACCENT,
        gettext_lazy("Dark enough to be read on white; for dark screens it is lightened."),
    )

    def clean(self) -> dict[str, Any]:
        for name, value in list(self.cleaned_data.items()):
            try:
                theme.checked(name, value)
            except Invalid as refusal:
                self.add_error(name, refusal.sentence)
        return self.cleaned_data


class LogoForm(forms.Form):
    file = forms.FileField()


class ThemePage(Page):
    template_name = "settings/theme.html"
    permission = {"GET": Permission.THEME_VIEW, "POST": Permission.THEME_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._page(self._form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        act, given = request.POST.get("act"), request.POST.copy()
        if act in ("logo", "no_logo"):
            return self._logo(LogoForm(request.POST, request.FILES) if act == "logo" else None)
        if act == "suggestion":
            given["accent"] = suggested(given.get("accent", "")) or given.get("accent", "")
        form = self._form(given)
        return self._save(form) if act == "save" else self._page(form)

    def _form(self, data: Any = None) -> ThemeForm:
        return ThemeForm(data, row=theme.theme_of(self.principal))

    def _save(self, form: ThemeForm) -> HttpResponseBase:
        if not form.carried_out(
            lambda given: theme.theme_change(self.principal, changes=given),
            held=lambda: theme.theme_to_change(self.principal),
        ):
            return self._page(form, status=form.status)
        messages.success(self.request, _("Saved. Homes see it from now on."))
        return HttpResponseRedirect(reverse("page-theme"))

    def _logo(self, form: LogoForm | None) -> HttpResponseBase:
        """Take the picture of the form; no form takes the present one away."""
        if form is not None and not form.is_valid():
            return self._page(self._form(), error=_("Please choose a picture."), status=400)
        try:
            self._logo_kept(form)
        except (Invalid, TooLarge, Conflict) as refusal:
            return self._page(self._form(), error=refusal.sentence, status=400)
        messages.success(self.request, _("Your logo is shown from now on.") if form else _("The logo is gone."))
        return HttpResponseRedirect(reverse("page-theme"))

    @transaction.atomic
    def _logo_kept(self, form: LogoForm | None) -> None:
        if form is None:
            theme.logo_remove(self.principal)
        else:
            theme.logo_replace(self.principal, file=form.cleaned_data["file"])

    def _page(self, form: ThemeForm, error: str = "", status: int = 200) -> HttpResponseBase:
        typed = {name: form[name].value() or "" for name in form.fields}
        context = self.get_context_data(
            section="settings",
            tab="theme",
            chosen=form.row,
            form=form,
            error=error,
            suggestion=suggested(typed["accent"]),
            sample=sample_of(typed),
            grounds=[("light", _("On light screens")), ("dark", _("On dark screens"))],
            may_change=rbac.allows(self.principal, Permission.THEME_MANAGE),
        )
        return self.render_to_response(context, status=status)


def suggested(accent: str) -> str:
    """The nearest accent that can be read; empty when this one can, or is no colour."""
    colour = hexadecimal(accent)
    return colours.readable(colour) if colour and not colours.is_readable(colour) else ""


def sample_of(given: dict[str, str]) -> Theme:
    """What to show of it; a colour that is none counts as not chosen."""
    brand, accent = hexadecimal(given["brand"]), hexadecimal(given["accent"])
    return Theme(product_name=given["product_name"], brand=brand, accent=accent)


def hexadecimal(text: str) -> str:
    colour = text.strip().lower()
    return colour if colours.HEX.fullmatch(colour) else ""
