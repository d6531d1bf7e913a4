"""`/api/admin/anomalies/webhook`: where anomalies of the tenant worked in are sent, and what became of each message."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof
from apps.tenants.api import TenantRef

from . import selectors
from .models import Delivery
from .webhook import setting
from .webhook_models import DeliveryState


class WebhookOut(serializers.Serializer[Any]):
    """The secret is never shown again."""

    url = serializers.CharField(help_text="Empty where there is no webhook.")
    active = serializers.BooleanField(source="is_active")
    changed_at = serializers.DateTimeField(allow_null=True)


class WebhookIn(serializers.Serializer[Any]):
    url = serializers.CharField(max_length=500, help_text="https, at a host that the operator has listed.")
    secret = serializers.CharField(
        max_length=200,
        required=False,
        allow_blank=True,
        trim_whitespace=False,
        help_text="Signs every message; 32 characters or more. Without it the present one stays.",
    )
    active = serializers.BooleanField(required=False, default=True)


class WebhookView(Api):
    """PUT makes or changes it. DELETE ends the sending; what still waits is not sent."""

    permission = {"GET": Permission.ANOMALY_VIEW, "PUT": Permission.ANOMALY_MANAGE, "DELETE": Permission.ANOMALY_MANAGE}
    rate_policy = RatePolicy.ADMIN_API
    proof = {"PUT": Proof.RECENT, "DELETE": Proof.RECENT}
    Input, Output = {"PUT": WebhookIn}, {"GET": WebhookOut, "PUT": WebhookOut}

    def get(self, request: Request) -> Response:
        self.query(request)
        return Response(WebhookOut(selectors.webhook(self.principal)).data)

    def put(self, request: Request) -> Response:
        return Response(WebhookOut(setting.webhook_set(self.principal, **self.parse(request))).data)

    def delete(self, request: Request) -> Response:
        setting.webhook_remove(self.principal)
        return Response(status=204)


class DeliveryOut(serializers.ModelSerializer[Delivery]):
    tenant = TenantRef()
    anomaly = serializers.UUIDField(source="finding_id")
    state = serializers.ChoiceField(choices=DeliveryState.choices)
    failure = serializers.CharField(help_text="Why the last attempt failed, else empty.")

    class Meta:
        model = Delivery
        fields: ClassVar[list[str]] = [
            *("id", "tenant", "anomaly", "state", "attempts", "failure", "created_at", "next_at", "sent_at"),
        ]


class Deliveries(Api):
    """What was sent, what waits to be sent again, and what was given up and why; newest first."""

    permission, rate_policy = Permission.ANOMALY_VIEW, RatePolicy.ADMIN_LIST
    Output = Listed(DeliveryOut)

    class Query(PageQuery):
        state = serializers.ChoiceField(choices=DeliveryState.values, required=False)

    def get(self, request: Request) -> Response:
        return self.page(request, selectors.deliveries(self.principal, self.query(request).get("state")))
