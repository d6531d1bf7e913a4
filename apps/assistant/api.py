"""Asking over HTTP: the homeowner's chat, and the builder's trial of it."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from . import selectors, services
from .event_stream import EventStreamRenderer
from .models import Citation, Message, Outcome
from .services import Trial

LONGEST_QUESTION = 2000


class CitationOut(serializers.ModelSerializer[Citation]):
    document = serializers.UUIDField(source="document_id")

    class Meta:
        model = Citation
        fields = ("number", "document", "title", "version", "page", "heading", "quote", "passage")


class MessageOut(serializers.ModelSerializer[Message]):
    conversation = serializers.UUIDField(source="conversation_id")
    citations = CitationOut(many=True)

    class Meta:
        model = Message
        fields = ("id", "conversation", "question", "answer", "outcome", "citations", "latency_ms", "created_at")


class PassageOut(serializers.Serializer[Any]):
    document = serializers.UUIDField(source="document_id")
    title = serializers.CharField()
    version = serializers.IntegerField()
    page = serializers.IntegerField()
    heading = serializers.CharField()
    text = serializers.CharField()
    score = serializers.FloatField(help_text="0 to 1, the same scale for every question.")


class TrialCitationOut(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    document = serializers.UUIDField(source="passage.document_id")
    title = serializers.CharField(source="passage.title")
    version = serializers.IntegerField(source="passage.version")
    page = serializers.IntegerField(source="passage.page")
    heading = serializers.CharField(source="passage.heading")
    quote = serializers.CharField()
    passage = serializers.CharField(source="passage.text")


class TrialOut(serializers.Serializer[Trial]):
    question = serializers.CharField()
    answer = serializers.CharField(source="answer.text")
    outcome = serializers.ChoiceField(choices=Outcome.choices, source="answer.outcome")
    citations = TrialCitationOut(many=True, source="answer.citations")
    latency_ms = serializers.IntegerField()
    passages = PassageOut(many=True, source="found.passages")
    mode = serializers.CharField(source="found.mode")


class Messages(Api):
    permission = Permission.CHAT
    rate_policy = {
        "GET": RatePolicy.HOMEOWNER_API,
        "POST": RatePolicy.CHAT,
        "DELETE": RatePolicy.HOMEOWNER_API,
    }

    class Input(serializers.Serializer[Any]):
        text = serializers.CharField(max_length=LONGEST_QUESTION)
        client_message_id = serializers.UUIDField(required=False, allow_null=True)
        conversation = serializers.UUIDField(required=False, allow_null=True, source="conversation_id")

    class Filter(PageQuery):
        conversation = serializers.UUIDField(required=False)

    Query = {"GET": Filter}
    Output = {"GET": Listed(MessageOut), "POST": MessageOut}

    def get_renderers(self) -> list[BaseRenderer]:
        streams = [EventStreamRenderer()] if self.request and self.request.method == "POST" else []
        return [JSONRenderer(), *streams]

    def get(self, request: Request) -> Response:
        conversation = self.query(request).get("conversation")
        return self.page(request, selectors.messages_of(self.principal, conversation_id=conversation))

    def post(self, request: Request) -> Response:
        message = services.ask(self.principal, **self.parse(request))
        return self.created(MessageOut(message).data)

    def delete(self, request: Request) -> Response:
        services.forget_messages(self.principal)
        return Response(status=204)


class Try(Api):
    permission = Permission.ASSISTANT_TRY
    rate_policy = RatePolicy.DEVELOPER_API
    success = {"POST": 200}
    Output = TrialOut

    class Input(serializers.Serializer[Any]):
        text = serializers.CharField(max_length=LONGEST_QUESTION)
        house_type = serializers.CharField(max_length=32, required=False, allow_null=True, source="house_type_code")

    def post(self, request: Request, development_id: UUID) -> Response:
        trial = services.try_question(self.principal, development_id=development_id, **self.parse(request))
        return Response(TrialOut(trial).data)
