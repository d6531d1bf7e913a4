"""The builder's side of what homes ask: open questions, and the answers that builders write."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed, seen
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from . import entries, questions
from .entries import LONGEST_ANSWER, LONGEST_QUESTION
from .models import FaqEntry, Outcome
from .topics import Topic

STATES = ("open", "answered", "dismissed")


class HandedOnOut(serializers.Serializer[Any]):
    home = serializers.CharField()
    note = serializers.CharField()
    at = serializers.DateTimeField()


class TopicOut(serializers.Serializer[Topic]):
    id = serializers.UUIDField()
    question = serializers.CharField()
    questions = serializers.ListField(child=serializers.CharField())
    outcome = serializers.ChoiceField(choices=Outcome.choices)
    homes = serializers.IntegerField(allow_null=True, help_text="How many homes asked; null below three.")
    rated_down = serializers.BooleanField()
    answer = serializers.CharField(allow_null=True, help_text="The answer that was rated down.")
    reasons = serializers.ListField(child=serializers.CharField())
    sent = HandedOnOut(many=True, help_text="What homes have sent to the builder themselves.")
    last_asked = serializers.DateTimeField(help_text="By the hour.")
    state = serializers.ChoiceField(choices=STATES)


class EntryOut(serializers.ModelSerializer[FaqEntry]):
    document = serializers.UUIDField(source="document_id")
    house_type = serializers.CharField(source="house_type_code", allow_null=True)

    class Meta:
        model = FaqEntry
        fields = ("id", "document", "question", "answer", "house_type", "created_at", "updated_at")


class EntryIn(serializers.Serializer[Any]):
    question = serializers.CharField(max_length=LONGEST_QUESTION)
    answer = serializers.CharField(max_length=LONGEST_ANSWER)
    house_type = serializers.CharField(max_length=32, required=False, allow_null=True, source="house_type_code")


class EntryFields(serializers.Serializer[Any]):
    question = serializers.CharField(max_length=LONGEST_QUESTION, required=False)
    answer = serializers.CharField(max_length=LONGEST_ANSWER, required=False)
    house_type = serializers.CharField(max_length=32, required=False, allow_null=True, source="house_type_code")


class EntryChange(EntryFields):
    was = seen(EntryFields)


class AnswerIn(serializers.Serializer[Any]):
    answer = serializers.CharField(max_length=LONGEST_ANSWER)
    question = serializers.CharField(max_length=LONGEST_QUESTION, required=False)
    house_type = serializers.CharField(max_length=32, required=False, allow_null=True, source="house_type_code")


class Unanswered(Api):
    """All topics of one state; there are never so many that they need pages."""

    permission, rate_policy = Permission.QUESTION_VIEW, RatePolicy.DEVELOPER_API
    Output = Listed(TopicOut)

    class Query(serializers.Serializer[Any]):
        state = serializers.ChoiceField(choices=STATES, required=False)

    def get(self, request: Request, development_id: UUID) -> Response:
        state = self.query(request).get("state", "open")
        topics = questions.topics_of(self.principal, development_id, state=state)
        return self.whole(TopicOut(topics, many=True).data)


class Answer(Api):
    permission, rate_policy = Permission.QUESTION_ANSWER, RatePolicy.DEVELOPER_API
    Input, Output = AnswerIn, EntryOut

    def post(self, request: Request, development_id: UUID, question_id: UUID) -> Response:
        made = entries.topic_answer(
            self.principal, development_id=development_id, topic_id=question_id, **self.parse(request)
        )
        return self.created(EntryOut(made).data, _location(made))


class Dismiss(Api):
    permission, rate_policy = Permission.QUESTION_ANSWER, RatePolicy.DEVELOPER_API
    success = {"POST": 204}

    def post(self, request: Request, development_id: UUID, question_id: UUID) -> Response:
        questions.dismiss(self.principal, development_id=development_id, topic_id=question_id)
        return Response(status=204)


class EntryQuery(PageQuery):
    search = serializers.CharField(max_length=100, required=False, help_text="In question and answer.")


class Entries(Api):
    permission = {"GET": Permission.QUESTION_VIEW, "POST": Permission.QUESTION_ANSWER}
    rate_policy = RatePolicy.DEVELOPER_API
    Input, Query = EntryIn, {"GET": EntryQuery}
    Output = {"GET": Listed(EntryOut), "POST": EntryOut}

    def get(self, request: Request, development_id: UUID) -> Response:
        search = self.query(request).get("search", "")
        return self.page(request, entries.entries_of(self.principal, development_id, search=search))

    def post(self, request: Request, development_id: UUID) -> Response:
        made = entries.entry_create(self.principal, development_id=development_id, **self.parse(request))
        return self.created(EntryOut(made).data, _location(made))


class Entry(Api):
    permission = {
        "GET": Permission.QUESTION_VIEW,
        "PATCH": Permission.QUESTION_ANSWER,
        "DELETE": Permission.QUESTION_ANSWER,
    }
    rate_policy = RatePolicy.DEVELOPER_API
    Input, Output = EntryChange, {"GET": EntryOut, "PATCH": EntryOut}

    def get(self, request: Request, development_id: UUID, entry_id: UUID) -> Response:
        self.query(request)
        return Response(EntryOut(entries.entry(self.principal, development_id, entry_id)).data)

    def patch(self, request: Request, development_id: UUID, entry_id: UUID) -> Response:
        changed = entries.entry_update(
            self.principal, development_id=development_id, entry_id=entry_id, **self.change(request)
        )
        return Response(EntryOut(changed).data)

    def delete(self, request: Request, development_id: UUID, entry_id: UUID) -> Response:
        entries.entry_delete(self.principal, development_id=development_id, entry_id=entry_id)
        return Response(status=204)


def _location(made: FaqEntry) -> str:
    return f"/api/developers/developments/{made.development_id}/faq/{made.pk}"
