"""What a document has been good for."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from . import answered_questions


class AnsweredQuestionOut(serializers.Serializer[Any]):
    question = serializers.CharField()
    asked = serializers.IntegerField()
    homes = serializers.IntegerField(allow_null=True, help_text="How many homes asked; null below three.")
    helpful = serializers.IntegerField()
    unhelpful = serializers.IntegerField()
    pages = serializers.ListField(child=serializers.IntegerField())
    last_asked = serializers.DateTimeField(help_text="By the hour.")


class DocumentQuestions(Api):
    """The questions that a document has answered, those asked most first; 100 at most."""

    permission, rate_policy = Permission.QUESTION_VIEW, RatePolicy.DEVELOPER_API
    Output = Listed(AnsweredQuestionOut)

    def get(self, request: Request, document_id: UUID) -> Response:
        found = answered_questions.answered_by(self.principal, document_id)
        return self.whole(AnsweredQuestionOut(found, many=True).data)
