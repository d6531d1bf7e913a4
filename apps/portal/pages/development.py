"""One development: its overview, its details and contacts, who works on it, and putting it away."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.analytics.attention import Attention, attention
from apps.core import rbac
from apps.core.errors import Invalid
from apps.core.pages import Page
from apps.core.panels import guarded
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof
from apps.developments import archiving, members, selectors, services
from apps.developments.models import Development, Joining

from ..acts import acts_of
from ..forms import StaffForm, valid

MEMBERS_SHOWN = 200


class DevelopmentPage(Page):
    """A page about the development in its path; `tab` is where it stands."""

    permission, rate_policy = Permission.DEVELOPMENT_VIEW, RatePolicy.DEVELOPER_API
    tab = "overview"

    @cached_property
    def development(self) -> Development:
        return selectors.development(self.principal, self.kwargs["development_id"])

    def shown(self, development: Development, *, status: int = 200, **context: Any) -> HttpResponseBase:
        found = self.get_context_data(section="developments", tab=self.tab, development=development, **context)
        return self.render_to_response(found, status=status)


class OverviewPage(DevelopmentPage):
    template_name = "developments/overview.html"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        development = self.development
        waits = guarded(request, lambda: attention(self.principal, [development])[development.pk])
        figures = waits.found or Attention()
        return self.shown(
            development,
            failure=waits.failure,
            figures=figures,
            acts=acts_of(development.pk, figures),
            house_types=selectors.house_types_of(self.principal, development.pk).count(),
            members=members.members_of(self.principal, development.pk)[:MEMBERS_SHOWN],
            may_archive=rbac.allows(self.principal, Permission.DEVELOPMENT_ARCHIVE),
            may_assign=rbac.allows(self.principal, Permission.STAFF_MANAGE),
        )


class DetailsForm(StaffForm):
    name = forms.CharField(max_length=120, label=gettext_lazy("Name"))
    address = forms.CharField(max_length=240, required=False, label=gettext_lazy("Address"))
    site_office = forms.CharField(
        max_length=240,
        required=False,
        label=gettext_lazy("Site office"),
        help_text=gettext_lazy("Whom to ask when the documents do not say: telephone, e-mail, opening hours."),
    )
    emergency_contact = forms.CharField(
        max_length=240,
        required=False,
        label=gettext_lazy("Emergency"),
        help_text=gettext_lazy("Who answers day and night when water or power fails."),
    )
    management_company = forms.CharField(
        max_length=240,
        required=False,
        label=gettext_lazy("Management company"),
        help_text=gettext_lazy("Who looks after shared areas."),
    )
    joining = forms.ChoiceField(
        choices=[
            (Joining.APPROVED, gettext_lazy("A signed-in device lets it in")),
            (Joining.SURNAME, gettext_lazy("The card and the surname of a resident")),
            (Joining.CARD, gettext_lazy("The card alone")),
        ],
        label=gettext_lazy("A further device of a home joins by"),
        help_text=gettext_lazy("The first device of a home always joins by its card."),
    )


class DetailsPage(DevelopmentPage):
    template_name = "developments/details.html"
    permission = Permission.DEVELOPMENT_MANAGE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        development = self.development
        return self.shown(development, form=DetailsForm(row=development))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        development = self.development
        form = DetailsForm(request.POST, row=development)
        if not form.carried_out(
            lambda given: services.development_update(self.principal, development_id=development.pk, changes=given)
        ):
            return self.shown(development, form=form, status=form.status)
        messages.success(request, _("Saved."))
        return _overview(development.pk)


class ArchiveForm(forms.Form):
    act = forms.ChoiceField(choices=[(act, act) for act in ("archive", "restore")])


class ArchivePage(DevelopmentPage):
    permission = Permission.DEVELOPMENT_ARCHIVE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = valid(ArchiveForm(request.POST), "neither archive nor restore")
        archives = form.cleaned_data["act"] == "archive"
        act = archiving.development_archive if archives else archiving.development_restore
        changed = act(self.principal, development_id=self.kwargs["development_id"])
        messages.success(request, _("Archived.") if archives else _("The development is back."))
        return _overview(changed.pk)


class BuilderForm(forms.Form):
    act = forms.ChoiceField(choices=[(act, act) for act in ("add", "remove")])
    person = forms.UUIDField()


class BuildersPage(DevelopmentPage):
    """Asks for a second factor as it is opened, so that no choice is lost to the question."""

    template_name = "developments/builders.html"
    permission = Permission.STAFF_MANAGE
    proof = Proof.RECENT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._page()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = BuilderForm(request.POST)
        if not form.is_valid():
            return self._page(error=_("Please choose a person."))
        try:
            self._act(**form.cleaned_data)
        except Invalid as refusal:
            return self._page(error=refusal.sentence)
        messages.success(request, _("Done. It counts from their next click."))
        return HttpResponseRedirect(reverse("page-development-builders", args=[self.kwargs["development_id"]]))

    @transaction.atomic
    def _act(self, act: str, person: UUID) -> None:
        change = members.member_add if act == "add" else members.member_remove
        change(self.principal, development_id=self.kwargs["development_id"], staff_id=person)

    def _page(self, error: str = "") -> HttpResponseBase:
        development = self.development
        return self.shown(
            development,
            status=400 if error else 200,
            error=error,
            members=members.members_of(self.principal, development.pk)[:MEMBERS_SHOWN],
            assignable=members.assignable(self.principal, development.pk)[:MEMBERS_SHOWN],
        )


class DocumentsTab(DevelopmentPage):
    """Documents of all developments share one page; the tab leads there."""

    permission = Permission.DOCUMENT_VIEW
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return HttpResponseRedirect(f"{reverse('page-documents')}?development={self.development.pk}")


def _overview(development_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("page-development", args=[development_id]))
