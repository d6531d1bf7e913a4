"""`/api/admin/audit`: the trail of the caller's tenant, filtered, page by page or as one stream."""

from typing import Any

from django.http import StreamingHttpResponse
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.http import beneath
from apps.core.identity import Role
from apps.core.paging import PageQuery, filters_of
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof

from . import exports, selectors
from .download import download
from .events import AuditEvent, Category
from .models import AuditLog


class AuditEntry(serializers.ModelSerializer[AuditLog]):
    tenant = serializers.UUIDField(source="tenant_id")

    class Meta:
        model = AuditLog
        fields = ["tenant", *(name for name in exports.COLUMNS if name != "tenant_id")]


class AuditFilters(serializers.Serializer[Any]):
    actor = serializers.UUIDField(required=False)
    role = serializers.ChoiceField(choices=[str(role) for role in Role], required=False)
    event = serializers.ChoiceField(choices=[str(event) for event in AuditEvent], required=False)
    category = serializers.ChoiceField(choices=[str(category) for category in Category], required=False)
    subject = serializers.UUIDField(required=False)
    address = serializers.IPAddressField(required=False)
    request_id = serializers.CharField(max_length=64, required=False)
    since = serializers.DateTimeField(required=False)
    until = serializers.DateTimeField(required=False)


class AuditTrail(Api):
    permission, rate_policy = Permission.AUDIT_VIEW, RatePolicy.ADMIN_LIST
    Output = Listed(AuditEntry)

    class Query(AuditFilters, PageQuery):
        pass

    def get(self, request: Request) -> Response:
        return self.page(request, selectors.entries(self.principal, filters_of(self.query(request))))


class AuditExport(Api):
    """The filtered trail as JSON lines, CSV, or OCSF events that a SIEM takes as they are."""

    permission, rate_policy = Permission.AUDIT_VIEW, RatePolicy.EXPORT
    proof = Proof.RECENT

    class Query(AuditFilters):
        shape = serializers.ChoiceField(choices=sorted(exports.FORMATS), default="jsonl")

    def get(self, request: Request) -> StreamingHttpResponse:
        filters = self.query(request)
        return download(beneath(request), filters, filters.pop("shape"))
