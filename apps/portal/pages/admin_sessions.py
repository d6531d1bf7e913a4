"""Who is signed in, in the enterprise admin, with a button that ends a session."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.core.step_up import Proof
from apps.tenants import live_sessions
from apps.tenants.people import names_of, tenant_names

from .admin_page import AdminPage

SHOWN = 200
KINDS = (("", _("All")), ("staff", _("Staff")), ("homeowner", _("Homeowners")), ("token", _("Access tokens")))


class Filter(forms.Form):
    kind = forms.ChoiceField(choices=KINDS, required=False)
    person = forms.UUIDField(required=False)


class SessionsPage(AdminPage):
    template_name = "admin/operations/sessions.html"
    title, done = _("Sessions"), _("The session has ended. Whoever used it has to sign in again.")
    proof = {"POST": Proof.RECENT}

    def listed(self) -> dict[str, Any]:
        asked = Filter(self.request.GET)
        asked.is_valid()
        kind, person = asked.cleaned_data.get("kind") or None, asked.cleaned_data.get("person")
        found = live_sessions.of_tenant(self.principal, live_sessions.Chosen(kind, person), SHOWN)
        names = names_of(session.subject_id for session in found)
        tenants = tenant_names(session.tenant_id for session in found)
        rows = [(one, names.get(one.subject_id, ""), tenants.get(one.tenant_id)) for one in found]
        return {"rows": rows, "kinds": KINDS, "kind": kind or "", "person": person, "shown": SHOWN}

    def act(self, key: UUID) -> None:
        live_sessions.end_of_tenant(self.principal, key)
