"""The second factor over HTTP. Codes of sensitive calls come in the header `X-OTP`."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api
from apps.core.http import beneath
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.core.step_up import Proof

from . import second_factor, second_factor_policy


class StateOut(serializers.Serializer[Any]):
    on = serializers.BooleanField()
    required = serializers.BooleanField(help_text="By the tenant.")
    since = serializers.DateTimeField(allow_null=True)
    recovery_codes = serializers.IntegerField(help_text="How many are left.")


class SetUpOut(serializers.Serializer[Any]):
    secret = serializers.CharField()
    uri = serializers.CharField(help_text="otpauth://")
    qr = serializers.CharField(help_text="An SVG image as a data URI.")


class CodesOut(serializers.Serializer[Any]):
    recovery_codes = serializers.ListField(child=serializers.CharField(), help_text="Shown this once.")


class Otp(serializers.Serializer[Any]):
    otp = serializers.CharField(max_length=20)


class SecondFactor(Api):
    """POST begins a set-up, DELETE switches off."""

    permission, rate_policy = Permission.SELF_MANAGE, RatePolicy.DEVELOPER_API
    proof = {"GET": Proof.SET_UP, "POST": Proof.SET_UP, "DELETE": Proof.NOW}
    atomic = False
    Output = {"GET": StateOut, "POST": SetUpOut}

    def get(self, request: Request) -> Response:
        return Response(StateOut(second_factor.state(self.principal)).data)

    def post(self, request: Request) -> Response:
        return self.created(SetUpOut(second_factor.begin(self.principal)).data)

    def delete(self, request: Request) -> Response:
        second_factor.switch_off(beneath(request))
        return Response(status=204)


class Confirmation(Api):
    """The first code of the app switches the factor on. The answer carries a new session cookie."""

    permission, rate_policy = Permission.SELF_MANAGE, RatePolicy.SIGN_IN
    proof = Proof.SET_UP
    atomic = False
    Input, Output = Otp, CodesOut

    def post(self, request: Request) -> Response:
        codes = second_factor.confirm(beneath(request), self.parse(request)["otp"])
        return self.created({"recovery_codes": codes})


class RecoveryCodes(Api):
    """POST replaces all of them."""

    permission, rate_policy = Permission.SELF_MANAGE, RatePolicy.DEVELOPER_API
    proof = Proof.NOW
    atomic = False
    Output = CodesOut

    def post(self, request: Request) -> Response:
        return self.created({"recovery_codes": second_factor.renew_codes(beneath(request))})


class StaffSecondFactor(Api):
    """DELETE takes the factor off somebody who has lost it, and ends their sessions."""

    permission, rate_policy = Permission.STAFF_MANAGE, RatePolicy.ADMIN_API
    proof = Proof.RECENT
    atomic = False

    def delete(self, request: Request, staff_id: UUID) -> Response:
        second_factor.reset(self.principal, staff_id=staff_id)
        return Response(status=204)


class PolicyOut(serializers.Serializer[Any]):
    required = serializers.BooleanField(source="require_second_factor")


class Policy(Api):
    """Whether all staff of the tenant must have a second factor."""

    permission, rate_policy = Permission.STAFF_MANAGE, RatePolicy.ADMIN_API
    proof = {"PUT": Proof.RECENT}
    Output = PolicyOut

    class Input(serializers.Serializer[Any]):
        required = serializers.BooleanField()

    def get(self, request: Request) -> Response:
        return Response(PolicyOut(second_factor_policy.tenant_of(self.principal)).data)

    def put(self, request: Request) -> Response:
        tenant = second_factor_policy.tenant_of(self.principal)
        changed = second_factor_policy.require(self.principal, tenant_id=tenant.pk, **self.parse(request))
        return Response(PolicyOut(changed).data)
