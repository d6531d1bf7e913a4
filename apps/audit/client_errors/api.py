"""`POST /api/log/client`, open to everybody, and `GET /api/admin/client-errors` for those who look after it.

The answer to a report is always the same, so it tells nothing of what is kept.
"""

import json
from typing import IO, Any

from django.conf import settings
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response

from apps.audit.models import ClientError
from apps.core.api import Api, Listed
from apps.core.device_names import device_name
from apps.core.errors import BadRequest, TooLarge
from apps.core.paging import PageQuery, filters_of
from apps.core.parsers import StrictJSONParser
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission

from . import services
from .reports import Report, from_browser, from_script


class ReportParser(BaseParser):
    """What browsers send by themselves: JSON of their own shapes, a batch of which is longer than one of ours."""

    media_type = "application/reports+json"

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None) -> Any:
        body = stream.read(settings.CLIENT_REPORT_MAX_BYTES + 1)
        if len(body) > settings.CLIENT_REPORT_MAX_BYTES:
            raise TooLarge
        try:
            return json.loads(body.decode(errors="replace"))
        except (ValueError, RecursionError):
            raise BadRequest("The body is not valid JSON.") from None


class CspReportParser(ReportParser):
    media_type = "application/csp-report"


class ClientErrorIn(serializers.Serializer[Any]):
    """Texts are cut where they are kept; the body as a whole is limited."""

    kind = serializers.SlugField(max_length=40)
    message = serializers.CharField(max_length=4000)
    page = serializers.CharField(max_length=2000)
    source = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    stack = serializers.CharField(max_length=8000, required=False, allow_blank=True)
    request_id = serializers.CharField(max_length=64, required=False, allow_blank=True)


class ClientLogOut(serializers.Serializer[Any]):
    status = serializers.CharField()


class ClientLog(Api):
    """Tell of an error in a page: `application/json` of up to 8 KiB, or a browser's own reports of up to 64 KiB
    (`application/reports+json`, `application/csp-report`). Nothing of it is ever echoed.
    """

    permission, rate_policy = Permission.PUBLIC, RatePolicy.CLIENT_ERRORS
    # Browsers send reports without a token of ours; the worst that another site can do is to tell of an error.
    authentication_classes = []
    Input = ClientErrorIn
    Output = ClientLogOut
    success = {"POST": 202}

    def get_parsers(self) -> list[Any]:
        return [StrictJSONParser(), ReportParser(), CspReportParser()]

    def post(self, request: Request) -> Response:
        browser = device_name(request.headers.get("User-Agent", ""))
        services.note(self.principal, self._reports(request), browser=browser)
        return Response(ClientLogOut({"status": "accepted"}).data, status=202)

    def _reports(self, request: Request) -> list[Report]:
        if "report" in (request.content_type or ""):
            return from_browser(request.data)
        if int(request.headers.get("Content-Length") or 0) > settings.CLIENT_ERROR_MAX_BYTES:
            raise TooLarge
        return [from_script(**self.parse(request))]


class ClientErrorOut(serializers.ModelSerializer[ClientError]):
    class Meta:
        model = ClientError
        fields = [
            *("id", "fingerprint", "kind", "message", "source", "stack", "page", "browser"),
            *("count", "first_seen", "last_seen", "last_request_id"),
        ]


class ClientErrors(Api):
    """What browsers told of errors, one row for each kind, the last seen first."""

    permission, rate_policy = Permission.CLIENT_ERROR_VIEW, RatePolicy.ADMIN_LIST
    Output = Listed(ClientErrorOut)

    class Query(PageQuery):
        kind = serializers.SlugField(max_length=40, required=False)
        page = serializers.CharField(max_length=200, required=False)
        since = serializers.DateTimeField(required=False)
        until = serializers.DateTimeField(required=False)

    def get(self, request: Request) -> Response:
        return self.page(request, services.errors(self.principal, filters_of(self.query(request))))
