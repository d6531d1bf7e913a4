"""Signing in and out, and who one is."""

from typing import Any

from django.conf import settings
from django.middleware.csrf import get_token
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api
from apps.core.errors import CsrfFailed
from apps.core.http import beneath
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof

from . import selectors, services


class TenantRef(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()


class SignedIn(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    role = serializers.CharField()
    tenant = TenantRef()


class SignInOut(serializers.Serializer[Any]):
    staff = SignedIn()
    csrf_token = serializers.CharField()


class MeOut(serializers.Serializer[Any]):
    role = serializers.CharField()
    tenant = TenantRef(allow_null=True)
    developments = serializers.ListField(child=serializers.UUIDField())
    two_factor = serializers.BooleanField()


class SignIn(Api):
    permission, rate_policy = Permission.SIGN_IN, RatePolicy.SIGN_IN
    atomic = False
    authentication_classes = []  # a cookie at hand must not turn a sign-in into a question of CSRF tokens
    Output = SignInOut
    success = {"POST": 200}

    class Input(serializers.Serializer[Any]):
        email = serializers.CharField(max_length=254)
        password = serializers.CharField(max_length=256, trim_whitespace=False)
        otp = serializers.CharField(max_length=12, required=False)

    def post(self, request: Request) -> Response:
        refuse_other_sites(request)
        person = services.sign_in(beneath(request), **self.parse(request))
        return Response(SignInOut({"staff": person, "csrf_token": get_token(beneath(request))}).data)


def refuse_other_sites(request: Request) -> None:
    """There is no session yet for a CSRF token to be tied to; the browser itself says where the call comes from."""
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "none")
    known = {*settings.ALLOWED_ORIGINS, f"{beneath(request).scheme}://{beneath(request).get_host()}"}
    if origin not in known if origin else site not in ("none", "same-origin"):
        raise CsrfFailed(reason="sign-in from another site")


class SignOut(Api):
    permission, rate_policy = Permission.SESSION_END, RatePolicy.DEVELOPER_API
    proof = Proof.NEVER
    atomic = False
    success = {"POST": 204}

    def post(self, request: Request) -> Response:
        services.sign_out(beneath(request))
        return Response(status=204)


class Me(Api):
    """For an operator outside any tenant, `tenant` is null."""

    permission, rate_policy = Permission.SELF_VIEW, RatePolicy.DEVELOPER_API
    proof = Proof.SET_UP
    Output = MeOut

    def get(self, request: Request) -> Response:
        who, on = self.principal, beneath(request).admission.second_factor == "on"
        tenant = selectors.tenant(who, who.tenant_id) if who.tenant_id else None
        body = {"role": who.role, "tenant": tenant, "developments": sorted(who.development_ids), "two_factor": on}
        return Response(MeOut(body).data)
