"""The assistant of a development, as its builder tries and guides it. Plain forms, no script."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.assistant import guidance, other_names, questions, services
from apps.assistant.api import LONGEST_QUESTION
from apps.assistant.language_model.endpoint import configured
from apps.assistant.models import LONGEST_INSTRUCTIONS, LONGEST_NOTE, Guidance
from apps.assistant.services import Trial
from apps.core.errors import Invalid
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.developments import selectors as developments


class TryForm(forms.Form):
    text = forms.CharField(max_length=LONGEST_QUESTION)
    house_type = forms.CharField(max_length=32, required=False)


class GuidanceForm(forms.Form):
    """The texts as they are stored, and other names as lines of text."""

    greeting = forms.CharField(max_length=LONGEST_NOTE, required=False)
    not_found_note = forms.CharField(max_length=LONGEST_NOTE, required=False)
    instructions = forms.CharField(max_length=LONGEST_INSTRUCTIONS, required=False)
    other_names = forms.CharField(max_length=20_000, required=False)

    def clean_other_names(self) -> list[list[str]]:
        lines = other_names.read(self.cleaned_data["other_names"])
        other_names.validate_other_names(lines)
        return lines

    @staticmethod
    def of(row: Guidance) -> "GuidanceForm":
        texts = {name: getattr(row, name) for name in ("greeting", "not_found_note", "instructions")}
        return GuidanceForm(initial=texts | {"other_names": other_names.written(row.other_names)})


class AssistantPage(Page):
    """No transaction is open while a language model speaks, so the parts open their own."""

    template_name = "developments/assistant.html"
    permission, rate_policy = Permission.ASSISTANT_TRY, RatePolicy.DEVELOPER_API

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        return transaction.non_atomic_requests(super().as_view(**initkwargs))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._page(TryForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._guided() if request.POST.get("act") == "guide" else self._tried()

    def _tried(self) -> HttpResponseBase:
        form = TryForm(self.request.POST)
        if not form.is_valid():
            return self._page(form, status=400)
        given = form.cleaned_data
        try:
            trial = services.try_question(
                self.principal,
                development_id=self._development_id,
                text=given["text"],
                house_type_code=given["house_type"] or None,
            )
        except Invalid as refusal:
            form.add_error("house_type", refusal.sentence)
            return self._page(form, status=400)
        return self._page(form, trial=trial)

    def _guided(self) -> HttpResponseBase:
        form = GuidanceForm(self.request.POST)
        if not form.is_valid():
            return self._page(TryForm(), guide=form, status=400)
        try:
            guidance.guidance_set(self.principal, development_id=self._development_id, changes=form.cleaned_data)
        except (Invalid, ValidationError) as refusal:
            form.add_error(None, refusal if isinstance(refusal, ValidationError) else refusal.detail)
            return self._page(TryForm(), guide=form, status=400)
        messages.success(self.request, _("Saved. The next answers use it."))
        return HttpResponseRedirect(reverse("page-development-assistant", args=[self._development_id]))

    @property
    def _development_id(self) -> UUID:
        return self.kwargs["development_id"]

    @transaction.atomic
    def _page(
        self, form: TryForm, *, trial: Trial | None = None, guide: GuidanceForm | None = None, status: int = 200
    ) -> HttpResponseBase:
        development = developments.development(self.principal, self._development_id)
        context = self.get_context_data(
            section="developments",
            tab="assistant",
            development=development,
            house_types=list(developments.house_types_of(self.principal, development.pk)),
            form=form,
            trial=trial,
            guide=guide or GuidanceForm.of(guidance.guidance_of(development)),
            has_model=configured() is not None,
            open_questions=questions.open_counts(self.principal, [development])[development.pk],
        )
        return self.render_to_response(context, status=status).render()
