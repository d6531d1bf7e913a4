"""One home: who lives there, its card, and when the card was used."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.errors import Conflict, Invalid, NotFound
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.developments.models import Unit
from apps.homeowners import invitations, selectors, services

from ..forms import StaffForm, valid
from .development import DevelopmentPage
from .people import ASKED, ActForm, ask, carried_out, page_of_home

SCANS_SHOWN = 20


class PersonForm(StaffForm):
    name = forms.CharField(max_length=120, required=False, label=gettext_lazy("Name"))
    email = forms.EmailField(max_length=254, required=False, label=gettext_lazy("E-mail"))
    phone = forms.CharField(max_length=40, required=False, label=gettext_lazy("Phone"))


class HomePeoplePage(DevelopmentPage):
    template_name = "people/home.html"
    permission = {"GET": Permission.HOMEOWNER_VIEW, "POST": Permission.ENROLMENT_MANAGE}
    rate_policy = {"GET": RatePolicy.DEVELOPER_API, "POST": RatePolicy.DEVELOPER_DOWNLOAD}
    tab = "people"

    @property
    def home(self) -> Unit:
        rows = invitations.homes(self.principal, development_id=self.kwargs["development_id"])
        found = invitations.with_people(self.principal, rows).filter(pk=self.kwargs["unit_id"]).first()
        if found is None:
            raise NotFound(reason="no home of this development within reach")
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._present(PersonForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        home = self.home
        if request.POST.get("act") == "add":
            return self._add(home)
        form = valid(ActForm(request.POST), "no act of this page")
        return self._card(home, form.cleaned_data["act"], sure=form.cleaned_data["sure"])

    def _add(self, home: Unit) -> HttpResponseBase:
        form = PersonForm(self.request.POST)
        if not form.carried_out(lambda given: services.homeowner_create(self.principal, unit_id=home.pk, **given)):
            return self._present(form, status=form.status)
        messages.success(self.request, _("Added."))
        return HttpResponseRedirect(page_of_home(home))

    def _card(self, home: Unit, act: str, *, sure: bool) -> HttpResponseBase:
        development = home.development
        if act in ASKED and not sure:
            return ask(self, development, act, [home.pk])
        try:
            return carried_out(self, development, act, [home.pk], back=page_of_home(home))
        except (Conflict, Invalid) as refusal:
            return self._present(PersonForm(), trouble=refusal.sentence, status=refusal.status)

    def _present(self, form: PersonForm, *, trouble: str = "", status: int = 200) -> HttpResponseBase:
        home = self.home
        return self.shown(
            home.development,
            home=home,
            form=form,
            trouble=trouble,
            status=status,
            most_scans=SCANS_SHOWN,
            scans=list(selectors.scans(self.principal, home.pk)[:SCANS_SHOWN]),
        )
