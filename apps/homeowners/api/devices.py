"""Further devices that wait at the door of a home, and the word that lets them in."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from .. import device_requests
from ..models import DeviceRequest


class DeviceRequestOut(serializers.ModelSerializer[DeviceRequest]):
    class Meta:
        model = DeviceRequest
        fields = ("id", "device", "number", "created_at", "expires_at")


class DeviceRequests(Api):
    permission, rate_policy = Permission.HOME_SESSIONS, RatePolicy.HOMEOWNER_API
    Query, Output = PageQuery, Listed(DeviceRequestOut)

    def get(self, request: Request) -> Response:
        self.query(request)
        return self.page(request, device_requests.waiting(self.principal))


class DeviceDecision(Api):
    permission, rate_policy = Permission.HOME_SESSIONS, RatePolicy.HOMEOWNER_API
    success = {"POST": 204}

    class Input(serializers.Serializer[Any]):
        allow = serializers.BooleanField()

    def post(self, request: Request, request_id: UUID) -> Response:
        device_requests.decide(self.principal, request_id=request_id, **self.parse(request))
        return Response(status=204)
