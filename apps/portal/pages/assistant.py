"""The assistant of a development, as its builder tries and guides it. Plain forms, no script."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.assistant import guidance, other_names, questions, services
from apps.assistant.api import LONGEST_QUESTION
from apps.assistant.language_model.endpoint import configured
from apps.assistant.models import LONGEST_INSTRUCTIONS, LONGEST_NOTE, Guidance
from apps.assistant.services import Trial
from apps.core.errors import Invalid
from apps.core.meanwhile import hold
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.developments import selectors as developments

from ..forms import StaffForm

LONGEST_NAMES = 20_000
WITH_MODEL = gettext_lazy("The language model follows them as far as they add no facts.")
WITHOUT_MODEL = gettext_lazy("Used where a language model words the answers. None is set up here: answers are quotes.")


class TryForm(forms.Form):
    text = forms.CharField(max_length=LONGEST_QUESTION)
    house_type = forms.CharField(max_length=32, required=False)


class OtherNamesField(forms.Field):
    """Lines of names as they are stored, written as lines of text."""

    def to_python(self, value: Any) -> list[list[str]]:
        lines = other_names.read(value[:LONGEST_NAMES]) if isinstance(value, str) else value or []
        other_names.validate_other_names(lines)
        return lines

    def prepare_value(self, value: Any) -> str:
        return value if isinstance(value, str) else other_names.written(value or [])


class GuidanceForm(StaffForm):
    greeting = forms.CharField(
        max_length=LONGEST_NOTE, required=False, label=gettext_lazy("Greeting of a new conversation")
    )
    not_found_note = forms.CharField(
        max_length=LONGEST_NOTE,
        required=False,
        label=gettext_lazy("Added where the documents say nothing"),
        help_text=gettext_lazy("For example opening hours. The contacts of the development are named anyway."),
    )
    other_names = OtherNamesField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=gettext_lazy("Other names of things"),
        help_text=gettext_lazy("One line for each thing, names parted by commas: hot press, airing cupboard."),
    )
    instructions = forms.CharField(
        max_length=LONGEST_INSTRUCTIONS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=gettext_lazy("Wishes for tone and wording"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["instructions"].help_text = WITH_MODEL if configured() else WITHOUT_MODEL


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
        about = {"development_id": self._development_id}
        form = GuidanceForm(self.request.POST, row=Guidance())
        if not form.carried_out(
            lambda given: guidance.guidance_set(self.principal, **about, changes=given),
            held=lambda: hold(guidance.guidance_to_change(self.principal, **about)),
        ):
            return self._page(TryForm(), guide=form, status=form.status)
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
            guide=guide or GuidanceForm(row=guidance.guidance_of(development)),
            open_questions=questions.open_counts(self.principal, [development])[development.pk],
        )
        return self.render_to_response(context, status=status).render()
