"""Estates and homes of the tenant an admin works in; an operator outside any tenant sees all, each with its tenant."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.tenants.api import TenantRef

from . import selectors, services
from .models import Unit


class AdminDevelopmentOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    address = serializers.CharField()
    archived_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    tenant = TenantRef()


class DevelopmentRef(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()


class AdminUnitOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    unit_number = serializers.CharField()
    address = serializers.CharField()
    eircode = serializers.CharField()
    house_type = serializers.CharField(source="house_type_code")
    development = DevelopmentRef()
    tenant = TenantRef()


class InDevelopment(PageQuery):
    development = serializers.UUIDField(required=False)


class Developments(Api):
    permission = {"GET": Permission.ENTERPRISE_ADMIN, "POST": Permission.DEVELOPMENT_CREATE}
    rate_policy = {"GET": RatePolicy.ADMIN_LIST, "POST": RatePolicy.ADMIN_API}
    Query = {"GET": PageQuery}
    Output = {"GET": Listed(AdminDevelopmentOut), "POST": AdminDevelopmentOut}

    class Input(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=120)
        address = serializers.CharField(max_length=240, required=False)

    def get(self, request: Request) -> Response:
        self.query(request)
        rows = selectors.developments_of(self.principal).select_related("tenant")
        return self.page(request, rows.order_by("name", "id"))

    def post(self, request: Request) -> Response:
        made = services.development_create(self.principal, **self.parse(request))
        return self.created(AdminDevelopmentOut(made).data)


class AdminList(Api):
    """One list over every development within reach, or over the one that is asked for."""

    permission, rate_policy = Permission.ENTERPRISE_ADMIN, RatePolicy.ADMIN_LIST
    Query = InDevelopment

    def rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def get(self, request: Request) -> Response:
        asked = self.query(request).get("development")
        rows = selectors.within_reach(self.principal, self.rows().select_related("development", "tenant"))
        return self.page(request, rows.filter(development=asked) if asked else rows)


class Units(AdminList):
    Output = Listed(AdminUnitOut)

    def rows(self) -> QuerySet[Unit]:
        return Unit.objects.order_by("unit_number", "id")
