"""What workers do for all developments, in the enterprise admin: readings, readings anew, imports of homes."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from apps.documents import rereading, workload
from apps.homeowners.importing import selectors as imports

from .admin_page import AdminPage

SHOWN = 100
JOBS_SHOWN = 25


class JobsPage(AdminPage):
    """The button reads a document again; jobs and imports have pages of their own, which the list leads to."""

    template_name = "admin/operations/jobs.html"
    title, done = _("Jobs"), _("The document is read again.")

    def listed(self) -> dict[str, Any]:
        return {
            "unread": list(workload.unread(self.principal)[:SHOWN]),
            "rereadings": workload.rereadings(self.principal, JOBS_SHOWN),
            "imports": list(imports.recent(self.principal)[:JOBS_SHOWN]),
        }

    def act(self, key: UUID) -> None:
        rereading.reingest(self.principal, document_id=key)
