"""Reading many documents again: started from a selection of the list or for all of it, then watched here."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.core.errors import Conflict, Invalid
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.documents import rereading
from apps.documents.models import Reingestion
from apps.documents.progress import progress

from .documents import STATES, address

MOST_CHOSEN = 500


class Chosen(forms.Field):
    """The documents that were ticked."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[UUID]:
        try:
            return [UUID(one) for one in value or []]
        except ValueError:
            raise ValidationError("no document") from None


class StartForm(forms.Form):
    development = forms.UUIDField()
    documents = Chosen(required=False)
    everything = forms.BooleanField(required=False)


class StartJobPage(Page):
    permission, rate_policy = Permission.DOCUMENT_MANAGE, RatePolicy.DEVELOPER_API
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = StartForm(request.POST)
        if not form.is_valid() or len(form.cleaned_data["documents"]) > MOST_CHOSEN:
            raise Invalid(reason="what to read again")
        given = form.cleaned_data
        if not (given["everything"] or given["documents"]):
            messages.info(request, _("Please tick the documents to read again."))
            return HttpResponseRedirect(address(given["development"]))
        return self._started(given)

    def _started(self, given: dict[str, Any]) -> HttpResponseBase:
        job = rereading.development_reingest(
            self.principal,
            development_id=given["development"],
            documents=None if given["everything"] else given["documents"],
        )
        return _watched(job)


class JobPage(Page):
    template_name = "documents/job.html"
    permission = {"GET": Permission.JOB_VIEW, "POST": Permission.DOCUMENT_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._page()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Read what failed once more."""
        try:
            with transaction.atomic():
                return _watched(rereading.retry_failed(self.principal, job_id=self.kwargs["job_id"]))
        except Conflict as refusal:
            return self._page(refusal.sentence)

    def _page(self, error: str = "") -> HttpResponseBase:
        job = progress(self.principal, self.kwargs["job_id"])
        back = address(job.development)
        context = self.get_context_data(section="documents", job=job, states=STATES, list_address=back, error=error)
        return self.render_to_response(context, status=409 if error else 200)


def _watched(job: Reingestion) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("page-job", args=[job.pk]))
