"""A copy of everything that is held about one person, as a file."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from apps.core.api import Api
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof

from .. import personal_data

FILE = "personal-data.json"


class PersonalDataOut(serializers.Serializer[Any]):
    """A part for each kind of data; `withheld` names parts that this member of staff may not read."""

    made_at = serializers.DateTimeField()
    person = serializers.DictField()
    home = serializers.DictField()
    sessions = serializers.ListField(child=serializers.DictField())
    withheld = serializers.ListField(child=serializers.CharField())
    not_here = serializers.CharField()


class HomeownerExport(Api):
    """For an access request that reaches the builder. Conversations are in it for administrators only."""

    permission, rate_policy = Permission.HOMEOWNER_EXPORT, RatePolicy.DEVELOPER_EXPORT
    proof = Proof.RECENT
    Output = PersonalDataOut

    def get(self, request: Request, homeowner_id: UUID) -> HttpResponse:
        self.query(request)
        return as_file(personal_data.of_homeowner(self.principal, homeowner_id=homeowner_id))


class OwnExport(Api):
    """A homeowner's own copy."""

    permission, rate_policy = Permission.HOME_EXPORT, RatePolicy.HOMEOWNER_EXPORT
    Output = PersonalDataOut

    def get(self, request: Request) -> HttpResponse:
        self.query(request)
        return as_file(personal_data.own(self.principal))


def as_file(told: Mapping[str, Any]) -> HttpResponse:
    text = JSONRenderer().render(told, accepted_media_type="application/json; indent=2")
    headers = {"Content-Disposition": f'attachment; filename="{FILE}"', "Cache-Control": "no-store"}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)
