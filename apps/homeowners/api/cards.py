"""The cards of a development: a sheet of them for paper, what is done to many at once, and how a home's were used."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, FileApi, Listed
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from .. import cards, printing, selectors
from ..cards import MOST
from ..models import CardScan
from ..sheet import pages

WITHOUT_CARD = "X-Homes-Without-Card"


class Units(serializers.ListField):
    """Ids of homes, parted by commas where they stand in an address."""

    child = serializers.UUIDField()

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(data.split(",") if isinstance(data, str) else data)


class QrSheet(FileApi):
    """The working cards of these homes, or of all, on A4 to cut; the same again each time, until they are replaced.

    `X-Homes-Without-Card` counts the homes that have none to print; 409 when that is all of them.
    """

    permission, rate_policy = Permission.ENROLMENT_MANAGE, RatePolicy.DEVELOPER_DOWNLOAD
    media_type = "application/pdf"

    class Query(serializers.Serializer[Any]):
        units = Units(required=False, max_length=MOST, help_text="Ids, parted by commas; absent for all.")

    def get(self, request: Request, development_id: UUID) -> HttpResponseBase:
        asked = self.query(request).get("units")
        deck = printing.deck(self.principal, development_id=development_id, unit_ids=asked)
        return as_file(deck)


class CardsOut(serializers.Serializer[Any]):
    issued = serializers.IntegerField(default=0)
    revoked = serializers.IntegerField(default=0)


class Cards(Api):
    """What is done to many cards at once; the answer counts them, and the sheet shows their codes.

    `issue` gives a card to those of the homes, or of all, that have none that works. `replace` gives each of the homes
    a new one, and `revoke` ends theirs: both name the homes.
    """

    permission, rate_policy = Permission.ENROLMENT_MANAGE, RatePolicy.DEVELOPER_API
    Output = CardsOut
    success = {"POST": 200}

    class Input(serializers.Serializer[Any]):
        action = serializers.ChoiceField(choices=["issue", "replace", "revoke"])
        units = serializers.ListField(child=serializers.UUIDField(), required=False, min_length=1, max_length=MOST)

    def post(self, request: Request, development_id: UUID) -> Response:
        given = self.parse(request)
        done = cards.act(self.principal, given["action"], development_id=development_id, unit_ids=given.get("units"))
        return Response(CardsOut(done).data)


class ScanOut(serializers.ModelSerializer[CardScan]):
    class Meta:
        model = CardScan
        fields = ("at", "outcome")


class Scans(Api):
    """Every use of a working card of the home: when, and how it went; never who it was."""

    permission, rate_policy = Permission.ENROLMENT_MANAGE, RatePolicy.DEVELOPER_API
    Query, Output = PageQuery, Listed(ScanOut)

    def get(self, request: Request, unit_id: UUID) -> Response:
        self.query(request)
        return self.page(request, selectors.scans(self.principal, unit_id))


def as_file(deck: printing.Deck) -> HttpResponse:
    """A download that nobody keeps but who asked for it."""
    response = HttpResponse(pages.pdf(deck), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="qr-cards-{deck.development.slug}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    response.headers[WITHOUT_CARD] = str(len(deck.left_out))
    return response
