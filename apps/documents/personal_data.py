"""What is kept of a person's reading: which documents they confirmed, and which they opened, day by day."""

from collections.abc import Mapping
from typing import Any

from apps.homeowners.models import Homeowner
from apps.homeowners.personal_data import Source

from .reader_models import DocumentConsent, DocumentView


def _reading(person: Homeowner) -> Mapping[str, Any]:
    owned = {"tenant_id": person.tenant_id, "homeowner_id": person.pk}
    consents = DocumentConsent.objects.filter(**owned).select_related("document").order_by("consented_at", "id")
    views = DocumentView.objects.filter(**owned).select_related("document").order_by("day", "id")
    return {"confirmed": [_consent(row) for row in consents], "opened": [_view(row) for row in views]}


def _consent(row: DocumentConsent) -> Mapping[str, Any]:
    return {"document": row.document.title, "version": row.version, "confirmed_at": row.consented_at}


def _view(row: DocumentView) -> Mapping[str, Any]:
    return {
        "document": row.document.title,
        "version": row.version,
        "day": row.day,
        "views": row.views,
        "downloads": row.downloads,
    }


READING = Source("documents", frozenset({"document_consents", "document_views"}), _reading)
