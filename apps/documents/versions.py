"""Making a version and sending it to be read. Callers hold the document locked and have checked who asks."""

from typing import Any

from django.db import DatabaseError, transaction

from apps.core.errors import Conflict, Invalid
from apps.core.identity import Principal

from . import leases, storage, tasks
from .intake import CheckedFile
from .models import FINISHED, Document, DocumentVersion, VersionStatus

FILE_FIELDS = ("kind", "file_name", "storage_name", "sha256", "size_bytes")


def store(
    principal: Principal, document: Document, checked: CheckedFile, idempotency_key: str | None, note: str = ""
) -> DocumentVersion:
    """The file as the document's newest version."""
    name = storage.save(document.tenant_id, checked.file)
    try:
        return _add(
            document,
            kind=checked.kind,
            file_name=checked.name,
            storage_name=name,
            sha256=checked.sha256,
            size_bytes=checked.size,
            uploaded_by=principal.subject_id,
            idempotency_key=idempotency_key,
            note=note,
        )
    except DatabaseError:
        storage.delete([name])
        raise


def restore(principal: Principal, document: Document, earlier: DocumentVersion, note: str = "") -> DocumentVersion:
    """The file of an earlier version as the newest one; the two share what is stored."""
    file = {name: getattr(earlier, name) for name in FILE_FIELDS}
    return _add(document, uploaded_by=principal.subject_id, restores=earlier.number, note=note, **file)


def to_restore(document: Document, number: int | None) -> DocumentVersion:
    """The version to go back to from the newest: the one with this number, else the last that could be read.

    Raises:
        Conflict: there is none.
        Invalid: the one with this number is no such version.
    """
    ready = document.versions.filter(status=VersionStatus.READY)
    candidates = {v.number: v for v in ready.exclude(storage_name=newest(document).storage_name)}
    if not candidates:
        raise Conflict("There is no earlier version to go back to.")
    if number is not None and number not in candidates:
        known = ", ".join(map(str, sorted(candidates)))
        raise Invalid.field("version", "unknown_version", f"This version cannot be brought back. Possible: {known}.")
    return candidates[max(candidates) if number is None else number]


def read_again(document: Document) -> DocumentVersion:
    """Queue the newest version once more; one that is waiting or being read stays as it is."""
    version = newest(document)
    if version.status in FINISHED:
        version.status, version.attempts, version.lease_until = VersionStatus.QUEUED, 0, leases.lease_end()
        version.failure_code = version.failure_message = ""
        version.save(update_fields=["status", "attempts", "lease_until", "failure_code", "failure_message"])
        _send(version)
    return version


def newest(document: Document) -> DocumentVersion:
    """The row as it is now: a worker may have changed it since the document was read."""
    return document.versions.select_for_update().order_by("-number")[0]


def _add(document: Document, **fields: Any) -> DocumentVersion:
    newest_version = document.newest_version
    version = DocumentVersion.objects.create(
        tenant_id=document.tenant_id,
        development_id=document.development_id,
        document=document,
        number=newest_version.number + 1 if newest_version else 1,
        lease_until=leases.lease_end(),
        **fields,
    )
    document.newest_version = version
    document.save(update_fields=["newest_version"])
    _send(version)
    return version


def _send(version: DocumentVersion) -> None:
    """Wake a worker. A broker that is down costs time only: the row waits to be dispatched again."""

    def wake() -> None:
        tasks.ingest.enqueue(version.tenant_id, str(version.pk))

    transaction.on_commit(wake, robust=True)
