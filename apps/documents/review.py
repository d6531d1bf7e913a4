"""The tray of documents whose house type a builder should look at.

What is read decides nothing: homes see a document as the builder set it, whatever its text says (ADR 19). Setting the
house type, be it to what it was, is the builder's answer and ends the review; only another suggestion opens it again.
"""

from apps.developments.models import HouseType

from .ingestion.extract import Extraction
from .ingestion.kinds import FileKind
from .models import Document, DocumentVersion
from .suggestions import Suggestion, asks_for_review, suggest

FIELDS = ["suggested_house_type", "suggestion_confidence", "suggestion_reasons", "needs_review"]


def look(document: Document, version: DocumentVersion, extraction: Extraction) -> None:
    """Keep what the version's name and text suggest, inside the transaction that publishes it."""
    # An entry is written for a house type that was chosen with its words; an older file, read late, has no say.
    if version.kind == FileKind.ENTRY or version.pk != document.newest_version_id:
        return
    types = HouseType.objects.filter(tenant_id=document.tenant_id, development_id=document.development_id)
    found = suggest(dict(types.values_list("code", "name")), version.file_name, extraction.pages)
    document.needs_review = asks_for_review(found, document.house_type_code) and (
        document.needs_review or _is_news(document, found)
    )
    document.suggested_house_type, document.suggestion_confidence = found.code, found.confidence
    document.suggestion_reasons = list(found.reasons)
    document.save(update_fields=FIELDS)


def _is_news(document: Document, found: Suggestion) -> bool:
    return document.suggestion_confidence is None or document.suggested_house_type != found.code
