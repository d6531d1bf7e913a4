"""A home's word on its answers, over HTTP."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from . import feedback
from .models import Message, Rating


class Feedback(Api):
    permission, rate_policy = Permission.CHAT, RatePolicy.HOMEOWNER_API
    success = {"POST": 204}

    class Input(serializers.Serializer[Any]):
        rating = serializers.ChoiceField(choices=Rating.choices)
        reason = serializers.CharField(max_length=500, required=False, allow_blank=True)

    def post(self, request: Request, message_id: UUID) -> Response:
        feedback.rate(self.principal, message_id=message_id, **self.parse(request))
        return Response(status=204)


class SentOut(serializers.ModelSerializer[Message]):
    class Meta:
        model = Message
        fields = ("id", "sent_at", "note")


class AskBuilder(Api):
    permission, rate_policy = Permission.CHAT, RatePolicy.HOMEOWNER_API
    Output = SentOut

    class Input(serializers.Serializer[Any]):
        note = serializers.CharField(max_length=1000, required=False, allow_blank=True)

    def post(self, request: Request, message_id: UUID) -> Response:
        sent = feedback.send_to_builder(self.principal, message_id=message_id, **self.parse(request))
        return self.created(SentOut(sent).data)
