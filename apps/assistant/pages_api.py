"""The page that an answer cites, as a picture with the quoted words marked."""

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from rest_framework.request import Request

from apps.core.api import FileApi
from apps.core.errors import NotFound
from apps.core.rate_limiter import RatePolicy
from apps.core.rbac import Permission
from apps.documents import selectors as documents
from apps.documents.models import DocumentVersion
from apps.documents.page_images import page_image

from . import selectors
from .models import Citation


class CitedPage(FileApi):
    """204 where there is no picture of it: its document is no PDF, or the cited version is no longer in force. No
    transaction is open while the page is drawn."""

    atomic = False
    permission = Permission.CHAT
    rate_policy = RatePolicy.DOWNLOAD
    media_type = "image/jpeg"

    def get(self, request: Request, citation_id: UUID) -> HttpResponse:
        citation = self._own(citation_id)
        try:
            picture = page_image(self._in_force(citation), citation.page, citation.quote)
        except NotFound:
            return HttpResponse(status=204)
        return HttpResponse(picture, content_type=self.media_type)

    @transaction.atomic
    def _own(self, citation_id: UUID) -> Citation:
        return selectors.citation(self.principal, citation_id)

    @transaction.atomic
    def _in_force(self, citation: Citation) -> DocumentVersion:
        version = documents.published(self.principal, citation.document_id)
        if version.number != citation.version:
            raise NotFound(reason="another version is in force")
        return version
