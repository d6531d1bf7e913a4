"""Writing documents. Every change of what a homeowner may read passes here, checked and recorded.

A version is never changed once it is read: a new file, or an older one brought back, is a new version, so the numbers
tell the order of what was meant to be in force.
"""

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.core.files import File
from django.db import transaction

from apps.audit import services as audit
from apps.audit.changes import apply_changes
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import Conflict
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.developments.models import Development
from apps.developments.services import known_house_type

from . import frequencies, intake, repeats, selectors, storage, versions
from .models import ChunkEmbedding, DocChunk, Document, Reingestion

TITLE_LENGTH = 200


@transaction.atomic
def document_upload(
    principal: Principal,
    *,
    development_id: UUID,
    file: "File[bytes]",
    title: str = "",
    house_type_code: str | None = None,
    must_read: bool = False,
    idempotency_key: str | None = None,
) -> Document:
    """Store a file and queue it to be read. The same file sent again under the same key is the same document.

    Raises:
        Invalid, TooLarge: the file is refused (`intake.check`), or the house type is not one of the development's.
        Conflict: the development is archived, or the key was used for something else.
    """
    estate = developments.development(principal, development_id)
    rbac.check(principal, Permission.DOCUMENT_UPLOAD, estate)
    _refuse_archived(estate)
    if house_type_code is not None:
        known_house_type(principal, development_id=estate.pk, code=house_type_code)
    checked = intake.check(file)
    target = {"tenant_id": estate.tenant_id, "development_id": estate.pk}
    repeated = repeats.find(principal, idempotency_key, checked, **target)
    if repeated is not None:
        return selectors.document(principal, repeated.document_id)
    document = Document.objects.create(
        tenant_id=estate.tenant_id,
        development=estate,
        title=title.strip()[:TITLE_LENGTH] or _title_from(checked.name),
        house_type_code=house_type_code,
        must_read=must_read,
    )
    versions.store(principal, document, checked, idempotency_key)
    audit.record(
        AuditEvent.DOCUMENT_UPLOADED,
        principal,
        subject=document,
        size_bytes=checked.size,
        kind=checked.kind,
        house_type=house_type_code,
    )
    return document


@transaction.atomic
def version_add(
    principal: Principal, *, document_id: UUID, file: "File[bytes]", idempotency_key: str | None = None
) -> Document:
    """A newer file for the document; the one in force stays until this one has been read.

    Raises:
        NotFound, Invalid, TooLarge, Conflict: as `document_upload`.
    """
    document = _locked(principal, Permission.DOCUMENT_UPLOAD, document_id)
    _refuse_archived(document.development)
    checked = intake.check(file)
    target = {"tenant_id": document.tenant_id, "document_id": document.pk}
    if repeats.find(principal, idempotency_key, checked, **target) is None:
        version = versions.store(principal, document, checked, idempotency_key)
        audit.record(
            AuditEvent.DOCUMENT_VERSIONED,
            principal,
            subject=document,
            size_bytes=checked.size,
            kind=checked.kind,
            number=version.number,
        )
    return document


@transaction.atomic
def rollback(principal: Principal, *, document_id: UUID, number: int | None = None) -> Document:
    """Bring the file of version `number` back, else of the one before the current: as a new version, read anew.

    Raises:
        Conflict: there is nothing to go back to, or the development is archived.
        Invalid: no version with this number can be brought back.
    """
    document = _locked(principal, Permission.DOCUMENT_MANAGE, document_id)
    _refuse_archived(document.development)
    earlier = versions.to_restore(document, number)
    version = versions.restore(principal, document, earlier)
    audit.record(
        AuditEvent.DOCUMENT_ROLLED_BACK, principal, subject=document, number=version.number, restores=earlier.number
    )
    return document


@transaction.atomic
def document_update(principal: Principal, *, document_id: UUID, changes: Mapping[str, Any]) -> Document:
    """Change `title`, `must_read` or `house_type_code`; what search may find of it changes with it.

    Raises:
        Invalid: the house type is not one of the development's.
    """
    document = _locked(principal, Permission.DOCUMENT_MANAGE, document_id)
    code = changes.get("house_type_code")
    if code is not None:
        known_house_type(principal, development_id=document.development_id, code=code)
    made = apply_changes(document, changes)
    if "house_type_code" in made.fields:
        chunks = DocChunk.objects.filter(tenant_id=document.tenant_id, document=document)
        chunks.update(house_type_code=code)
        ChunkEmbedding.objects.filter(tenant_id=document.tenant_id, chunk__in=chunks).update(house_type_code=code)
    if made:
        audit.record(AuditEvent.DOCUMENT_CHANGED, principal, subject=document, fields=made.fields, changes=made)
    return document


@transaction.atomic
def document_delete(principal: Principal, *, document_id: UUID) -> None:
    """Remove the document with its versions, chunks and files."""
    document = _locked(principal, Permission.DOCUMENT_MANAGE, document_id)
    files = set(document.versions.values_list("storage_name", flat=True))
    audit.record(AuditEvent.DOCUMENT_DELETED, principal, subject=document)
    document.delete()
    frequencies.rebuild(document.development_id)
    transaction.on_commit(lambda: storage.delete(files), robust=True)


@transaction.atomic
def reingest(principal: Principal, *, document_id: UUID) -> Document:
    """Read the newest version again, by the same way as an upload; while it is being read this changes nothing."""
    document = _locked(principal, Permission.DOCUMENT_MANAGE, document_id)
    versions.read_again(document)
    audit.record(AuditEvent.DOCUMENT_REINGESTED, principal, subject=document, count=1)
    return document


@transaction.atomic
def development_reingest(principal: Principal, *, development_id: UUID) -> Reingestion:
    """Read the newest version of every document of a development again."""
    estate = developments.development(principal, development_id)
    rbac.check(principal, Permission.DOCUMENT_MANAGE, estate)
    documents = selectors.everything_of(principal, estate.pk).select_related(None).order_by("pk").select_for_update()
    read = [versions.read_again(document) for document in documents]
    audit.record(AuditEvent.DOCUMENT_REINGESTED, principal, subject=estate, count=len(read))
    return Reingestion.objects.create(
        tenant_id=estate.tenant_id, development=estate, versions=[version.pk for version in read]
    )


def _locked(principal: Principal, permission: Permission, document_id: UUID) -> Document:
    """The document, checked and held against other changes until the transaction ends."""
    document = selectors.document(principal, document_id, lock=True)
    rbac.check(principal, permission, document)
    return document


def _refuse_archived(estate: Development) -> None:
    if estate.archived_at is not None:
        raise Conflict("This development is archived and takes no documents.")


def _title_from(name: str) -> str:
    return PurePath(name).stem.replace("_", " ").strip() or "Document"
