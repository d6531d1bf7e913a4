"""Asking over HTTP: the homeowner's chat, and the builder's trial of it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from . import drawings, event_stream, selectors, services
from .engines import Engine
from .event_stream import EventStreamRenderer
from .models import Citation, Message, Outcome, Rating, Source
from .services import Trial

LONGEST_QUESTION = 2000
# What a homeowner can do wrong when asking, in the homeowner's language.
NO_QUESTION = {
    "blank": _("Please write a question."),
    "required": _("Please write a question."),
    "max_length": _("Please ask in {max_length} characters or fewer."),
}


RECOGNISED = "The words were read from a picture of the page, by text recognition, and may have been misread."


class CitationOut(serializers.ModelSerializer[Citation]):
    document = serializers.UUIDField(source="document_id", allow_null=True)
    outdated = serializers.BooleanField(
        default=False, help_text="Its document has been replaced or removed since, or is no longer for this home."
    )

    recognised = serializers.BooleanField(help_text=RECOGNISED)

    class Meta:
        model = Citation
        fields = (
            *("id", "number", "source", "document", "title", "version", "page"),
            *("heading", "quote", "passage", "recognised", "outdated"),
        )


class DownloadOut(serializers.Serializer[Any]):
    document = serializers.UUIDField(source="pk")
    title = serializers.CharField()
    version = serializers.IntegerField(source="current_version.number")
    pages = serializers.IntegerField(source="current_version.pages", allow_null=True)


DRAWINGS = "Drawings to show and to save; by the names of documents, so they may lie beside the question."


class MessageOut(serializers.ModelSerializer[Message]):
    conversation = serializers.UUIDField(source="conversation_id")
    citations = CitationOut(many=True)
    outdated = serializers.SerializerMethodField(help_text="Something that the answer cites is outdated.")
    engine = serializers.ChoiceField(choices=[engine.value for engine in Engine], help_text="Who worded the answer.")
    incomplete = serializers.SerializerMethodField(help_text="A language model broke off; what it said is supported.")
    downloads = DownloadOut(many=True, help_text=DRAWINGS)
    rating = serializers.ChoiceField(choices=["", *Rating.values])
    sent_to_builder = serializers.DateTimeField(source="sent_at", allow_null=True)
    follows = serializers.UUIDField(
        source="follows_id", allow_null=True, help_text="The message that this answers at last, without being asked."
    )
    followed_by = serializers.UUIDField(
        allow_null=True, default=None, help_text="The message with the answer that came later."
    )

    class Meta:
        model = Message
        fields = (
            *("id", "conversation", "question", "answer", "outcome", "citations", "outdated"),
            *("rating", "sent_to_builder", "follows", "followed_by", "latency_ms", "created_at"),
            *("engine", "incomplete", "downloads"),
        )

    def get_incomplete(self, message: Message) -> bool:
        return message.engine == Engine.CUT

    def get_outdated(self, message: Message) -> bool:
        return any(getattr(citation, "outdated", False) for citation in message.citations.all())


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
    source = serializers.ChoiceField(choices=Source.choices)
    document = serializers.UUIDField(source="passage.document_id", allow_null=True)
    title = serializers.CharField()
    version = serializers.IntegerField(source="passage.version", allow_null=True)
    page = serializers.IntegerField(source="passage.page", allow_null=True)
    heading = serializers.CharField(source="passage.heading")
    quote = serializers.CharField()
    passage = serializers.CharField(source="passage.text")
    recognised = serializers.BooleanField(source="passage.recognised", help_text=RECOGNISED)


class TrialOut(serializers.Serializer[Trial]):
    question = serializers.CharField()
    answer = serializers.CharField(source="answer.text")
    outcome = serializers.ChoiceField(choices=Outcome.choices, source="answer.outcome")
    citations = TrialCitationOut(many=True, source="answer.citations")
    engine = serializers.ChoiceField(choices=[engine.value for engine in Engine], source="answer.engine")
    incomplete = serializers.BooleanField(source="answer.incomplete")
    downloads = DownloadOut(many=True, help_text=DRAWINGS)
    latency_ms = serializers.IntegerField()
    passages = PassageOut(many=True, source="found.passages")
    mode = serializers.CharField(source="found.mode")


class Messages(Api):
    """No transaction is open while a language model speaks, so the parts open their own."""

    atomic = False
    permission = Permission.CHAT
    rate_policy = {
        "GET": RatePolicy.HOMEOWNER_API,
        "POST": RatePolicy.CHAT,
        "DELETE": RatePolicy.HOMEOWNER_API,
    }

    class Input(serializers.Serializer[Any]):
        text = serializers.CharField(max_length=LONGEST_QUESTION, error_messages=NO_QUESTION)
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
        with transaction.atomic():
            rows = selectors.messages_of(self.principal, conversation_id=conversation)
            return self.page(request, rows, furnish=partial(drawings.furnish, self.principal))

    def post(self, request: Request) -> Response | StreamingHttpResponse:
        turn = services.begin(self.principal, **self.parse(request))
        if turn.task and request.accepted_renderer.format == EventStreamRenderer.format:
            return StreamingHttpResponse(
                event_stream.live(self.principal, turn, lambda message: MessageOut(message).data),
                status=201,
                content_type=f"{EventStreamRenderer.media_type}; charset={EventStreamRenderer.charset}",
            )
        return self.created(MessageOut(services.finished(self.principal, turn)).data)

    def delete(self, request: Request) -> Response:
        services.forget_messages(self.principal)
        return Response(status=204)


class Try(Api):
    atomic = False
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
