"""Who is near a limit, in the enterprise admin, with a button that gives the places back."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.core.rbac import Permission
from apps.tenants import rate_limits
from apps.tenants.people import names_of

from .admin_page import AdminPage


class LimitsPage(AdminPage):
    permission = Permission.LIMIT_MANAGE
    template_name = "admin/operations/limits.html"
    title, done = _("Limits"), _("The limit is reset. The next request is let through.")

    def listed(self) -> dict[str, Any]:
        found = rate_limits.near(self.principal)
        names = names_of(status.subject_id for status in found if status.subject_id)
        return {"rows": [(status, names.get(status.subject_id, "")) for status in found]}  # type: ignore[arg-type]

    def act(self, key: UUID) -> None:
        rate_limits.reset(self.principal, limit_id=key)
