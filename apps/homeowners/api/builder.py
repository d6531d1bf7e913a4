"""The builder's side: the people of a home, and the card that lets them in."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed, seen
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from .. import selectors, services, sessions
from ..models import EnrolmentCode, Homeowner
from .home import SessionOut


class HomeownerOut(serializers.ModelSerializer[Homeowner]):
    unit = serializers.UUIDField(source="unit_id")
    active = serializers.BooleanField(source="is_active")

    class Meta:
        model = Homeowner
        fields = ("id", "unit", "name", "email", "phone", "active", "created_at")


class HomeownerIn(serializers.Serializer[Any]):
    name = serializers.CharField(max_length=120, required=False, allow_blank=True)
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True)
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)


class HomeownerFields(HomeownerIn):
    active = serializers.BooleanField(source="is_active", required=False)


class HomeownerChange(HomeownerFields):
    was = seen(HomeownerFields)


class CardOut(serializers.Serializer[Any]):
    """Shown once; afterwards the codes exist as hashes only."""

    url = serializers.URLField()
    short_code = serializers.CharField()
    expires_at = serializers.DateTimeField()


class CardState(serializers.ModelSerializer[EnrolmentCode]):
    class Meta:
        model = EnrolmentCode
        fields = ("created_at", "expires_at", "scans", "last_scan_at")


class Enrolment(Api):
    """The card of a home: how it stands, a new one in its place, or none."""

    permission, rate_policy = Permission.ENROLMENT_MANAGE, RatePolicy.DEVELOPER_API
    replayable = False
    Output = {"GET": CardState, "POST": CardOut}

    class Input(serializers.Serializer[Any]):
        """Nothing: the path says it all."""

    def get(self, request: Request, unit_id: UUID) -> Response:
        self.query(request)
        return Response(CardState(selectors.card(self.principal, unit_id)).data)

    def post(self, request: Request, unit_id: UUID) -> Response:
        self.parse(request)
        card = services.enrolment_issue(self.principal, unit_id=unit_id)
        return Response(CardOut(card).data, status=201, headers={"Cache-Control": "no-store"})

    def delete(self, request: Request, unit_id: UUID) -> Response:
        services.enrolment_revoke(self.principal, unit_id=unit_id)
        return Response(status=204)


class UnitHomeowners(Api):
    permission = {"GET": Permission.HOMEOWNER_VIEW, "POST": Permission.HOMEOWNER_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API
    Input, Query = HomeownerIn, PageQuery
    Output = {"GET": Listed(HomeownerOut), "POST": HomeownerOut}

    def get(self, request: Request, unit_id: UUID) -> Response:
        self.query(request)
        return self.page(request, selectors.homeowners_of(self.principal, unit_id))

    def post(self, request: Request, unit_id: UUID) -> Response:
        made = services.homeowner_create(self.principal, unit_id=unit_id, **self.parse(request))
        return self.created(HomeownerOut(made).data, f"/api/developers/homeowners/{made.pk}")


class HomeownerDetail(Api):
    permission = {
        "GET": Permission.HOMEOWNER_VIEW,
        "PATCH": Permission.HOMEOWNER_MANAGE,
        "DELETE": Permission.HOMEOWNER_MANAGE,
    }
    rate_policy = RatePolicy.DEVELOPER_API
    Input = HomeownerChange
    Output = {"GET": HomeownerOut, "PATCH": HomeownerOut}

    def get(self, request: Request, homeowner_id: UUID) -> Response:
        self.query(request)
        return Response(HomeownerOut(selectors.homeowner(self.principal, homeowner_id)).data)

    def patch(self, request: Request, homeowner_id: UUID) -> Response:
        changed = services.homeowner_update(self.principal, homeowner_id=homeowner_id, **self.change(request))
        return Response(HomeownerOut(changed).data)

    def delete(self, request: Request, homeowner_id: UUID) -> Response:
        services.homeowner_delete(self.principal, homeowner_id=homeowner_id)
        return Response(status=204)


class HomeownerSessions(Api):
    """Where a homeowner is signed in; DELETE signs them out everywhere."""

    permission = {"GET": Permission.HOMEOWNER_VIEW, "DELETE": Permission.HOMEOWNER_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API
    Output = {"GET": Listed(SessionOut)}

    def get(self, request: Request, homeowner_id: UUID) -> Response:
        self.query(request)
        return self.whole(SessionOut(sessions.of_person(self.principal, homeowner_id), many=True).data)

    def delete(self, request: Request, homeowner_id: UUID) -> Response:
        sessions.end_for(self.principal, homeowner_id=homeowner_id)
        return Response(status=204)


class HomeownerSession(Api):
    permission, rate_policy = Permission.HOMEOWNER_MANAGE, RatePolicy.DEVELOPER_API

    def delete(self, request: Request, homeowner_id: UUID, session_id: UUID) -> Response:
        sessions.end_for(self.principal, homeowner_id=homeowner_id, only=session_id)
        return Response(status=204)
