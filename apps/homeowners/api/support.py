"""Support's side of impersonation, and what the homeowner sees of it."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.http import beneath
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof

from .. import impersonation


class VisitOut(serializers.Serializer[Any]):
    access = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds.")
    url = serializers.CharField(help_text="The homeowner's portal with the token in its fragment.")


class PastVisitOut(serializers.Serializer[Any]):
    began_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField()
    reason = serializers.CharField()


class Impersonate(Api):
    """An hour's look at a home as its homeowner sees it; read-only unless the tenant allows support to write."""

    permission, rate_policy = Permission.IMPERSONATE, RatePolicy.ADMIN_API
    proof = Proof.RECENT
    Output = VisitOut

    class Input(serializers.Serializer[Any]):
        reason = serializers.CharField(min_length=impersonation.SHORTEST_REASON, max_length=300)

    def post(self, request: Request, homeowner_id: UUID) -> Response:
        visit = impersonation.start(self.principal, homeowner_id=homeowner_id, reason=self.parse(request)["reason"])
        beneath(request).session.cycle_key()
        return Response(VisitOut(visit).data, status=201, headers={"Cache-Control": "no-store"})


class StopImpersonation(Api):
    """Never asks for a second factor: what one began one can end."""

    permission, rate_policy = Permission.IMPERSONATE, RatePolicy.ADMIN_API
    proof = Proof.NEVER
    success = {"POST": 204}

    def post(self, request: Request) -> Response:
        impersonation.stop(self.principal)
        beneath(request).session.cycle_key()
        return Response(status=204)


class SupportVisits(Api):
    """When support looked at this home, and why."""

    permission, rate_policy = Permission.HOME_SESSIONS, RatePolicy.HOMEOWNER_API
    Output = Listed(PastVisitOut)

    def get(self, request: Request) -> Response:
        self.query(request)
        rows = PastVisitOut(impersonation.visits(self.principal), many=True).data
        return self.whole(rows)
