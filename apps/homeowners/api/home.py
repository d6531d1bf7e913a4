"""The homeowner's side: joining by a card, staying signed in, and what their home is."""

import re
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core import http
from apps.core.api import Api, Listed
from apps.core.errors import Invalid
from apps.core.http import beneath
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.developments.models import HouseType
from apps.developments.rooms import Room
from apps.tenants import theme
from apps.tenants.theme_api import Look

from .. import cookies, joining, selectors, sessions
from ..device_requests import SurnameAsked, Waiting
from ..joining import SignedIn
from ..models import Homeowner

TOKEN_LENGTH = 4096
ATTEMPT = re.compile(r"[A-Za-z0-9._-]{8,100}")


class HomeOut(serializers.Serializer[Homeowner]):
    unit_number = serializers.CharField(source="unit.unit_number")
    address = serializers.CharField(source="unit.address")
    house_type = serializers.CharField(source="unit.house_type_code")
    development = serializers.CharField(source="development.name")


class RoomOut(serializers.Serializer[Room]):
    """Inner sizes."""

    name = serializers.CharField()
    length_m = serializers.DecimalField(max_digits=6, decimal_places=2)
    width_m = serializers.DecimalField(max_digits=6, decimal_places=2)
    area_m2 = serializers.DecimalField(max_digits=8, decimal_places=2)


class DesignOut(serializers.Serializer[HouseType]):
    """What is recorded of the house type."""

    name = serializers.CharField()
    bedrooms = serializers.IntegerField(allow_null=True)
    floor_area_m2 = serializers.DecimalField(max_digits=7, decimal_places=2, allow_null=True)
    rooms = RoomOut(many=True, source="measured_rooms")


class ContactsOut(serializers.Serializer[Any]):
    emergency = serializers.CharField(source="emergency_contact")
    site_office = serializers.CharField()
    management_company = serializers.CharField()


class HomeTheme(Look):
    """How the builder looks; null where they chose nothing."""

    builder = serializers.CharField(source="tenant.name")


class ResidentOut(serializers.Serializer[Any]):
    name = serializers.CharField()
    home = HomeOut()
    design = DesignOut(allow_null=True)
    theme = HomeTheme()
    contacts = ContactsOut()
    impersonated = serializers.BooleanField()


class TokensOut(serializers.Serializer[Any]):
    access = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds.")
    refresh = serializers.CharField(required=False, help_text="Not for browsers, which get it as a cookie.")


class JoinedOut(TokensOut):
    name = serializers.CharField()
    home = HomeOut()
    theme = HomeTheme()


class WaitingOut(serializers.Serializer[Waiting]):
    """A further device that somebody of the home has to let in. `number` stands on both screens."""

    ticket = serializers.CharField()
    number = serializers.CharField()
    expires_in = serializers.IntegerField(help_text="Seconds.")
    theme = HomeTheme(source="look")


