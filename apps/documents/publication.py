"""The one transaction that changes what search sees: a version's chunks go in, those of the version before go out, and
the counts of the development's words follow. Before it and after it every reader sees whole documents only."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from apps.documents import frequencies
from apps.documents.ingestion.chunks import Chunk
from apps.documents.ingestion.extract import Extraction
from apps.documents.ingestion.pages import PageFlag

from . import storage, texts
from .models import DocChunk, Document, DocumentVersion, VectorBlock, VersionStatus
from .signals import published

BATCH = 500
# Pages that are named for each flag; a builder who sees fifty will look at the whole file.
FLAGGED_PAGES = 50


def publish(document: Document, version: DocumentVersion, extraction: Extraction, chunks: Sequence[Chunk]) -> None:
    """Inside the caller's transaction, which holds both rows locked. A version that a newer one has overtaken is ready
    but is not put in force, and neither is one of a document that is out of force."""
    _mark_ready(version, extraction)
    current = document.current_version
    if document.deprecated_at is None and (current is None or current.number <= version.number):
        document.current_version = version
        document.save(update_fields=["current_version"])
        _replace_chunks(document, version, chunks)
        published.send(Document, document=document)


def withdraw(document: Document) -> None:
    """Take the document out of force, inside the caller's transaction: no home sees it, and search finds none of it."""
    document.current_version = None
    document.save(update_fields=["current_version"])
    _remove_chunks(document)


def _mark_ready(version: DocumentVersion, extraction: Extraction) -> None:
    version.status, version.pages, version.engine = VersionStatus.READY, extraction.page_count, extraction.engine
    flags = _flagged_pages(extraction)
    version.flags_accepted = version.flags_accepted and version.flags == flags
    version.flags = flags
    version.failure_code = version.failure_message = version.embedded_by = ""
    version.lease_until, version.ready_at = None, timezone.now()
    _keep_text(version, extraction)
    version.save()


def _keep_text(version: DocumentVersion, extraction: Extraction) -> None:
    """In the place of what an earlier reading left."""
    before = version.text_name
    version.text_name = texts.keep(version.tenant_id, extraction.pages)
    if before:
        transaction.on_commit(lambda: storage.delete([before]), robust=True)


def _flagged_pages(extraction: Extraction) -> dict[str, list[int]]:
    return {flag: _named(flag, extraction) for flag in sorted(extraction.flags)}


def _named(flag: PageFlag, extraction: Extraction) -> list[int]:
    """Of pages read from a picture all are named, because each of their citations says so."""
    pages = [page.number for page in extraction.pages if flag in page.flags]
    return pages if flag is PageFlag.RECOGNISED else pages[:FLAGGED_PAGES]


def _remove_chunks(document: Document) -> None:
    frequencies.remove(document)
    VectorBlock.objects.filter(tenant_id=document.tenant_id, version__document=document).delete()
    DocChunk.objects.filter(tenant_id=document.tenant_id, document=document).delete()


def _replace_chunks(document: Document, version: DocumentVersion, chunks: Sequence[Chunk]) -> None:
    _remove_chunks(document)
    DocChunk.objects.bulk_create((_row(document, version, chunk) for chunk in chunks), batch_size=BATCH)
    frequencies.add(document)


def _row(document: Document, version: DocumentVersion, chunk: Chunk) -> DocChunk:
    return DocChunk(
        tenant_id=document.tenant_id,
        development_id=document.development_id,
        house_type_code=document.house_type_code,
        document=document,
        version=version,
        page=chunk.page,
        ordinal=chunk.ordinal,
        heading=chunk.heading[:300],
        text=chunk.text,
        flags=sorted(chunk.flags),
    )
