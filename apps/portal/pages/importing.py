"""A list of homes in four steps: choose a file, see what it would do, confirm, watch. Each works without script.

What was read of the file is kept for an hour, so that confirming it needs no second upload.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.errors import Conflict, Invalid, TooLarge
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof
from apps.developments.models import Development
from apps.homeowners.api.importing import sent
from apps.homeowners.importing import columns, selectors, services, sheets
from apps.homeowners.importing.failures import MAX_MEGABYTES
from apps.homeowners.importing.models import HomeImport, ImportState
from apps.homeowners.importing.report import Report

from .. import wording
from ..forms import valid
from .development import DevelopmentPage

EARLIER_SHOWN, ERRORS_SHOWN, PAGE_SIZE = 10, 100, 25


class FileForm(forms.Form):
    file = forms.FileField(allow_empty_file=True)


class ImportPage(DevelopmentPage):
    """The file, and what was imported before."""

    template_name = "developments/import.html"
    permission, tab = Permission.UNIT_MANAGE, "homes"
    rate_policy = {"GET": RatePolicy.DEVELOPER_API, "POST": RatePolicy.UPLOAD}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._page(self.development)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        development, form = self.development, FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(development, error=_("Please choose a file."))
        try:
            made = services.upload(self.principal, development_id=development.pk, file=form.cleaned_data["file"])
        except (Invalid, TooLarge, Conflict) as refusal:
            return self._page(development, error=refusal.sentence)
        return _to(development.pk, made.pk)

    def _page(self, development: Development, error: str = "") -> HttpResponseBase:
        return self.shown(
            development,
            status=400 if error else 200,
            error=error,
            max_megabytes=MAX_MEGABYTES,
            known=columns.known().values(),
            earlier=selectors.imports_of(self.principal, development.pk)[:EARLIER_SHOWN],
        )


class ActForm(forms.Form):
    act = forms.ChoiceField(choices=[(act, act) for act in ("map", "confirm", "retry")])
    only_valid = forms.BooleanField(required=False)


class Place(forms.Form):
    first = forms.IntegerField(min_value=0, max_value=100_000, required=False)


class ImportCheckPage(DevelopmentPage):
    """What the file would do, row by row; then how far it is; then what it did."""

    template_name = "developments/import_check.html"
    permission, tab = Permission.UNIT_MANAGE, "homes"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._page()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = valid(ActForm(request.POST), "neither columns nor confirmation")
        try:
            self._act(**form.cleaned_data)
        except (Invalid, Conflict) as refusal:
            return self._page(error=refusal.sentence)
        return _to(self.kwargs["development_id"], self.kwargs["import_id"])

    @transaction.atomic
    def _act(self, act: str, only_valid: bool) -> None:
        if act == "map":
            services.remap(self.principal, **self.kwargs, fields=self._chosen())
            messages.success(self.request, _("Looked at again with these columns."))
        elif act == "retry":
            services.retry(self.principal, **self.kwargs)
        else:
            services.confirm(self.principal, **self.kwargs, only_valid=only_valid)

    def _chosen(self) -> list[str | None]:
        """The field of each column, as the form says."""
        count = len(self._record().mapping)
        return [self.request.POST.get(f"column-{place}") or None for place in range(count)]

    def _record(self) -> HomeImport:
        return selectors.shown_import(self.principal, **self.kwargs)

    def _page(self, error: str = "") -> HttpResponseBase:
        record, place = self._record(), valid(Place(self.request.GET), "place in the rows of an import")
        told = Report.from_json(record.report) if record.report else None
        return self.shown(
            self.development,
            status=400 if error else 200,
            error=error,
            record=record,
            moving=record.state in (ImportState.QUEUED, ImportState.RUNNING),
            known=columns.known().values(),
            wording=wording.IMPORT,
            **(_judged(told, place.cleaned_data["first"] or 0) if told else {}),
        )


def _judged(told: Report, first: int) -> dict[str, Any]:
    """Counts of what the good rows do, and one page of the rows."""
    outcomes = [item["outcome"] for item in told.items]
    last = first + PAGE_SIZE
    return {
        "told": told,
        "would": {outcome: outcomes.count(outcome) for outcome in ("inserted", "updated", "unchanged", "failed")},
        "lacking": [columns.known()[field].label for field in told.lacking],
        "errors": told.errors[:ERRORS_SHOWN],
        "items": told.items[first:last],
        "earlier_rows": _rows_from(max(0, first - PAGE_SIZE)) if first else "",
        "later_rows": _rows_from(last) if last < told.rows else "",
    }


def _rows_from(first: int) -> str:
    return f"?first={first}#rows-title"


class ExportForm(forms.Form):
    format = forms.ChoiceField(choices=[(shape, shape) for shape in sheets.TYPES])


class ExportPage(DevelopmentPage):
    """The homes with their people as a file; asks for a second factor as other exports do."""

    permission, rate_policy, proof = Permission.HOMEOWNER_VIEW, RatePolicy.DEVELOPER_EXPORT, Proof.RECENT
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = ExportForm(request.GET)
        shape = form.cleaned_data["format"] if form.is_valid() else sheets.XLSX
        name, rows = services.export(self.principal, **self.kwargs, shape=shape)
        return sent(rows, shape, name)


def _to(development_id: UUID, import_id: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("page-import-check", args=[development_id, import_id]))
