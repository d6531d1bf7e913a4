"""The builders' documents: what a development's homes can ask about. Without script the page uploads files by a plain
form and tells what became of each; its script adds progress, and changes in place."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.errors import Conflict, Invalid, TooLarge
from apps.core.keyset import following
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.developments.models import Development
from apps.documents import consents, same_files, selectors, services
from apps.documents.models import Document

from .. import wording
from ..forms import valid
from ..suggestions import suggested

PAGE_SIZE = 50
# What one plain form may send; each file is checked while the browser waits.
MOST_FILES = 20
DEVELOPMENTS_SHOWN = 500
# Of the two short lists above the long one; what does not fit is reached by the filter.
REVIEWS_SHOWN, MUST_READ_SHOWN = 20, 100
STATES = {
    "queued": gettext_lazy("Queued"),
    "reading": gettext_lazy("Reading"),
    "ready": gettext_lazy("Ready"),
    "failed": gettext_lazy("Failed"),
}
FOR_ALL = "-"


class UploadForm(forms.Form):
    file = forms.FileField()
    house_type = forms.CharField(max_length=32, required=False)
    must_read = forms.BooleanField(required=False)


class Place(forms.Form):
    """Where on the page one is: which development, what of it, and after which document the list goes on."""

    development = forms.UUIDField(required=False)
    q = forms.CharField(max_length=100, required=False)
    state = forms.ChoiceField(choices=list(STATES.items()), required=False)
    type = forms.CharField(max_length=32, required=False)
    review = forms.BooleanField(required=False)
    after = forms.UUIDField(required=False)

    @property
    def kept(self) -> dict[str, Any]:
        """What narrows the list, as the links of its pages carry it."""
        given = {name: self.cleaned_data[name] for name in ("q", "state", "type", "review")}
        return {name: value for name, value in given.items() if value}

    @property
    def filters(self) -> dict[str, Any]:
        given = self.cleaned_data
        of_type = {"house_type_code": "" if given["type"] == FOR_ALL else given["type"]} if given["type"] else {}
        return {"search": given["q"], "status": given["state"], "needs_review": given["review"] or None, **of_type}


class DocumentsPage(Page):
    template_name = "documents/list.html"
    permission = {"GET": Permission.DOCUMENT_VIEW, "POST": Permission.DOCUMENT_UPLOAD}
    rate_policy = {"GET": RatePolicy.DEVELOPER_API, "POST": RatePolicy.UPLOAD}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._page(self._development())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        development = self._development()
        form, files = UploadForm(request.POST, request.FILES), request.FILES.getlist("file")
        if development is None or not form.is_valid():
            return self._page(development, _("Please choose a file with something in it."))
        if len(files) > MOST_FILES:
            return self._page(development, _("Please send %(most)s files at most at once.") % {"most": MOST_FILES})
        refused = list(filter(None, (self._received(development, file, form.cleaned_data) for file in files)))
        return self._page(development, " ".join(refused)) if refused else HttpResponseRedirect(address(development))

    def _received(self, development: Development, file: Any, given: dict[str, Any]) -> str:
        """Why the file was refused, which keeps none of the others out; nothing when it was received."""
        try:
            document = self._uploaded(development, file, given)
        except (Invalid, TooLarge, Conflict) as refusal:
            return f"{file.name}: {refusal.sentence}"
        said = _("“%(title)s” was received and will be read in a moment.") % {"title": document.title}
        messages.success(self.request, said)
        return ""

    @transaction.atomic
    def _uploaded(self, development: Development, file: Any, given: dict[str, Any]) -> Document:
        return services.document_upload(
            self.principal,
            development_id=development.pk,
            file=file,
            house_type_code=given["house_type"] or None,
            must_read=given["must_read"],
        )

    @cached_property
    def _place(self) -> Place:
        return valid(Place(self.request.GET), "place on the documents page")

    def _development(self) -> Development | None:
        return developments.asked_or_first(self.principal, self._place.cleaned_data["development"])

    def _page(self, development: Development | None, error: str = "") -> HttpResponseBase:
        context = self.get_context_data(
            section="documents",
            error=error,
            development=development,
            developments=developments.developments_of(self.principal)[:DEVELOPMENTS_SHOWN],
            max_megabytes=settings.DOCUMENT_MAX_BYTES // (1024 * 1024),
            wording=wording.DOCUMENTS,
        )
        if development is not None:
            context |= self._listing(development) | self._short_lists(development)
        return self.render_to_response(context, status=400 if error else 200)

    def _listing(self, development: Development) -> dict[str, Any]:
        place = self._place
        shown = self._rows(development, place)
        same_files.point_out(shown)
        last = shown[PAGE_SIZE - 1] if len(shown) > PAGE_SIZE else None
        kept = place.kept
        return {
            "place": place.cleaned_data,
            "filtered": bool(kept),
            "states": STATES,
            "for_all": FOR_ALL,
            "documents": shown[:PAGE_SIZE],
            "house_types": list(developments.house_types_of(self.principal, development.pk)),
            "newest_page": address(development, **kept) if place.cleaned_data["after"] else "",
            "older_page": address(development, **kept, after=last.pk) if last else "",
        }

    def _rows(self, development: Development, place: Place) -> list[Document]:
        rows = selectors.documents_of(self.principal, development.pk, **place.filters)
        if after := place.cleaned_data["after"]:
            rows = following(rows, ("-created_at", "pk"), selectors.document(self.principal, after))
        return list(rows[: PAGE_SIZE + 1])

    def _short_lists(self, development: Development) -> dict[str, Any]:
        """What waits for a decision, and the order of what must be read."""
        waiting = selectors.documents_of(self.principal, development.pk, needs_review=True)[: REVIEWS_SHOWN + 1]
        must_read = list(selectors.must_read_of(self.principal, development.pk)[:MUST_READ_SHOWN])
        tallies = consents.tallies(must_read)
        reviews = [(document, suggested(document)) for document in waiting]
        return {
            "reviews": reviews[:REVIEWS_SHOWN],
            "all_reviews": address(development, review=True) if len(reviews) > REVIEWS_SHOWN else "",
            "must_read": [(document, tallies[document.pk]) for document in must_read],
        }


def address(development: Development | UUID, **place: Any) -> str:
    key = development.pk if isinstance(development, Development) else development
    return f"{reverse('page-documents')}?{urlencode({'development': key, **place})}"
