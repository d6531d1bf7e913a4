"""Live sessions and one's own password, over HTTP."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.http import beneath
from apps.core.paging import PAGE_SIZE, PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof

from . import live_sessions, own_account
from .live_sessions import Chosen, LiveSession
from .people import names_of


class OwnSessionOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    device = serializers.CharField()
    address = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    current = serializers.BooleanField()


class SessionOut(OwnSessionOut):
    kind = serializers.CharField(help_text="`staff`, `token` (its name is the device) or `homeowner`.")
    person = serializers.UUIDField(source="subject_id")
    name = serializers.SerializerMethodField()

    def get_name(self, session: LiveSession) -> str:
        return str(self.context["names"].get(session.subject_id, ""))


class OwnSessions(Api):
    """Where one is signed in. DELETE ends all but the session that asks."""

    permission, rate_policy = Permission.SELF_MANAGE, RatePolicy.DEVELOPER_API
    Output = {"GET": Listed(OwnSessionOut)}

    def get(self, request: Request) -> Response:
        rows = OwnSessionOut(live_sessions.own(self.principal), many=True).data
        return self.whole(rows)

    def delete(self, request: Request) -> Response:
        live_sessions.end_others(self.principal)
        return Response(status=204)


class OwnSession(Api):
    permission, rate_policy = Permission.SELF_MANAGE, RatePolicy.DEVELOPER_API

    def delete(self, request: Request, session_id: UUID) -> Response:
        live_sessions.end_own(self.principal, session_id)
        return Response(status=204)


class Password(Api):
    """The answer carries a new session cookie; every other session of the person has ended."""

    permission, rate_policy = Permission.SELF_MANAGE, RatePolicy.SIGN_IN
    proof = Proof.RECENT
    atomic = False
    success = {"POST": 204}

    class Input(serializers.Serializer[Any]):
        current = serializers.CharField(max_length=256, trim_whitespace=False)
        new = serializers.CharField(max_length=256, trim_whitespace=False)

    def post(self, request: Request) -> Response:
        own_account.password_replace(beneath(request), **self.parse(request))
        return Response(status=204)


class Sessions(Api):
    """Of the tenant's staff and homeowners, newest first."""

    permission, rate_policy = Permission.SESSION_MANAGE, RatePolicy.ADMIN_LIST
    Output = Listed(SessionOut)

    class Query(PageQuery):
        kind = serializers.ChoiceField(choices=["staff", "token", "homeowner"], required=False)
        person = serializers.UUIDField(required=False)

    def get(self, request: Request) -> Response:
        asked = self.query(request)
        size = asked.get("page_size", PAGE_SIZE)
        after = live_sessions.place_of(asked["cursor"]) if "cursor" in asked else None
        chosen = Chosen(asked.get("kind"), asked.get("person"), after)
        found = live_sessions.of_tenant(self.principal, chosen, size + 1)
        names = names_of(session.subject_id for session in found)
        rows = SessionOut(found[:size], many=True, context={"names": names}).data
        further = live_sessions.cursor_of(found[size - 1]) if len(found) > size else None
        return self.part(request, rows, further)


class Session(Api):
    permission, rate_policy = Permission.SESSION_MANAGE, RatePolicy.ADMIN_API
    proof = Proof.RECENT

    def delete(self, request: Request, session_id: UUID) -> Response:
        live_sessions.end_of_tenant(self.principal, session_id)
        return Response(status=204)
