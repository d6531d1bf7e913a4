"""Out of force and back, the order of what must be read, and what has changed between two versions."""

from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.documents import comparing, must_read_order, selectors, services

from .builder import DocumentApi, NothingIn
from .shapes import DiffOut, DocumentOut

MOST_DOCUMENTS = 500


class Deprecate(DocumentApi):
    """Kept, and neither seen by homes nor found by search."""

    permission = Permission.DOCUMENT_MANAGE
    Input, Output, success = NothingIn, DocumentOut, {"POST": 200}

    def post(self, request: Request, document_id: UUID) -> Response:
        self.parse(request)
        return self.answer(services.document_deprecate(self.principal, document_id=document_id), 200)


class Reinstate(DocumentApi):
    """Back in force as soon as its newest version has been read again."""

    permission = Permission.DOCUMENT_MANAGE
    Input, Output, success = NothingIn, DocumentOut, {"POST": 202}

    def post(self, request: Request, document_id: UUID) -> Response:
        self.parse(request)
        return self.answer(services.document_reinstate(self.principal, document_id=document_id), 202)


class AcceptFlags(DocumentApi):
    """The flagged pages of the newest version are fine: homes may be shown them."""

    permission = Permission.DOCUMENT_MANAGE
    Input, Output, success = NothingIn, DocumentOut, {"POST": 200}

    def post(self, request: Request, document_id: UUID) -> Response:
        self.parse(request)
        return self.answer(services.flags_accept(self.principal, document_id=document_id), 200)


class OrderIn(serializers.Serializer[Any]):
    documents = serializers.ListField(
        child=serializers.UUIDField(), max_length=MOST_DOCUMENTS, help_text="Every must-read document, in order."
    )


class MustRead(Api):
    """What homes of a development must read, in the order that they are asked to."""

    permission = {"GET": Permission.DOCUMENT_VIEW, "PUT": Permission.DOCUMENT_MANAGE}
    rate_policy = RatePolicy.DEVELOPER_API
    Input, Query = OrderIn, {"GET": PageQuery}
    Output = {"GET": Listed(DocumentOut), "PUT": None}
    success = {"PUT": 204}

    def get(self, request: Request, development_id: UUID) -> Response:
        self.query(request)
        return self.page(request, selectors.must_read_of(self.principal, development_id))

    def put(self, request: Request, development_id: UUID) -> Response:
        must_read_order.arrange(self.principal, development_id=development_id, **self.parse(request))
        return Response(status=204)


class DiffQuery(serializers.Serializer[Any]):
    def get_fields(self) -> dict[str, Any]:
        return {
            "from": serializers.IntegerField(
                min_value=1, max_value=2**31 - 1, required=False, source="earlier", help_text="Absent: the one before."
            ),
            "to": serializers.IntegerField(
                min_value=1, max_value=2**31 - 1, required=False, source="later", help_text="Absent: the newest."
            ),
        }


class Diff(Api):
    """The lines in which the texts of two versions differ, each with its page."""

    permission, rate_policy = Permission.DOCUMENT_VIEW, RatePolicy.DEVELOPER_API
    Query, Output = DiffQuery, DiffOut

    def get(self, request: Request, document_id: UUID) -> Response:
        earlier, later, found = comparing.compare_versions(self.principal, document_id, **self.query(request))
        facts = {"changes": found.changes, "complete": found.complete, "rows": found.rows}
        return Response(DiffOut({"earlier": earlier.number, "later": later.number, **facts}).data)
