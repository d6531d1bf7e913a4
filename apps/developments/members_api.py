"""Who works on a development. Administrators say so; builders see with whom they work."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof

from . import members


class MemberOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()
    active = serializers.BooleanField(source="is_active")


class Members(Api):
    permission = {"GET": Permission.STAFF_VIEW, "POST": Permission.STAFF_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API
    proof = {"POST": Proof.RECENT}
    Query = {"GET": PageQuery}
    Output = {"GET": Listed(MemberOut), "POST": MemberOut}

    class Input(serializers.Serializer[Any]):
        person = serializers.UUIDField()

    def get(self, request: Request, development_id: UUID) -> Response:
        self.query(request)
        return self.page(request, members.members_of(self.principal, development_id))

    def post(self, request: Request, development_id: UUID) -> Response:
        person = self.parse(request)["person"]
        added = members.member_add(self.principal, development_id=development_id, staff_id=person)
        return self.created(MemberOut(added).data)


class Member(Api):
    permission, rate_policy = Permission.STAFF_MANAGE, RatePolicy.DEVELOPER_API
    proof = Proof.RECENT
    success = {"DELETE": 204}

    def delete(self, request: Request, development_id: UUID, staff_id: UUID) -> Response:
        members.member_remove(self.principal, development_id=development_id, staff_id=staff_id)
        return Response(status=204)
