"""Who has confirmed and who has opened a document, and what has changed between two of its versions."""

from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponseBase

from apps.core.errors import Conflict
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.developments.selectors import BY_NUMBER, numbered
from apps.documents import comparing, consents, readership, selectors
from apps.documents.models import Document

from ..forms import valid
from ..keyset import Slice, sliced

PAGE_SIZE = 50


class _OfDocument(Page):
    rate_policy = RatePolicy.DEVELOPER_API
    http_method_names = ["get", "head"]

    class Place(forms.Form):
        after = forms.UUIDField(required=False)

    @property
    def document(self) -> Document:
        return selectors.document(self.principal, self.kwargs["document_id"])

    @property
    def place(self) -> dict[str, Any]:
        return valid(self.Place(self.request.GET), "place on a page of a document").cleaned_data

    def shown(self, document: Document, *, status: int = 200, **context: Any) -> HttpResponseBase:
        found = self.get_context_data(section="documents", document=document, **context)
        return self.render_to_response(found, status=status)

    def paged(self, document: Document, found: Slice, after: UUID | None, **context: Any) -> HttpResponseBase:
        return self.shown(
            document,
            rows=found.rows,
            first_page=self.request.path if after else "",
            next_page=f"?{urlencode({'after': found.next_after})}" if found.next_after else "",
            **context,
        )


class ConfirmedPage(_OfDocument):
    template_name = "documents/confirmed.html"
    permission = Permission.HOMEOWNER_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        document, after = self.document, self.place["after"]
        rows = numbered(consents.homes_of(self.principal, document))
        found = sliced(rows, among=lambda: rows, order=BY_NUMBER, after=after, size=PAGE_SIZE)
        return self.paged(document, found, after, tally=consents.tallies([document])[document.pk])


class ReadersPage(_OfDocument):
    template_name = "documents/readers.html"
    permission = Permission.HOMEOWNER_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        document, after = self.document, self.place["after"]
        return self.paged(document, self._found(document, after), after, readership=readership.total(document))

    def _found(self, document: Document, after: UUID | None) -> Slice:
        rows = readership.views_of(self.principal, document.pk)
        return sliced(rows, among=lambda: rows, order=("-last_at", "pk"), after=after, size=PAGE_SIZE)


class ComparePage(_OfDocument):
    template_name = "documents/compare.html"
    permission = Permission.DOCUMENT_VIEW

    class Place(forms.Form):
        earlier = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
        later = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)

    SHOWN: ClassVar[int] = 200

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        document = self.document
        numbers = list(document.versions.values_list("number", flat=True)[: self.SHOWN])
        try:
            earlier, later, found = comparing.compare_versions(self.principal, document.pk, **self.place)
        except Conflict as refusal:
            return self.shown(document, status=409, error=refusal.detail, numbers=numbers)
        return self.shown(document, earlier=earlier, later=later, found=found, numbers=numbers)
