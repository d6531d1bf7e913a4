"""Who has confirmed and who has opened a document, as its builder sees it."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.api import Api, Listed
from apps.core.paging import PageQuery
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.documents import consents, readership, selectors

from .shapes import HomeConsentOut, ViewOut


class Consents(Api):
    """Every home that the document is for, with what its people have confirmed."""

    permission, rate_policy = Permission.HOMEOWNER_VIEW, RatePolicy.DEVELOPER_API
    Query, Output = PageQuery, Listed(HomeConsentOut)

    def get(self, request: Request, document_id: UUID) -> Response:
        self.query(request)
        return self.page(request, consents.homes_of(self.principal, selectors.document(self.principal, document_id)))


class Readers(Api):
    """Who opened and downloaded it, by person and day, the latest first."""

    permission, rate_policy = Permission.HOMEOWNER_VIEW, RatePolicy.DEVELOPER_API
    Query, Output = PageQuery, Listed(ViewOut)

    def get(self, request: Request, document_id: UUID) -> Response:
        self.query(request)
        return self.page(request, readership.views_of(self.principal, document_id))
