"""`/api/admin/anomalies/thresholds`: by which numbers the detectors judge the tenant worked in."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.tenants.people import names_of

from . import selectors, services


class ThresholdOut(serializers.Serializer[Any]):
    name = serializers.CharField(help_text="The detector's name, a dot, and the number's.")
    meaning = serializers.CharField(source="declared.meaning")
    value = serializers.IntegerField(help_text="What holds now.")
    default = serializers.IntegerField(source="declared.default")
    least = serializers.IntegerField(source="declared.least")
    most = serializers.IntegerField(source="declared.most")
    set_by = serializers.UUIDField(allow_null=True, help_text="Null while the default holds.")
    set_by_name = serializers.SerializerMethodField()
    set_at = serializers.DateTimeField(allow_null=True)

    def get_set_by_name(self, one: selectors.InForce) -> str:
        return str(self.context["names"].get(one.set_by, ""))


class ThresholdIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=60)
    value = serializers.IntegerField(allow_null=True, help_text="Null goes back to the default.")


class Thresholds(Api):
    """All thresholds that may be set. PUT sets one of them, from the next scan on, and answers with all."""

    permission = {"GET": Permission.ANOMALY_VIEW, "PUT": Permission.ANOMALY_MANAGE}
    rate_policy = {"GET": RatePolicy.ADMIN_LIST, "PUT": RatePolicy.ADMIN_API}
    Input, Output = ThresholdIn, Listed(ThresholdOut)

    def get(self, request: Request) -> Response:
        self.query(request)
        return self._all()

    def put(self, request: Request) -> Response:
        services.threshold_set(self.principal, **self.parse(request))
        return self._all()

    def _all(self) -> Response:
        found = selectors.thresholds(self.principal)
        names = names_of(one.set_by for one in found if one.set_by)
        return self.whole(ThresholdOut(found, many=True, context={"names": names}).data)
