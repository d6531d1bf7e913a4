"""One home: added, changed, or removed when it was added by mistake. Plain forms."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.errors import Conflict, NotFound
from apps.core.rbac import Permission
from apps.developments import selectors, services
from apps.developments.models import Development, Unit

from ..forms import StaffForm
from .development import DevelopmentPage
from .homes import HOUSE_TYPES_SHOWN


class UnitForm(StaffForm):
    aliases: ClassVar[dict[str, str]] = {"house_type_code": "house_type"}

    unit_number = forms.CharField(max_length=20, label=gettext_lazy("Number"))
    house_type = forms.ChoiceField(label=gettext_lazy("House type"))
    address = forms.CharField(max_length=240, label=gettext_lazy("Address"))
    city = forms.CharField(max_length=80, required=False, label=gettext_lazy("City"))
    eircode = forms.CharField(max_length=12, required=False, label=gettext_lazy("Eircode"))
    bedrooms = forms.IntegerField(min_value=0, max_value=50, required=False, label=gettext_lazy("Bedrooms"))
    floor_area_m2 = forms.DecimalField(
        min_value=0, max_digits=7, decimal_places=2, required=False, label=gettext_lazy("Floor area, m²")
    )
    plot_area_m2 = forms.DecimalField(
        min_value=0, max_digits=9, decimal_places=2, required=False, label=gettext_lazy("Plot, m²")
    )

    def __init__(self, *args: Any, house_types: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["house_type"].choices = house_types


def as_service(given: dict[str, Any]) -> dict[str, Any]:
    return {("house_type_code" if name == "house_type" else name): value for name, value in given.items()}


class UnitFormPage(DevelopmentPage):
    permission, tab = Permission.UNIT_MANAGE, "homes"
    template_name = "developments/unit.html"

    def form(self, development: Development, data: Any = None, *, row: Unit | None = None) -> UnitForm:
        types = selectors.house_types_of(self.principal, development.pk)[:HOUSE_TYPES_SHOWN]
        return UnitForm(data, row=row, house_types=[(one.code, str(one)) for one in types])

    def listed(self, development: Development) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("page-homes", args=[development.pk]))


class NewUnitPage(UnitFormPage):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        development = self.development
        return self.shown(development, form=self.form(development))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        development = self.development
        form = self.form(development, request.POST)
        if not form.carried_out(
            lambda given: services.unit_create(self.principal, development_id=development.pk, **as_service(given))
        ):
            return self.shown(development, form=form, status=form.status)
        messages.success(request, _("Home %(number)s was added.") % {"number": form.made.unit_number})
        if "another" in request.POST:
            return HttpResponseRedirect(request.path)
        return self.listed(development)


class UnitPage(UnitFormPage):
    @property
    def unit(self) -> Unit:
        home = selectors.unit(self.principal, self.kwargs["unit_id"])
        if home.development_id != self.kwargs["development_id"]:
            raise NotFound(reason="a home of another development")
        return home

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._present(self.unit)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        unit, development = self.unit, self.development
        if request.POST.get("act") == "remove":
            return self._remove(unit, development)
        form = self.form(development, request.POST, row=unit)
        if not form.carried_out(
            lambda given: services.unit_update(self.principal, unit_id=unit.pk, changes=as_service(given))
        ):
            return self.shown(development, unit=unit, form=form, status=form.status)
        messages.success(request, _("Saved."))
        return self.listed(development)

    def _present(self, unit: Unit, *, status: int = 200, trouble: str = "") -> HttpResponseBase:
        form = self.form(self.development, row=unit)
        return self.shown(self.development, unit=unit, form=form, trouble=trouble, status=status)

    def _remove(self, unit: Unit, development: Development) -> HttpResponseBase:
        try:
            with transaction.atomic():
                services.unit_delete(self.principal, unit_id=unit.pk)
        except Conflict as refusal:
            return self._present(unit, trouble=refusal.detail, status=refusal.status)
        messages.success(self.request, _("Home %(number)s was removed.") % {"number": unit.unit_number})
        return self.listed(development)
