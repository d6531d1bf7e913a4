"""How the homeowner's chat begins, over HTTP."""

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from . import starters
from .starters import Beginning


class BeginningOut(serializers.Serializer[Beginning]):
    greeting = serializers.CharField(help_text="The builder's; blank where they wrote none.")
    questions = serializers.ListField(
        child=serializers.CharField(), help_text="At most four, which this home's documents answer."
    )


class Starters(Api):
    permission, rate_policy = Permission.CHAT, RatePolicy.HOMEOWNER_API
    Output = BeginningOut

    def get(self, request: Request) -> Response:
        return Response(BeginningOut(starters.beginning(self.principal)).data)
