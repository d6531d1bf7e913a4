"""`/api/developers/tokens`: one's own personal access tokens. A token reaches none of it."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import FOR_TOKENS, Permission
from apps.core.step_up import Proof

from . import access_tokens

PERMISSIONS = sorted(map(str, FOR_TOKENS))


class TokenOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    permissions = serializers.ListField(child=serializers.CharField())
    created_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(source="seen_at", allow_null=True)
    expires_at = serializers.DateTimeField()


class NewTokenOut(TokenOut):
    token = serializers.CharField(help_text="Shown here only, and never again.")


class Tokens(Api):
    """One's own tokens, newest first. DELETE revokes them all.

    Send one as `Authorization: Token <token>`, on `/api/developers/*` alone. It needs no CSRF token, does what it was
    made for and its person may do, and ends with that person's sessions: when the role, the password or the tenant
    changes, or the account is closed.
    """

    permission, rate_policy = Permission.TOKEN_MANAGE, RatePolicy.DEVELOPER_API
    proof = {"POST": Proof.RECENT}
    replayable = False
    Output = {"GET": Listed(TokenOut), "POST": NewTokenOut}

    class Input(serializers.Serializer[Any]):
        name = serializers.CharField(max_length=100)
        permissions = serializers.ListField(
            child=serializers.ChoiceField(choices=PERMISSIONS), max_length=len(PERMISSIONS)
        )
        days = serializers.IntegerField(min_value=1, max_value=access_tokens.MOST_DAYS, default=90)

    def get(self, request: Request) -> Response:
        rows = TokenOut(access_tokens.own(self.principal), many=True).data
        return self.whole(rows)

    def post(self, request: Request) -> Response:
        token, text = access_tokens.token_create(self.principal, **self.parse(request))
        return self.created({**TokenOut(token).data, "token": text})

    def delete(self, request: Request) -> Response:
        access_tokens.revoke_all(self.principal)
        return Response(status=204)


class Token(Api):
    permission, rate_policy = Permission.TOKEN_MANAGE, RatePolicy.DEVELOPER_API

    def delete(self, request: Request, token_id: UUID) -> Response:
        access_tokens.token_revoke(self.principal, token_id)
        return Response(status=204)
