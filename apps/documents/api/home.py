"""The homeowner's documents: those of their own home, in the version that is in force."""

from uuid import UUID

from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.documents import selectors

from .files import FileApi, send
from .shapes import HomeDocumentOut


class Documents(Api):
    """What the builder has published for this home."""

    permission, rate_policy = Permission.HOME_DOCUMENTS, RatePolicy.HOMEOWNER_API
    Query, Output = PageQuery, Listed(HomeDocumentOut)

    def get(self, request: Request) -> Response:
        self.query(request)
        return self.page(request, selectors.files_only(selectors.visible_to(self.principal)))


class File(FileApi):
    """The file in force, whole or the one range that is asked for."""

    permission = Permission.HOME_DOCUMENTS

    def get(self, request: Request, document_id: UUID) -> HttpResponseBase:
        self.query(request)
        return send(selectors.published(self.principal, document_id), request)
