"""Who is signed in, in the enterprise admin, with a button that ends a session."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.core.step_up import Proof
from apps.tenants import live_sessions
from apps.tenants.people import names_of, tenant_names

from ..forms import valid
from .admin_page import AdminPage, ways

PAGE_SIZE = 100
KINDS = (("", _("All")), ("staff", _("Staff")), ("homeowner", _("Homeowners")), ("token", _("Access tokens")))


class Asked(forms.Form):
    kind = forms.ChoiceField(choices=KINDS, required=False)
    person = forms.UUIDField(required=False)
    after = forms.CharField(max_length=400, required=False)


class SessionsPage(AdminPage):
    template_name = "admin/operations/sessions.html"
    title, done = _("Sessions"), _("The session has ended. Whoever used it has to sign in again.")
    proof = {"POST": Proof.RECENT}

    @cached_property
    def asked(self) -> dict[str, Any]:
        return valid(Asked(self.request.GET), "place in the list of sessions").cleaned_data

    def parts(self) -> dict[str, Any]:
        asked = self.asked
        after = live_sessions.place_of(asked["after"]) if asked["after"] else None
        chosen = live_sessions.Chosen(asked["kind"] or None, asked["person"], after)
        return {"sessions": lambda: self._page(chosen)}

    def _page(self, chosen: live_sessions.Chosen) -> dict[str, Any]:
        """Each session with whose it is and the name of the tenant, and the ways to go on."""
        found = live_sessions.of_tenant(self.principal, chosen, PAGE_SIZE + 1)
        shown = found[:PAGE_SIZE]
        names = names_of(session.subject_id for session in shown)
        tenants = tenant_names(session.tenant_id for session in shown)
        rows = [(one, names.get(one.subject_id, ""), tenants.get(one.tenant_id)) for one in shown]
        further = live_sessions.cursor_of(shown[-1]) if len(found) > PAGE_SIZE else None
        return {"rows": rows, **ways(self.asked, "after", further)}

    def act(self, key: UUID) -> None:
        live_sessions.end_of_tenant(self.principal, key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.asked
        return super().get_context_data(kinds=KINDS, kind=asked["kind"], person=asked["person"], **kwargs)
