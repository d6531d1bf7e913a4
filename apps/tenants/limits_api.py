"""Limits that somebody is near or over, and resetting one, over HTTP."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.limit_status import LimitStatus
from apps.core.paging import PAGE_SIZE, PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from . import rate_limits
from .people import names_of


class LimitOut(serializers.Serializer[Any]):
    """`refused` counts since the last request that was let through; `subject` is a person or a tenant. What counts
    attempts at an account or a card knows neither: it stands under a hash.
    """

    id = serializers.UUIDField()
    limit = serializers.CharField(source="bucket", help_text="The name in the `RateLimit` header.")
    subject = serializers.UUIDField(source="subject_id", allow_null=True)
    name = serializers.SerializerMethodField()
    address = serializers.CharField(allow_null=True, help_text="Shown to operators who work inside no tenant.")
    tenant = serializers.UUIDField(source="tenant_id")
    used = serializers.IntegerField()
    at_most = serializers.IntegerField(source="limit")
    seconds = serializers.IntegerField()
    refused = serializers.IntegerField()
    over = serializers.BooleanField()

    def get_name(self, status: LimitStatus) -> str:
        return str(self.context["names"].get(status.subject_id, ""))


class RateLimits(Api):
    """Who has used 80 % of a limit or more, the fullest first."""

    permission, rate_policy = Permission.LIMIT_MANAGE, RatePolicy.ADMIN_LIST
    Output = Listed(LimitOut)

    class Query(PageQuery):
        search = serializers.CharField(
            max_length=100, required=False, help_text="In a limit's name, or in the id or address it counts."
        )

    def get(self, request: Request) -> Response:
        asked = self.query(request)
        size = asked.get("page_size", PAGE_SIZE)
        found = rate_limits.near(self.principal, search=asked.get("search", ""), cursor=asked.get("cursor"), size=size)
        names = names_of(status.subject_id for status in found.rows if status.subject_id)
        rows = LimitOut(found.rows, many=True, context={"names": names}).data
        return self.part(request, rows, found.next_cursor)


class RateLimit(Api):
    """DELETE gives all places of one limit back at once."""

    permission, rate_policy = Permission.LIMIT_MANAGE, RatePolicy.ADMIN_API

    def delete(self, request: Request, limit_id: UUID) -> Response:
        rate_limits.reset(self.principal, limit_id=limit_id)
        return Response(status=204)
