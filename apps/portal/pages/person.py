"""One person: their details, where they are signed in, a copy of what is held of them, and their removal."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import rbac
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof
from apps.homeowners import personal_data, selectors, services, sessions
from apps.homeowners.api.personal_data import as_file
from apps.homeowners.models import Homeowner

from ..forms import valid
from .home_people import PersonForm
from .people import page_of_home


class ChangeForm(PersonForm):
    is_active = forms.BooleanField(
        required=False,
        label=gettext_lazy("May sign in"),
        help_text=gettext_lazy("Without it every session of theirs ends at once."),
    )


class SessionForm(forms.Form):
    """No session named: all of them."""

    session = forms.UUIDField(required=False)


class PersonPage(Page):
    template_name = "people/person.html"
    permission = {"GET": Permission.HOMEOWNER_VIEW, "POST": Permission.HOMEOWNER_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API

    @property
    def person(self) -> Homeowner:
        return selectors.homeowner(self.principal, self.kwargs["homeowner_id"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = self.person
        return self.present(person, form=ChangeForm(row=person))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = self.person
        if request.POST.get("act") == "sign_out":
            return self._sign_out(person)
        form = ChangeForm(request.POST, row=person)
        if not form.carried_out(
            lambda given: services.homeowner_update(self.principal, homeowner_id=person.pk, changes=given)
        ):
            return self.present(self.person, form=form, status=form.status)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(request.path)

    def present(self, person: Homeowner, *, status: int = 200, **context: Any) -> HttpResponseBase:
        found = self.get_context_data(
            section="homeowners",
            person=person,
            home=person.unit,
            development=person.development,
            back=page_of_home(person.unit),
            sessions=sessions.of_person(self.principal, person.pk),
            whole_copy=rbac.allows(self.principal, Permission.CONVERSATION_VIEW),
            **context,
        )
        return self.render_to_response(found, status=status)

    def _sign_out(self, person: Homeowner) -> HttpResponseBase:
        form = valid(SessionForm(self.request.POST), "no session of this name")
        sessions.end_for(self.principal, homeowner_id=person.pk, only=form.cleaned_data["session"])
        messages.success(self.request, _("Done. Whoever used it has to scan the card again."))
        return HttpResponseRedirect(self.request.path)


class RemovePersonPage(PersonPage):
    """Says what goes, and asks once more."""

    template_name = "people/remove.html"
    permission = Permission.HOMEOWNER_MANAGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.present(self.person)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        home = self.person.unit
        services.homeowner_delete(self.principal, homeowner_id=self.kwargs["homeowner_id"])
        messages.success(request, _("Removed, with everything that was kept about this person."))
        return HttpResponseRedirect(page_of_home(home))


class PersonCopyPage(Page):
    """The download behind the link, which asks for a second factor first where one is on."""

    permission, rate_policy, proof = Permission.HOMEOWNER_EXPORT, RatePolicy.DEVELOPER_EXPORT, Proof.RECENT
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return as_file(personal_data.of_homeowner(self.principal, homeowner_id=self.kwargs["homeowner_id"]))
