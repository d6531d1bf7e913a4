"""Making the vectors that are missing, a few passages at a time. The rows say what is left, so nothing can be lost.

A version says whose vectors all its passages have. Each step is one short transaction under a lock of the tenant: two
workers never embed the same, one tenant's flood takes one worker, and a worker that is killed has done what it did.
"""

import time
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, QuerySet

from apps.core.identity import Principal
from apps.documents.models import ChunkEmbedding, DocChunk, DocumentVersion

from . import model
from .slices import FORMAT

if TYPE_CHECKING:
    from .encoder import Encoder

# How many passages a step takes, and after how long whatever else waits in the queue has its turn.
STEP, TURN_SECONDS = 8, 20
ONE_WORKER = "SELECT pg_try_advisory_xact_lock(hashtext('chunk_embeddings'), hashtext(%s))"


def embed(principal: Principal) -> None:
    """Embed the tenant's passages until none is left or the turn is over."""
    encoder = model.encoder()
    ends = time.monotonic() + TURN_SECONDS
    while encoder and time.monotonic() < ends and embed_some(principal, encoder):
        pass


@transaction.atomic
def embed_some(principal: Principal, encoder: "Encoder") -> bool:
    """One step; whether it is worth taking another."""
    if not _locked(principal.tenant_id):
        return False
    version = _pending(principal.tenant_id, encoder.key).first()
    if version is None:
        return False
    chunks = list(_without_vectors(version, encoder.key)[:STEP])
    if chunks:
        _store(encoder, chunks)
    else:
        _close(version, encoder.key)
    return True


def _pending(tenant_id: UUID | None, key: str) -> QuerySet[DocumentVersion]:
    published = DocumentVersion.objects.filter(tenant_id=tenant_id, document__current_version=F("pk"))
    return published.exclude(embedded_by=key).order_by("ready_at")


def _without_vectors(version: DocumentVersion, key: str) -> QuerySet[DocChunk]:
    vectors = ChunkEmbedding.objects.filter(tenant_id=OuterRef("tenant_id"), chunk_id=OuterRef("pk"), model=key)
    chunks = DocChunk.objects.filter(tenant_id=version.tenant_id, version=version)
    return chunks.filter(~Exists(vectors)).order_by("ordinal")


def _store(encoder: "Encoder", chunks: list[DocChunk]) -> None:
    vectors = encoder.encode([f"{chunk.heading}\n{chunk.text}".strip() for chunk in chunks])
    made = {chunk.pk: vector.astype(FORMAT).tobytes() for chunk, vector in zip(chunks, vectors, strict=True)}
    # Held until the end: a passage that was replaced meanwhile is gone, and its house type is what it is now.
    held = DocChunk.objects.select_for_update(no_key=True).filter(pk__in=made)
    ChunkEmbedding.objects.bulk_create(
        ChunkEmbedding(
            tenant_id=chunk.tenant_id,
            development_id=chunk.development_id,
            house_type_code=chunk.house_type_code,
            chunk=chunk,
            model=encoder.key,
            vector=made[chunk.pk],
        )
        for chunk in held
    )


def _close(version: DocumentVersion, key: str) -> None:
    """Nothing was left; once more under the version's lock, since it may have been published anew."""
    version = DocumentVersion.objects.select_for_update().get(pk=version.pk)
    if not _without_vectors(version, key).exists():
        version.embedded_by = key
        version.save(update_fields=["embedded_by"])


def _locked(tenant_id: UUID | None) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(ONE_WORKER, [str(tenant_id)])
        return bool(cursor.fetchone()[0])
