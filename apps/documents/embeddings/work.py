"""Making the vectors that are missing, a few passages at a time. The rows say what is left, so nothing can be lost.

A version says whose vectors all its passages have. Each step is one short transaction under a lock of the tenant: two
workers never embed the same, one tenant's flood takes one worker, and a worker that is killed has done what it did.
A step leaves a small block behind; when a version is done its blocks are put together.
"""

import time
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import F, Max, QuerySet

from apps.core.identity import Principal
from apps.core.model_service.failures import Failed
from apps.documents.models import DocChunk, Document, DocumentVersion, VectorBlock
from apps.documents.signals import found_by_meaning

from . import blocks, model
from .model import Encoder

log = structlog.get_logger(__name__)

# How many passages a step takes, and after how long another tenant has its turn.
STEP, TURN_SECONDS = 8, 10
ONE_WORKER = "SELECT pg_try_advisory_xact_lock(hashtext('vector_blocks'), hashtext(%s))"


def embed(principal: Principal, *, seconds: float = TURN_SECONDS) -> None:
    """Embed the tenant's passages until none is left, the turn is over, or a model elsewhere fails."""
    encoder = model.encoder()
    ends = time.monotonic() + seconds
    try:
        while encoder and time.monotonic() < ends and embed_some(principal, encoder):
            pass
    except Failed as failure:
        log.warning("embedding_model_failed", reason=failure.reason)


@transaction.atomic
def embed_some(principal: Principal, encoder: Encoder) -> bool:
    """One step; whether it is worth taking another."""
    if not _locked(principal.tenant_id):
        return False
    version = _pending(principal.tenant_id, encoder.key).first()
    if version is None:
        return False
    chunks = list(_without_vectors(version, encoder.key)[:STEP])
    if chunks:
        _store(encoder, version, chunks)
    else:
        _close(version, encoder.key)
    return True


def _pending(tenant_id: UUID | None, key: str) -> QuerySet[DocumentVersion]:
    published = DocumentVersion.objects.filter(tenant_id=tenant_id, document__current_version=F("pk"))
    return published.exclude(embedded_by=key).order_by("ready_at")


def _without_vectors(version: DocumentVersion, key: str) -> QuerySet[DocChunk]:
    """In the order in which they are embedded, so that one number tells how far it got."""
    done = _blocks(version, key).aggregate(until=Max("until"))["until"] or 0
    return DocChunk.objects.filter(tenant_id=version.tenant_id, version=version, ordinal__gte=done).order_by("ordinal")


def _blocks(version: DocumentVersion, key: str) -> QuerySet[VectorBlock]:
    return VectorBlock.objects.filter(tenant_id=version.tenant_id, version=version, model=key).order_by("until")


def _store(encoder: Encoder, version: DocumentVersion, chunks: list[DocChunk]) -> None:
    vectors = encoder.encode([f"{chunk.heading}\n{chunk.text}".strip() for chunk in chunks])
    document = _held(version)
    passages = [chunk.pk for chunk in chunks]
    # They may have been replaced while they were encoded.
    still = DocChunk.objects.filter(tenant_id=version.tenant_id, pk__in=passages).count()
    if document and still == len(passages):
        _add(version, document, encoder.key, chunks[-1].ordinal + 1, blocks.pack(passages, vectors))


def _held(version: DocumentVersion) -> Document | None:
    """Whoever replaces the passages or changes their house type holds the document, and so waits or has ended."""
    return Document.objects.select_for_update().filter(tenant_id=version.tenant_id, pk=version.document_id).first()


def _add(version: DocumentVersion, document: Document, key: str, until: int, vectors: bytes) -> None:
    VectorBlock.objects.create(
        tenant_id=version.tenant_id,
        development_id=version.development_id,
        house_type_code=document.house_type_code,
        version=version,
        model=key,
        until=until,
        vectors=vectors,
    )


def _close(version: DocumentVersion, key: str) -> None:
    """Nothing was left; once more while it is held, since it may have been published anew."""
    document = _held(version)
    if document and not _without_vectors(version, key).exists():
        _put_together(version, document, key)
        DocumentVersion.objects.filter(pk=version.pk).update(embedded_by=key)
        found_by_meaning.send(Document, document=document)


def _put_together(version: DocumentVersion, document: Document, key: str) -> None:
    small = list(_blocks(version, key))
    _blocks(version, key).delete()
    for group in blocks.groups(small, size=lambda block: len(block.vectors)):
        vectors = b"".join(bytes(block.vectors) for block in group)
        _add(version, document, key, group[-1].until, vectors)


def _locked(tenant_id: UUID | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(ONE_WORKER, [str(tenant_id)])
        return bool(cursor.fetchone()[0])
