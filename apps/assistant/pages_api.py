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
    """404 also where the cited version is no longer in force, or its document no PDF. No transaction is open while the
    page is drawn."""

    atomic = False
    permission = Permission.CHAT
    rate_policy = RatePolicy.DOWNLOAD
    media_type = "image/jpeg"

    def get(self, request: Request, citation_id: UUID) -> HttpResponse:
        version, citation = self._cited(citation_id)
        return HttpResponse(page_image(version, citation.page, citation.quote), content_type=self.media_type)

    @transaction.atomic
    def _cited(self, citation_id: UUID) -> tuple[DocumentVersion, Citation]:
        citation = selectors.citation(self.principal, citation_id)
        version = documents.published(self.principal, citation.document_id)
        if version.number != citation.version:
            raise NotFound(reason="another version is in force")
        return version, citation
