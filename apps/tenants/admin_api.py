"""Tenants, their staff, and the tenant that an operator works in."""

import secrets
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.identity import PLATFORM_TENANT
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof

from . import selectors, services
from .api import TenantRef
from .models import Staff, StaffRole


class TenantOut(TenantRef):
    country = serializers.CharField()
    created_at = serializers.DateTimeField()


class StaffOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    role = serializers.CharField()
    active = serializers.BooleanField(source="is_active")
    memberships = serializers.SerializerMethodField()
    tenant = TenantRef()
    created_at = serializers.DateTimeField()

    def get_memberships(self, person: Staff) -> list[UUID]:
        return sorted(membership.development_id for membership in person.memberships.all())


class StaffMade(StaffOut):
    """`password` is there, this once, when the call gave none."""

    password = serializers.CharField(required=False)


class Scope(Api):
    permission, rate_policy = Permission.SCOPE_CHOOSE, RatePolicy.ADMIN_API
    atomic = False
    success = {"POST": 204}

    class Input(serializers.Serializer[Any]):
        tenant = serializers.SlugField(max_length=60, allow_null=True)

    def post(self, request: Request) -> Response:
        services.scope_enter(self.principal, slug=self.parse(request)["tenant"])
        return Response(status=204)


class Tenants(Api):
    permission = {"GET": Permission.TENANT_VIEW, "POST": Permission.TENANT_MANAGE}
    rate_policy = {"GET": RatePolicy.ADMIN_LIST, "POST": RatePolicy.ADMIN_API}
    Query = {"GET": PageQuery}
    Output = {"GET": Listed(TenantOut), "POST": TenantOut}

    class Input(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=120)
        slug = serializers.SlugField(max_length=60)
        country = serializers.RegexField(r"^[A-Za-z]{2}$", required=False)

    def get(self, request: Request) -> Response:
        self.query(request)
        return self.page(request, selectors.tenants_of(self.principal))

    def post(self, request: Request) -> Response:
        tenant = services.tenant_create(self.principal, **self.parse(request))
        return self.created(TenantOut(tenant).data)


class Developers(Api):
    """Staff of the tenant the session works in; outside any tenant, operators."""

    permission = Permission.STAFF_MANAGE
    rate_policy = {"GET": RatePolicy.ADMIN_LIST, "POST": RatePolicy.ADMIN_API}
    proof = {"POST": Proof.RECENT}
    Query = {"GET": PageQuery}
    Output = {"GET": Listed(StaffOut), "POST": StaffMade}

    class Input(serializers.Serializer[Any]):
        email = serializers.EmailField(max_length=254)
        name = serializers.CharField(max_length=120)
        role = serializers.ChoiceField(StaffRole.choices)
        memberships = serializers.ListField(child=serializers.UUIDField(), max_length=500, required=False)
        password = serializers.CharField(max_length=256, trim_whitespace=False, required=False)

    def get(self, request: Request) -> Response:
        self.query(request)
        return self.page(request, selectors.staff_of(self.principal))

    def post(self, request: Request) -> Response:
        given = self.parse(request)
        made_up = {} if "password" in given else {"password": secrets.token_urlsafe(18)}
        developments = given.pop("memberships", ())
        tenant_id = self.principal.tenant_id or PLATFORM_TENANT
        arguments = {"tenant_id": tenant_id, "development_ids": developments, **given, **made_up}
        person = services.staff_create(self.principal, **arguments)
        return self.created(StaffOut(person).data | made_up)


class Developer(Api):
    permission, rate_policy = Permission.STAFF_MANAGE, RatePolicy.ADMIN_API
    proof = Proof.RECENT
    Output = StaffOut

    class Input(serializers.Serializer[Any]):
        role = serializers.ChoiceField(StaffRole.choices, required=False)
        memberships = serializers.ListField(child=serializers.UUIDField(), max_length=500, required=False)
        active = serializers.BooleanField(required=False)

    def patch(self, request: Request, staff_id: UUID) -> Response:
        given = self.parse(request)
        if "memberships" in given:
            given["development_ids"] = given.pop("memberships")
        person = services.staff_change(self.principal, staff_id=staff_id, **given)
        return Response(StaffOut(person).data)
