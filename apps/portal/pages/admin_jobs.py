"""What workers do for all developments, in the enterprise admin: readings, readings anew, imports of homes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from apps.documents import rereading, workload
from apps.homeowners.importing import selectors as imports
from apps.homeowners.importing import services as importing

from ..forms import valid
from ..keyset import sliced
from .admin_page import AdminPage, ways

PAGE_SIZE = 25
NEWEST_FIRST = ("-created_at", "id")


class Place(forms.Form):
    """Behind which row each list goes on."""

    unread = forms.UUIDField(required=False)
    rereadings = forms.UUIDField(required=False)
    imports = forms.UUIDField(required=False)


class JobsPage(AdminPage):
    """The button reads a document again, or writes an import that failed; jobs have pages of their own."""

    template_name = "admin/operations/jobs.html"
    title, done = _("Jobs"), _("It is being done again.")

    @cached_property
    def place(self) -> dict[str, UUID | None]:
        return valid(Place(self.request.GET), "place in the lists of jobs").cleaned_data

    def parts(self) -> dict[str, Any]:
        return {
            "unread": lambda: self._page("unread", workload.unread(self.principal)),
            "rereadings": lambda: self._page("rereadings", workload.jobs(self.principal), workload.rereadings),
            "imports": lambda: self._page("imports", imports.recent(self.principal)),
        }

    def _page(self, name: str, rows: QuerySet[Any], told: Callable[[list[Any]], list[Any]] = list) -> dict[str, Any]:
        found = sliced(rows, among=lambda: rows, order=NEWEST_FIRST, after=self.place[name], size=PAGE_SIZE)
        return {"rows": told(found.rows), **ways(self.place, name, found.next_after)}

    def act(self, key: UUID) -> None:
        record = imports.job(self.principal, key)
        if record is None:
            rereading.reingest(self.principal, document_id=key)
        else:
            importing.retry(self.principal, development_id=record.development_id, import_id=key)
