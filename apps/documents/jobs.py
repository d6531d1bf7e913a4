"""Reading one version: taken by one worker, read in a confined child outside any transaction, published or failed.

Every step is a short transaction of its own and holds only as long as the claim does: a worker that was thought dead
and comes back changes nothing.
"""

from collections.abc import Sequence
from uuid import UUID

import structlog
from django.db import transaction

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core.identity import Principal

from . import leases, publication, review, storage, text_recognition
from .ingestion.chunks import Chunk, chunk_pages
from .ingestion.extract import Extraction, extract
from .ingestion.failures import ExtractionFailed, FailureCode
from .leases import Claim
from .models import Document, VersionStatus

log = structlog.get_logger(__name__)

MAX_ATTEMPTS = 3


def ingest(principal: Principal, version_id: UUID) -> None:
    """Read one version to its end. Does nothing when another worker has it, or it needs no reading."""
    claim = leases.take(version_id)
    if claim is None:
        return
    try:
        extraction, chunks = read(principal, claim)
    except ExtractionFailed as failure:
        log.info("document_not_readable", version=str(version_id), failure=failure.code, detail=failure.detail)
        fail(principal, claim, failure)
    else:
        publish(principal, claim, extraction, chunks)


def read(principal: Principal, claim: Claim) -> tuple[Extraction, list[Chunk]]:
    """Pages and chunks of the stored file; takes as long as it takes, and holds no transaction open.

    Raises:
        ExtractionFailed: it cannot be read, is lost, or has ended too many workers.
    """
    if claim.attempt > MAX_ATTEMPTS:
        raise ExtractionFailed(FailureCode.INTERRUPTED)
    try:
        with leases.kept_alive(principal.session, claim), storage.local_copy(claim.storage_name) as path:
            extraction = extract(path, claim.kind, recognition=text_recognition.chosen())
            return extraction, chunk_pages(extraction.pages)
    except FileNotFoundError:
        raise ExtractionFailed(FailureCode.MISSING) from None


@transaction.atomic
def publish(principal: Principal, claim: Claim, extraction: Extraction, chunks: Sequence[Chunk]) -> None:
    """Put in force what was read, if the claim still holds and the document is still there."""
    # The document first, as everywhere: two that lock in different orders would wait for each other.
    document = Document.objects.select_for_update(of=("self",)).filter(versions=claim.version_id).first()
    version = claim.held().select_for_update().first()
    if document is None or version is None:
        return
    publication.publish(document, version, extraction, chunks)
    review.look(document, version, extraction)
    audit.record(
        AuditEvent.DOCUMENT_READ,
        principal,
        subject=document,
        pages=extraction.page_count,
        chunks=len(chunks),
        engine=extraction.engine,
    )


@transaction.atomic
def fail(principal: Principal, claim: Claim, failure: ExtractionFailed) -> None:
    """Say why it could not be read, if the claim still holds."""
    version = claim.held().select_for_update().first()
    if version is None:
        return
    version.status, version.lease_until = VersionStatus.FAILED, None
    version.failure_code, version.failure_message = failure.code, failure.message
    version.save(update_fields=["status", "lease_until", "failure_code", "failure_message"])
    audit.record(AuditEvent.DOCUMENT_FAILED, principal, subject=version, code=failure.code)
