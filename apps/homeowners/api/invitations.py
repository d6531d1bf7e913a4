"""Homes with their people, and how far each has come from a printed card to somebody signed in."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.developments.admin_api import DevelopmentRef
from apps.developments.models import Unit

from .. import invitations
from ..invitations import State


class InvitedPersonOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.CharField()
    phone = serializers.CharField()
    active = serializers.BooleanField(source="is_active")
    signed_in = serializers.BooleanField()


class InvitationOut(serializers.Serializer[Unit]):
    """`state` is none, issued, printed, scanned, active or ended; see `apps/homeowners/invitations.py`."""

    unit = serializers.UUIDField(source="id")
    unit_number = serializers.CharField()
    address = serializers.CharField()
    development = DevelopmentRef()
    state = serializers.ChoiceField(choices=[state.value for state in State])
    card_expires_at = serializers.DateTimeField(allow_null=True)
    card_printed_at = serializers.DateTimeField(allow_null=True)
    last_scan_at = serializers.DateTimeField(allow_null=True)
    people = InvitedPersonOut(many=True)


class InvitationQuery(PageQuery):
    state = serializers.ChoiceField(choices=[state.value for state in State], required=False)
    search = serializers.CharField(
        max_length=100, required=False, help_text="In number, address, Eircode; and people's name, e-mail and phone."
    )


class Invitations(Api):
    """The homes of all developments within reach."""

    permission, rate_policy = Permission.HOMEOWNER_VIEW, RatePolicy.DEVELOPER_API
    Output = Listed(InvitationOut)

    class Query(InvitationQuery):
        development = serializers.UUIDField(required=False)

    def get(self, request: Request) -> Response:
        asked = self.query(request)
        return self.listed(request, asked.get("development"), asked)

    def listed(self, request: Request, development_id: UUID | None, asked: Mapping[str, Any]) -> Response:
        filters = {name: asked.get(name, "") for name in ("state", "search")}
        rows = invitations.homes(self.principal, development_id=development_id, **filters)
        return self.page(request, invitations.with_people(self.principal, rows))


class DevelopmentInvitations(Invitations):
    """The homes of one development."""

    Query = InvitationQuery

    def get(self, request: Request, development_id: UUID) -> Response:  # type: ignore[override]
        return self.listed(request, development_id, self.query(request))
