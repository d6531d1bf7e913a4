"""What the builder tells the assistant, over HTTP: one resource of a development, changed field by field."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, seen
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from . import guidance
from .models import LONGEST_INSTRUCTIONS, LONGEST_NOTE, Guidance
from .other_names import LONGEST_NAME, MOST_LINES, MOST_NAMES


class GuidanceOut(serializers.Serializer[Guidance]):
    greeting = serializers.CharField()
    not_found_note = serializers.CharField()
    instructions = serializers.CharField()
    other_names = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))


class GuidanceFields(serializers.Serializer[Any]):
    greeting = serializers.CharField(max_length=LONGEST_NOTE, allow_blank=True, required=False)
    not_found_note = serializers.CharField(max_length=LONGEST_NOTE, allow_blank=True, required=False)
    instructions = serializers.CharField(
        max_length=LONGEST_INSTRUCTIONS,
        allow_blank=True,
        required=False,
        help_text="Wishes for tone and wording, used where a language model words the answers. They add no facts.",
    )
    other_names = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField(max_length=LONGEST_NAME), max_length=MOST_NAMES),
        max_length=MOST_LINES,
        required=False,
        help_text="Lines of names that mean the same, such as ['hot press', 'airing cupboard'].",
    )


class GuidanceChange(GuidanceFields):
    was = seen(GuidanceFields)


class DevelopmentGuidance(Api):
    permission = {"GET": Permission.ASSISTANT_TRY, "PATCH": Permission.ASSISTANT_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API
    Input = {"PATCH": GuidanceChange}
    Output = GuidanceOut

    def get(self, request: Request, development_id: UUID) -> Response:
        return Response(GuidanceOut(guidance.guidance(self.principal, development_id)).data)

    def patch(self, request: Request, development_id: UUID) -> Response:
        row = guidance.guidance_set(self.principal, development_id=development_id, **self.change(request))
        return Response(GuidanceOut(row).data)
