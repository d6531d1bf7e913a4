"""The homeowner's documents: those of their own home in the version in force, and what they must read of them."""

from typing import Any
from uuid import UUID

from django.http.response import HttpResponseBase
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, FileApi, Listed
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.documents import consents, readership, selectors

from .files import begins, send
from .shapes import ConsentOut, HomeDocumentOut


class HomeDocumentQuery(PageQuery):
    must_read = serializers.BooleanField(
        required=False, default=False, help_text="Only what must be read, in the builder's order."
    )


class Documents(Api):
    """What the builder has published for this home, the newest first."""

    permission, rate_policy = Permission.HOME_DOCUMENTS, RatePolicy.HOMEOWNER_API
    Query, Output = HomeDocumentQuery, Listed(HomeDocumentOut)

    def get(self, request: Request) -> Response:
        only_must_read = self.query(request)["must_read"]
        rows = consents.with_own(self.principal, selectors.files_only(selectors.visible_to(self.principal)))
        if only_must_read:
            rows = selectors.in_reading_order(rows.filter(must_read=True))
        return self.page(request, rows)


class ConsentIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(
        min_value=1, required=False, help_text="The version that was read; 409 when it is no longer the one in force."
    )


class Consent(Api):
    """This person has read the version in force. Saying so again changes nothing."""

    permission, rate_policy = Permission.HOME_DOCUMENTS, RatePolicy.HOMEOWNER_API
    Input, Output, success = ConsentIn, ConsentOut, {"POST": 200}

    def post(self, request: Request, document_id: UUID) -> Response:
        given = consents.consent_give(self.principal, document_id=document_id, **self.parse(request))
        return Response(ConsentOut(given).data)


class FileQuery(serializers.Serializer[Any]):
    download = serializers.BooleanField(required=False, default=False, help_text="To keep it, not to look at it here.")


class File(FileApi):
    """The file in force, whole or the one range that is asked for. Each opening is counted once."""

    permission, rate_policy = Permission.HOME_DOCUMENTS, RatePolicy.DOWNLOAD
    Query = FileQuery

    def get(self, request: Request, document_id: UUID) -> HttpResponseBase:
        download = self.query(request)["download"]
        version = selectors.published(self.principal, document_id)
        response = send(version, request, as_attachment=download)
        if begins(request):
            readership.count(self.principal, version, download=download)
        return response
