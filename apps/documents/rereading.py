"""Reading documents again: one, some or all of a development, or what failed of such a job. Every reading goes the way
of an upload, and while it goes on nothing changes for homes."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import Conflict, Invalid
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.developments import selectors as developments

from . import selectors, versions
from .models import Document, Reingestion, VersionStatus


@transaction.atomic
def reingest(principal: Principal, *, document_id: UUID) -> Document:
    """Read the newest version again."""
    document = selectors.document(principal, document_id, lock=True)
    rbac.check(principal, Permission.DOCUMENT_MANAGE, document)
    versions.read_again(document)
    audit.record(AuditEvent.DOCUMENT_REINGESTED, principal, subject=document, count=1)
    return document


@transaction.atomic
def development_reingest(
    principal: Principal, *, development_id: UUID, documents: Sequence[UUID] | None = None
) -> Reingestion:
    """Read the newest version of `documents`, else of all that are in force in a development, as one job.

    Raises:
        NotFound: no such development within reach.
        Invalid: one of the documents is not of this development.
    """
    rows = selectors.everything_of(principal, development_id)
    if documents is None:
        return _job(principal, development_id, rows.filter(deprecated_at__isnull=True))
    found = rows.filter(pk__in=documents)
    if found.count() != len(set(documents)):
        raise Invalid.field("documents", "unknown", "One of these documents does not exist here.")
    return _job(principal, development_id, found)


@transaction.atomic
def retry_failed(principal: Principal, *, job_id: UUID) -> Reingestion:
    """What failed of a job, as a job of its own.

    Raises:
        NotFound: no such job within reach.
        Conflict: nothing of it has failed.
    """
    job = selectors.job(principal, job_id)
    failed = selectors.everything_of(principal, job.development_id).filter(
        newest_version__in=job.versions, newest_version__status=VersionStatus.FAILED
    )
    if not failed.exists():
        raise Conflict("Nothing of this job has failed.")
    return _job(principal, job.development_id, failed)


def _job(principal: Principal, development_id: UUID, rows: QuerySet[Document]) -> Reingestion:
    estate = developments.development(principal, development_id)
    rbac.check(principal, Permission.DOCUMENT_MANAGE, estate)
    held = rows.select_related(None).order_by("pk").select_for_update(of=("self",))
    read = [versions.read_again(document) for document in held]
    audit.record(AuditEvent.DOCUMENT_REINGESTED, principal, subject=estate, count=len(read))
    return Reingestion.objects.create(
        tenant_id=estate.tenant_id, development=estate, versions=[version.pk for version in read]
    )
