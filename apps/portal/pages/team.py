"""The team of a builder company: everybody, one person, and how somebody new is asked. Plain forms, no script."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core import rbac
from apps.core.errors import Conflict
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof
from apps.developments import selectors as developments
from apps.tenants import services, team
from apps.tenants.models import Staff, StaffRole

from ..forms import StaffForm, valid
from ..keyset import sliced

PAGE_SIZE = 50
DEVELOPMENTS_SHOWN = 500


class Place(forms.Form):
    q = forms.CharField(max_length=100, required=False)
    after = forms.UUIDField(required=False)


class StaffDetails(StaffForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    role = forms.ChoiceField(label=gettext_lazy("Role"))
    memberships = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Developments"), required=False, coerce=UUID, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, page: "TeamPages", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = page.roles  # type: ignore[attr-defined]
        self.fields["memberships"].choices = page.developments  # type: ignore[attr-defined]


class StaffInvitation(StaffDetails):
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    field_order = ("email", "name", "role", "memberships")


class TeamPages(Page):
    permission = {"GET": Permission.STAFF_VIEW, "POST": Permission.STAFF_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API
    proof = {"POST": Proof.RECENT}

    @property
    def roles(self) -> list[tuple[str, Any]]:
        return [(role.value, role.label) for role in services.roles_to_give(self.principal)]

    @cached_property
    def developments(self) -> list[tuple[UUID, str]]:
        if self.principal.tenant_id is None:
            return []
        rows = developments.developments_of(self.principal)[:DEVELOPMENTS_SHOWN]
        return [(row.pk, row.name) for row in rows]

    def shown(self, status: int = 200, **context: Any) -> HttpResponseBase:
        may_change = rbac.allows(self.principal, Permission.STAFF_MANAGE)
        return self.render_to_response(
            self.get_context_data(section="settings", tab="team", may_change=may_change, **context), status=status
        )


class TeamPage(TeamPages):
    template_name = "settings/team.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._list(StaffInvitation(page=self, initial={"role": StaffRole.DEVELOPER}))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = StaffInvitation(request.POST, page=self)
        if not form.carried_out(self._invite):
            return self._list(form, status=form.status)
        messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": form.made.email})
        return HttpResponseRedirect(reverse("page-team"))

    def _invite(self, given: dict[str, Any]) -> Staff:
        return team.invite(self.principal, development_ids=given.pop("memberships"), **given)

    def _list(self, form: StaffInvitation, status: int = 200) -> HttpResponseBase:
        place = valid(Place(self.request.GET), "place on the team page").cleaned_data
        after, search = place["after"], place["q"]
        found = sliced(
            team.team_of(self.principal, search=search),
            among=lambda: team.team_of(self.principal),
            order=("name", "id"),
            after=after,
            size=PAGE_SIZE,
        )
        kept = {"q": search} if search else {}
        names = dict(self.developments)
        return self.shown(
            status,
            form=form,
            people=[(person, named(person, names)) for person in found.rows],
            q=search,
            first_page=f"{reverse('page-team')}?{urlencode(kept)}" if after else "",
            next_page=f"?{urlencode(kept | {'after': found.next_after})}" if found.next_after else "",
        )


class MemberPage(TeamPages):
    template_name = "settings/member.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = self._person()
        joined = [str(membership.development_id) for membership in person.memberships.all()]
        initial = {"name": person.name, "role": person.role, "memberships": joined}
        return self._form(person, StaffDetails(page=self, initial=initial))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person, act = self._person(), request.POST.get("act")
        if act == "save":
            return self._save(person)
        try:
            said = self._act(person, act or "")
        except Conflict as refusal:
            form = StaffDetails(page=self, initial={"name": person.name, "role": person.role})
            return self._form(person, form, error=refusal.sentence, status=409)
        messages.success(request, said)
        return HttpResponseRedirect(reverse("page-team"))

    def _save(self, person: Staff) -> HttpResponseBase:
        form = StaffDetails(self.request.POST, page=self)
        if not form.carried_out(lambda given: self._change(person, given)):
            return self._form(person, form, status=form.status)
        messages.success(self.request, _("Saved."))
        return HttpResponseRedirect(reverse("page-team"))

    def _change(self, person: Staff, given: dict[str, Any]) -> Staff:
        joined = given.pop("memberships")
        return services.staff_change(self.principal, staff_id=person.pk, development_ids=joined, **given)

    def _act(self, person: Staff, act: str) -> str:
        """Carry out what a button asked for; the sentence to show."""
        if act == "invite":
            team.invite_again(self.principal, staff_id=person.pk)
            return _("Another invitation is on its way to %(email)s.") % {"email": person.email}
        if act == "remove":
            team.remove(self.principal, staff_id=person.pk)
            return _("%(name)s is no longer in the team.") % {"name": person.name}
        services.staff_change(self.principal, staff_id=person.pk, active=act == "reactivate")
        if act == "reactivate":
            return _("%(name)s can sign in again.") % {"name": person.name}
        return _("%(name)s is signed out everywhere and cannot sign in.") % {"name": person.name}

    def _person(self) -> Staff:
        return team.member(self.principal, self.kwargs["staff_id"])

    def _form(self, person: Staff, form: StaffDetails, error: str = "", status: int = 200) -> HttpResponseBase:
        is_self = person.pk == self.principal.subject_id
        return self.shown(status, person=person, form=form, error=error, is_self=is_self)


def named(person: Staff, names: dict[UUID, str]) -> list[str]:
    return sorted(names[one.development_id] for one in person.memberships.all() if one.development_id in names)
