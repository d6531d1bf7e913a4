"""The team of a builder company: its people, and who is invited."""

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

from . import services, team
from .admin_api import StaffOut
from .models import StaffRole

STATES = ("active", "invited", "inactive")


class MemberOut(StaffOut):
    state = serializers.ChoiceField(choices=STATES)


class InvitationIn(serializers.Serializer[Any]):
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(StaffRole.choices)
    name = serializers.CharField(max_length=120, required=False)
    memberships = serializers.ListField(child=serializers.UUIDField(), max_length=500, required=False)


class MemberChange(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120, required=False)
    role = serializers.ChoiceField(StaffRole.choices, required=False)
    memberships = serializers.ListField(child=serializers.UUIDField(), max_length=500, required=False)
    active = serializers.BooleanField(required=False)


class TeamQuery(PageQuery):
    search = serializers.CharField(max_length=100, required=False, help_text="In name and e-mail.")


class Team(Api):
    """POST mails an invitation; the person chooses the password. Builders see whom they share a development with."""

    permission = {"GET": Permission.STAFF_VIEW, "POST": Permission.STAFF_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API
    proof = {"POST": Proof.RECENT}
    Input, Query = {"POST": InvitationIn}, {"GET": TeamQuery}
    Output = {"GET": Listed(MemberOut), "POST": MemberOut}

    def get(self, request: Request) -> Response:
        search = self.query(request).get("search", "")
        return self.page(request, team.team_of(self.principal, search=search))

    def post(self, request: Request) -> Response:
        made = team.invite(self.principal, **for_services(self.parse(request)))
        return self.created(MemberOut(made).data, f"/api/developers/team/{made.pk}")


class Member(Api):
    """DELETE takes the account away for good; PATCH with `active` keeps it."""

    permission = {"GET": Permission.STAFF_VIEW, "PATCH": Permission.STAFF_MANAGE, "DELETE": Permission.STAFF_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API
    proof = {"PATCH": Proof.RECENT, "DELETE": Proof.RECENT}
    Input = {"PATCH": MemberChange}
    Output = {"GET": MemberOut, "PATCH": MemberOut}

    def get(self, request: Request, staff_id: UUID) -> Response:
        self.query(request)
        return Response(MemberOut(team.member(self.principal, staff_id)).data)

    def patch(self, request: Request, staff_id: UUID) -> Response:
        given = for_services(self.parse(request))
        team.member(self.principal, staff_id)
        return Response(MemberOut(services.staff_change(self.principal, staff_id=staff_id, **given)).data)

    def delete(self, request: Request, staff_id: UUID) -> Response:
        team.remove(self.principal, staff_id=staff_id)
        return Response(status=204)


class Invitation(Api):
    """Another mail for who has not opened their account; the link before opens nothing any more."""

    permission, rate_policy = Permission.STAFF_MANAGE, RatePolicy.DEVELOPER_API
    proof = Proof.RECENT
    success = {"POST": 202}

    def post(self, request: Request, staff_id: UUID) -> Response:
        team.invite_again(self.principal, staff_id=staff_id)
        return Response(status=202)


def for_services(given: dict[str, Any]) -> dict[str, Any]:
    if "memberships" in given:
        given["development_ids"] = given.pop("memberships")
    return given
