"""One document: its state and versions, for whom it is, who has read it and what it was good for. Every act is a plain
form that posts to this page, so the list's tray and order use it too."""

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.assistant.answered_questions import answered_by
from apps.core.errors import Conflict, Invalid
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.developments.models import HouseType
from apps.documents import consents, found_rooms, must_read_order, readership, rereading, selectors, services
from apps.documents.flagged import WITHHELD
from apps.documents.models import Document

from ..forms import StaffForm
from ..suggestions import suggested
from .documents import STATES, address

VERSIONS_SHOWN, READERS_SHOWN, QUESTIONS_SHOWN = 50, 10, 20
FLAGS = {
    "invisible_text": gettext_lazy("Text that readers cannot see"),
    "white_text": gettext_lazy("White text on white paper"),
    "tiny_text": gettext_lazy("Text too small to read"),
    "instruction_like": gettext_lazy("Text that reads like an order to the assistant"),
    "scanned": gettext_lazy("Scanned pages without text"),
    "recognised": gettext_lazy("Scanned pages whose words were read from the picture"),
    "unreadable": gettext_lazy("Pages that could not be opened"),
}


class SettingsForm(StaffForm):
    aliases: ClassVar[dict[str, str]] = {"house_type_code": "house_type"}

    title = forms.CharField(max_length=200, label=gettext_lazy("Title"))
    house_type = forms.ChoiceField(label=gettext_lazy("House type"), required=False)
    must_read = forms.BooleanField(required=False, label=gettext_lazy("Must read"))

    def __init__(self, *args: Any, house_types: Iterable[HouseType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.house_types = list(house_types)
        everybody = ("", _("All house types"))
        self.fields["house_type"].choices = [everybody, *((one.code, str(one)) for one in self.house_types)]  # type: ignore[attr-defined]


def as_service(given: dict[str, Any]) -> dict[str, Any]:
    said = {name: value for name, value in given.items() if name != "house_type"}
    return said | ({"house_type_code": given["house_type"] or None} if "house_type" in given else {})


# Acts that need nothing but the document.
PLAIN: dict[str, tuple[Callable[..., Any], str | Promise]] = {
    "again": (rereading.reingest, gettext_lazy("It is being read again.")),
    "deprecate": (services.document_deprecate, gettext_lazy("Out of force. No home sees it any more.")),
    "reinstate": (services.document_reinstate, gettext_lazy("It is back in force as soon as it has been read.")),
    "accept": (services.flags_accept, gettext_lazy("Thank you. The assistant uses these pages from now on.")),
    "rooms": (found_rooms.confirm, gettext_lazy("The assistant tells these sizes from now on.")),
    "delete": (services.document_delete, gettext_lazy("The document was deleted.")),
}
ACTS = (*PLAIN, *must_read_order.STEPS, "save", "house_type", "rollback")


class ActForm(forms.Form):
    """`back`: to which of the two pages the act returns."""

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    house_type = forms.CharField(max_length=32, required=False)
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, required=False)
    note = forms.CharField(max_length=500, required=False)
    back = forms.ChoiceField(choices=[("list", "list")], required=False)


class DocumentPage(Page):
    template_name = "documents/document.html"
    permission = {"GET": Permission.DOCUMENT_VIEW, "POST": Permission.DOCUMENT_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._page()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        document, form = selectors.document(self.principal, self._key), ActForm(request.POST)
        if not form.is_valid():
            return self._page(_("That did not work. Please try again."))
        if form.cleaned_data["act"] == "save":
            return self._saved(document)
        try:
            said = self._act(form.cleaned_data)
        except (Invalid, Conflict) as refusal:
            return self._page(refusal.sentence, refusal.status)
        messages.success(request, said)
        gone = form.cleaned_data["act"] == "delete"
        listed = form.cleaned_data["back"] or gone
        return HttpResponseRedirect(address(document.development_id) if listed else request.path)

    @property
    def _key(self) -> UUID:
        key: UUID = self.kwargs["document_id"]
        return key

    @transaction.atomic
    def _act(self, given: dict[str, Any]) -> str:
        """Carry out what a form asked for; the sentence to show."""
        about: dict[str, Any] = {"document_id": self._key}
        act = given["act"]
        if act in PLAIN:
            carry_out, said = PLAIN[act]
            carry_out(self.principal, **about)
            return str(said)
        if act in must_read_order.STEPS:
            must_read_order.move(self.principal, **about, step=act)
            return _("The order was changed.")
        if act == "rollback":
            services.rollback(self.principal, **about, number=given["version"], note=given["note"])
            return _("The earlier version is being read and will be in force in a moment.")
        services.document_update(self.principal, **about, changes=as_service({"house_type": given["house_type"]}))
        return _("The document was changed.")

    def _saved(self, document: Document) -> HttpResponseBase:
        form = self._settings(document, self.request.POST)
        about = {"document_id": document.pk}
        if not form.carried_out(
            lambda given: services.document_update(self.principal, **about, changes=as_service(given))
        ):
            return self._page(status=form.status, settings=form)
        messages.success(self.request, _("The document was changed."))
        return HttpResponseRedirect(self.request.path)

    def _settings(self, document: Document, data: Any = None) -> SettingsForm:
        types = developments.house_types_of(self.principal, document.development_id)
        return SettingsForm(data, row=document, house_types=types)

    def _page(self, error: str = "", status: int = 400, settings: SettingsForm | None = None) -> HttpResponseBase:
        document = selectors.document(self.principal, self._key)
        form = settings or self._settings(document)
        versions = list(document.versions.all()[: VERSIONS_SHOWN + 1])
        context = self.get_context_data(
            section="documents",
            document=document,
            development=document.development,
            list_address=address(document.development_id),
            error=error,
            form=form,
            states=STATES,
            suggestion=suggested(document),
            flags=[(FLAGS[name], pages) for name, pages in document.newest_version.flags.items() if name in FLAGS],
            withheld=bool(WITHHELD & set(document.newest_version.flags)) and not document.newest_version.flags_accepted,
            found=found_rooms.rooms_of(self.principal, document.pk),
            house_types=form.house_types,
            versions=_with_before(versions)[:VERSIONS_SHOWN],
            **self._readers(document),
        )
        return self.render_to_response(context, status=status if error or settings else 200)

    def _readers(self, document: Document) -> dict[str, Any]:
        return {
            "tally": consents.tallies([document])[document.pk],
            "readership": readership.total(document),
            "readers": readership.views_of(self.principal, document.pk)[:READERS_SHOWN],
            "most_questions": QUESTIONS_SHOWN,
            "questions": answered_by(self.principal, document.pk)[:QUESTIONS_SHOWN],
        }


class VersionForm(forms.Form):
    file = forms.FileField()
    note = forms.CharField(max_length=500, required=False)


class NewVersionPage(DocumentPage):
    """The plain form for a newer file; what it shows is the document's own page."""

    permission, rate_policy = Permission.DOCUMENT_UPLOAD, RatePolicy.UPLOAD
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = VersionForm(request.POST, request.FILES)
        selectors.document(self.principal, self._key)
        if not form.is_valid():
            return self._page(_("Please choose a file with something in it."))
        try:
            with transaction.atomic():
                services.version_add(self.principal, document_id=self._key, **form.cleaned_data)
        except (Invalid, Conflict) as refusal:
            return self._page(refusal.sentence, refusal.status)
        messages.success(request, _("The new version was received and will be read in a moment."))
        return HttpResponseRedirect(reverse("page-document", args=[self._key]))


def _with_before(versions: list[Any]) -> list[tuple[Any, Any]]:
    """Each with the one before it that can be compared with it, None where there is none."""
    readable = [version for version in versions if version.text_name]
    before = dict(pairwise(readable))
    return [(version, before.get(version)) for version in versions]
