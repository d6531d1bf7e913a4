"""Who is near a limit, in the enterprise admin, with a button that gives the places back."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.core.limit_status import LimitStatus
from apps.tenants import rate_limits
from apps.tenants.people import names_of, tenant_names

from .admin_page import SoughtPage


class LimitsPage(SoughtPage):
    template_name = "admin/operations/limits.html"
    title, done = _("Limits"), _("The limit is reset. The next request is let through.")

    def parts(self) -> dict[str, Any]:
        return {"limits": lambda: self.page(rate_limits.near, _named)}

    def act(self, key: UUID) -> None:
        rate_limits.reset(self.principal, limit_id=key)


def _named(found: list[LimitStatus]) -> list[tuple[LimitStatus, Any, str | None]]:
    """Each with whose it is and the name of the tenant."""
    tenants = tenant_names(status.tenant_id for status in found)
    names = tenants | names_of(status.subject_id for status in found if status.subject_id)
    whose = [(one, one.subject_id and names.get(one.subject_id)) for one in found]
    return [(one, name, tenants.get(one.tenant_id)) for one, name in whose]
