"""The builder's documents: upload, watch, change, replace, bring back, read again, remove."""

import re
from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.http.response import HttpResponseBase
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, FileApi, Listed, seen
from apps.core.errors import Invalid
from apps.core.paging import PageQuery, filters_of
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.documents import rereading, same_files, selectors, services
from apps.documents.models import Document, VersionStatus

from .files import send
from .shapes import DocumentDetailOut, DocumentOut

KEY = re.compile(r"[!-~]{1,200}")


class FileIn(serializers.Serializer[Any]):
    # Emptiness and length of the name are judged by the intake, in words that fit.
    file = serializers.FileField(allow_empty_file=True)


class VersionIn(FileIn):
    note = serializers.CharField(max_length=500, required=False, allow_blank=True, help_text="What is new in it.")


class UploadIn(FileIn):
    title = serializers.CharField(max_length=200, required=False, allow_blank=True)
    house_type = serializers.CharField(
        max_length=32, required=False, allow_null=True, source="house_type_code", help_text="A code; absent for all."
    )
    must_read = serializers.BooleanField(required=False, default=False)


class DocumentFields(serializers.Serializer[Any]):
    title = serializers.CharField(max_length=200, required=False)
    house_type = serializers.CharField(max_length=32, required=False, allow_null=True, source="house_type_code")
    must_read = serializers.BooleanField(required=False)


class DocumentChange(DocumentFields):
    was = seen(DocumentFields)


class RollbackIn(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1, required=False, help_text="Absent: the one before the newest.")
    note = serializers.CharField(max_length=500, required=False, allow_blank=True)


class NothingIn(serializers.Serializer[Any]):
    pass


class DocumentQuery(PageQuery):
    status = serializers.ChoiceField(choices=VersionStatus.choices, required=False)
    house_type = serializers.CharField(
        max_length=32, required=False, allow_blank=True, source="house_type_code", help_text="Empty: those for all."
    )
    needs_review = serializers.BooleanField(required=False, allow_null=True, default=None)
    search = serializers.CharField(max_length=100, required=False, allow_blank=True, help_text="In the title.")


class VersionQuery(serializers.Serializer[Any]):
    version = serializers.IntegerField(min_value=1, required=False, help_text="Absent: the newest.")


class DocumentApi(Api):
    rate_policy: ClassVar[RatePolicy | Mapping[str, RatePolicy]] = RatePolicy.DEVELOPER_API

    def answer(self, document: Document, status: int) -> Response:
        """The document as it is now, and where to watch it."""
        fresh = selectors.document(self.principal, document.pk)
        same_files.point_out([fresh])
        return self.created(DocumentOut(fresh).data, f"/api/developers/documents/{fresh.pk}", status)


class Documents(DocumentApi):
    """The documents of a development, each with the state of its newest version."""

    permission = {"GET": Permission.DOCUMENT_VIEW, "POST": Permission.DOCUMENT_UPLOAD}
    rate_policy = {"GET": RatePolicy.DEVELOPER_API, "POST": RatePolicy.UPLOAD}
    multipart = True
    Input, Query = UploadIn, {"GET": DocumentQuery}
    Output = {"GET": Listed(DocumentOut), "POST": DocumentOut}
    success = {"POST": 202}

    def get(self, request: Request, development_id: UUID) -> Response:
        rows = selectors.documents_of(self.principal, development_id, **filters_of(self.query(request)))
        return self.page(request, rows, furnish=same_files.point_out)

    def post(self, request: Request, development_id: UUID) -> Response:
        document = services.document_upload(
            self.principal,
            development_id=development_id,
            idempotency_key=idempotency_key(request),
            **self.parse(request),
        )
        return self.answer(document, 202)


class DocumentDetail(DocumentApi):
    """One document and all of its versions."""

    permission = {
        "GET": Permission.DOCUMENT_VIEW,
        "PATCH": Permission.DOCUMENT_MANAGE,
        "DELETE": Permission.DOCUMENT_MANAGE,
    }
    Input = DocumentChange
    Output = {"GET": DocumentDetailOut, "PATCH": DocumentOut, "DELETE": None}

    def get(self, request: Request, document_id: UUID) -> Response:
        self.query(request)
        document = selectors.document(self.principal, document_id)
        same_files.point_out([document])
        return Response(DocumentDetailOut(document).data)

    def patch(self, request: Request, document_id: UUID) -> Response:
        document = services.document_update(self.principal, document_id=document_id, **self.change(request))
        return self.answer(document, 200)

    def delete(self, request: Request, document_id: UUID) -> Response:
        services.document_delete(self.principal, document_id=document_id)
        return Response(status=204)


class Versions(DocumentApi):
    """A newer file; the one in force stays until this one has been read."""

    permission, rate_policy = Permission.DOCUMENT_UPLOAD, RatePolicy.UPLOAD
    multipart = True
    Input, Output, success = VersionIn, DocumentOut, {"POST": 202}

    def post(self, request: Request, document_id: UUID) -> Response:
        document = services.version_add(
            self.principal,
            document_id=document_id,
            idempotency_key=idempotency_key(request),
            **self.parse(request),
        )
        return self.answer(document, 202)


class Rollback(DocumentApi):
    """An earlier file brought back, as a new version."""

    permission = Permission.DOCUMENT_MANAGE
    Input, Output, success = RollbackIn, DocumentOut, {"POST": 202}

    def post(self, request: Request, document_id: UUID) -> Response:
        asked = self.parse(request)
        document = services.rollback(
            self.principal, document_id=document_id, number=asked.get("version"), note=asked.get("note", "")
        )
        return self.answer(document, 202)


class Reingest(DocumentApi):
    """The newest version read again."""

    permission = Permission.DOCUMENT_MANAGE
    Input, Output, success = NothingIn, DocumentOut, {"POST": 202}

    def post(self, request: Request, document_id: UUID) -> Response:
        self.parse(request)
        return self.answer(rereading.reingest(self.principal, document_id=document_id), 202)


class File(FileApi):
    """The file of the newest version, or of the one that is asked for."""

    permission, rate_policy = Permission.DOCUMENT_VIEW, RatePolicy.DEVELOPER_DOWNLOAD
    Query = VersionQuery

    def get(self, request: Request, document_id: UUID) -> HttpResponseBase:
        number = self.query(request).get("version")
        return send(selectors.version(self.principal, document_id, number=number), request)


def idempotency_key(request: Request) -> str | None:
    """What the client calls this request, so that it may send it twice."""
    key = request.headers.get("Idempotency-Key")
    if key is not None and not KEY.fullmatch(key):
        raise Invalid.field("Idempotency-Key", "invalid", "1 to 200 visible ASCII characters.")
    return key
