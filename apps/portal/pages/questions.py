"""The builders' questions: what homes could not be told, and what builders answered. Plain forms, no script."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.assistant import entries, questions
from apps.assistant.entries import LONGEST_ANSWER, LONGEST_QUESTION
from apps.core.errors import Conflict, Invalid
from apps.core.pages import Page
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.developments.models import Development

from ..forms import valid
from ..keyset import sliced

DEVELOPMENTS_SHOWN = 500
TOPICS_SHOWN, ENTRIES_SHOWN = 25, 25
STATES = {"open": gettext_lazy("Open"), "answered": gettext_lazy("Answered"), "dismissed": gettext_lazy("Put aside")}


class Place(forms.Form):
    development = forms.UUIDField(required=False)
    state = forms.ChoiceField(choices=list(STATES.items()), required=False)
    first = forms.IntegerField(min_value=0, max_value=10_000, required=False)
    q = forms.CharField(max_length=100, required=False)
    after = forms.UUIDField(required=False)


class WordsForm(forms.Form):
    question = forms.CharField(max_length=LONGEST_QUESTION)
    answer = forms.CharField(max_length=LONGEST_ANSWER)
    house_type = forms.CharField(max_length=32, required=False)

    @property
    def words(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "question": given["question"],
            "answer": given["answer"],
            "house_type_code": given["house_type"] or None,
        }


class WasForm(WordsForm):
    """What an entry was when the page was made."""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, prefix="was")

    @property
    def words(self) -> dict[str, Any]:
        """Nothing where the form said none of it."""
        return super().words if self.is_valid() else {}


class TargetForm(forms.Form):
    """Which topic or which entry an act is about; neither for a new entry."""

    topic = forms.UUIDField(required=False)
    entry = forms.UUIDField(required=False)
    act = forms.ChoiceField(choices=[(act, act) for act in ("save", "dismiss", "delete")])


class QuestionsPage(Page):
    template_name = "questions/list.html"
    permission = {"GET": Permission.QUESTION_VIEW, "POST": Permission.QUESTION_ANSWER}
    rate_policy = RatePolicy.DEVELOPER_API

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._page(self._development())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        development, target = self._development(), TargetForm(request.POST)
        if development is None or not target.is_valid():
            return self._page(development, _("That did not work. Please try again."))
        try:
            said = self._act(development, target.cleaned_data)
        except (Invalid, Conflict) as refusal:
            told = " ".join(filter(None, (refusal.detail, *(error.message for error in refusal.errors))))
            typed = self._typed(target.cleaned_data, refusal)
            return self._page(development, told, typed=typed, status=refusal.status)
        messages.success(request, said)
        return HttpResponseRedirect(_address(development, **self._kept_state()))

    @transaction.atomic
    def _act(self, development: Development, target: dict[str, Any]) -> str:
        """Carry out what a form asked for; the sentence to show."""
        if target["act"] == "dismiss" and target["topic"]:
            questions.dismiss(self.principal, development_id=development.pk, topic_id=target["topic"])
            return _("Put aside. It comes back when a home sends it to you.")
        if target["act"] == "delete" and target["entry"]:
            entries.entry_delete(self.principal, development_id=development.pk, entry_id=target["entry"])
            return _("The answer was deleted. Nobody is told it any more.")
        return self._save(development, target)

    def _save(self, development: Development, target: dict[str, Any]) -> str:
        form = WordsForm(self.request.POST)
        if not form.is_valid():
            raise Invalid.field("answer", "required", _("Please write a question and an answer."))
        where = {"development_id": development.pk}
        if target["entry"]:
            was = WasForm(self.request.POST).words
            changes = {name: said for name, said in form.words.items() if name not in was or said != was[name]}
            entries.entry_update(self.principal, **where, entry_id=target["entry"], changes=changes, was=was)
            return _("The answer was changed.")
        if target["topic"]:
            entries.topic_answer(self.principal, **where, topic_id=target["topic"], **form.words)
            return _("Answered. The homes that asked are told as soon as their question finds it.")
        entries.entry_create(self.principal, **where, **form.words)
        return _("The answer was added.")

    def _typed(self, target: dict[str, Any], refusal: Invalid | Conflict) -> dict[str, Any]:
        """What stands in the form that was refused, and which form it is. What a conflict has told counts as seen."""
        words = {name: self.request.POST.get(name, "") for name in WordsForm.base_fields}
        was = {name: self.request.POST.get(f"was-{name}", "") for name in WordsForm.base_fields}
        seen = {} if isinstance(refusal, Conflict) else {"was": was}
        return words | seen | {"key": str(target["topic"] or target["entry"] or "new")}

    @cached_property
    def _place(self) -> dict[str, Any]:
        return valid(Place(self.request.GET), "place on the questions page").cleaned_data

    def _kept_state(self) -> dict[str, str]:
        state = self._place["state"]
        return {"state": state} if state else {}

    def _development(self) -> Development | None:
        return developments.asked_or_first(self.principal, self._place["development"])

    def _page(
        self,
        development: Development | None,
        error: str = "",
        typed: dict[str, Any] | None = None,
        status: int = 400,
    ) -> HttpResponseBase:
        state = self._place["state"] or "open"
        context = self.get_context_data(
            section="questions",
            error=error,
            typed=typed,
            state=state,
            development=development,
            developments=developments.developments_of(self.principal)[:DEVELOPMENTS_SHOWN],
            longest_question=LONGEST_QUESTION,
            longest_answer=LONGEST_ANSWER,
        )
        if development is not None:
            context |= self._topics(development, state) | self._entries(development, state)
        return self.render_to_response(context, status=status if error else 200)

    def _topics(self, development: Development, state: str) -> dict[str, Any]:
        """One part of the topics, which are gathered whole, as what homes sent stands first."""
        topics, first = questions.topics_of(self.principal, development.pk, state=state), self._place["first"] or 0
        last = first + TOPICS_SHOWN
        return {
            "address": _address(development, state=state),
            "states": [(name, label, _address(development, state=name)) for name, label in STATES.items()],
            "topics": topics[first:last],
            "topics_total": len(topics),
            "first_topics": _address(development, state=state) if first else "",
            "next_topics": _address(development, state=state, first=last) if last < len(topics) else "",
            "house_types": list(developments.house_types_of(self.principal, development.pk)),
        }

    def _entries(self, development: Development, state: str) -> dict[str, Any]:
        search, after = self._place["q"], self._place["after"]
        found = sliced(
            entries.entries_of(self.principal, development.pk, search=search),
            among=lambda: entries.entries_of(self.principal, development.pk),
            order=("-created_at", "-id"),
            after=after,
            size=ENTRIES_SHOWN,
        )
        kept = {"state": state} | ({"q": search} if search else {})
        return {
            "entries": found.rows,
            "q": search,
            "first_entries": _address(development, **kept) + "#entries-title" if after else "",
            "next_entries": _address(development, **kept, after=found.next_after) + "#entries-title"
            if found.next_after
            else "",
        }


def _address(development: Development, **place: Any) -> str:
    return f"{reverse('page-questions')}?{urlencode({'development': development.pk, **place})}"