class SessionOut(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    device = serializers.CharField()
    created_at = serializers.DateTimeField()
    seen_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    current = serializers.BooleanField()
    support = serializers.BooleanField(help_text="Opened by the builder's support, not by a card.")


class Join(Api):
    """The code of a card, long or short, for a session.

    Where the builder has a further device let in from a signed-in one, it is told 202 with a ticket to wait with; where
    they ask for a surname, 403 `surname_required` until a resident's is given; that has the builder's `theme` too.
    """

    permission, rate_policy = Permission.HOME_JOIN, RatePolicy.JOIN
    authentication_classes = []  # the code alone decides, whatever else the browser sends
    atomic = False
    Output = JoinedOut

    class Input(serializers.Serializer[Any]):
        code = serializers.CharField(max_length=200)
        device_name = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
        surname = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")

    def post(self, request: Request) -> Response:
        given, plain = self.parse(request), beneath(request)
        visitor = {"device": given["device_name"], "surname": given["surname"], "address": plain.limited_address}
        try:
            entered = joining.join(given["code"], **visitor)
        except SurnameAsked as asked:
            asked.more = {"theme": HomeTheme(asked.look).data}
            raise
        if isinstance(entered, Waiting):
            return Response(WaitingOut(entered).data, status=202)
        return handed_over(entered, JoinedOut, in_cookie=cookies.is_browser(plain), status=201)


class Ticket(Api):
    """A waiting device asks whether it has been let in: 202 with nothing more while nobody has decided."""

    permission, rate_policy = Permission.HOME_JOIN, RatePolicy.REFRESH
    authentication_classes = []
    atomic = False
    Output = JoinedOut

    class Input(serializers.Serializer[Any]):
        ticket = serializers.CharField(max_length=400)

    def post(self, request: Request) -> Response:
        given, plain = self.parse(request), beneath(request)
        signed_in = joining.enter(given["ticket"], address=plain.limited_address)
        if signed_in is None:
            return Response({}, status=202)
        return handed_over(signed_in, JoinedOut, in_cookie=cookies.is_browser(plain), status=201)


class Refresh(Api):
    """The next pair of tokens. The refresh token comes back the way it came: in the body, or as the cookie.

    `Idempotency-Key` names the attempt. A client keeps it until it has an answer: when the answer is lost, the same key
    within ten seconds gets the same successor. Another attempt of that moment gets 409 with `Retry-After`; a token that
    is used again later ends the session.
    """

    permission, rate_policy = Permission.HOME_JOIN, RatePolicy.REFRESH
    authentication_classes = []
    atomic = False
    Output = TokensOut
    success = {"POST": 200}

    class Input(serializers.Serializer[Any]):
        refresh = serializers.CharField(max_length=TOKEN_LENGTH, required=False)

    def post(self, request: Request) -> Response:
        given, plain = self.parse(request).get("refresh"), beneath(request)
        token = given or cookies.read(plain)
        signed_in = joining.refresh(token, request=attempt(plain), address=plain.limited_address)
        return handed_over(signed_in, TokensOut, in_cookie=given is None, status=200)

    def handle_exception(self, exc: Exception) -> Response:
        """A dead cookie is taken away; one that was not sent stays, or another site could take it."""
        response = super().handle_exception(exc)
        if response.status_code == 401 and settings.HOMEOWNER_COOKIE_NAME in self.request.COOKIES:
            cookies.forget(response)
        return response


class Me(Api):
    permission, rate_policy = Permission.HOME_VIEW, RatePolicy.HOMEOWNER_API
    Output = ResidentOut

    def get(self, request: Request) -> Response:
        self.query(request)
        person = selectors.resident(self.principal)
        body = {
            "name": person.name,
            "home": person,
            "design": selectors.design(self.principal),
            "theme": theme.worn_by(self.principal, person.tenant),
            "contacts": person.development,
            "impersonated": self.principal.impersonated_by is not None,
        }
        return Response(ResidentOut(body).data)


class Sessions(Api):
    """Every device that is signed in; DELETE signs all of them out."""

    permission, rate_policy = Permission.HOME_SESSIONS, RatePolicy.HOMEOWNER_API
    Output = {"GET": Listed(SessionOut)}

    def get(self, request: Request) -> Response:
        self.query(request)
        return self.whole(SessionOut(sessions.own(self.principal), many=True).data)

    def delete(self, request: Request) -> Response:
        sessions.end_own(self.principal)
        return _signed_out()


class Session(Api):
    permission, rate_policy = Permission.HOME_SESSIONS, RatePolicy.HOMEOWNER_API

    def delete(self, request: Request, session_id: UUID) -> Response:
        sessions.end_own(self.principal, only=session_id)
        return _signed_out() if session_id == self.principal.session else Response(status=204)


def handed_over(signed_in: SignedIn, output: type[TokensOut], *, in_cookie: bool, status: int) -> Response:
    person, look = signed_in.homeowner, signed_in.look
    token = {"access": signed_in.access, "expires_in": signed_in.expires_in}
    body = token | {"name": person.name, "home": person, "theme": look}
    if not in_cookie:
        body["refresh"] = signed_in.refresh
    response = Response(output(body).data, status=status, headers={"Cache-Control": "no-store"})
    if in_cookie:
        cookies.keep(response, signed_in.refresh, signed_in.opened.ends)
    return response


def attempt(request: http.Request) -> str:
    """What names this attempt: the client's own key, else a name that no other attempt has."""
    key = request.headers.get("Idempotency-Key") or uuid4().hex
    if not ATTEMPT.fullmatch(key):
        raise Invalid.field("Idempotency-Key", "invalid", "8 to 100 letters, digits and . _ - only.")
    return key


def _signed_out() -> Response:
    response = Response(status=204)
    cookies.forget(response)
    return response
