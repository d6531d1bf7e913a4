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
from django.utils import timezone

from apps.audit import services as audit
from apps.audit.changes import apply_changes
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import Conflict
from apps.core.identity import Principal
from apps.core.meanwhile import NOTHING_SEEN, hold_as_seen
from apps.core.printable import printable
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.developments.archiving import refuse_archived
from apps.developments.models import Development
from apps.developments.services import known_house_type

from . import frequencies, intake, must_read_order, publication, repeats, selectors, storage, versions
from .intake import CheckedFile
from .models import DocChunk, Document, VectorBlock

TITLE_LENGTH = 200


@transaction.atomic
def document_upload(
    principal: Principal,
    *,
    development_id: UUID,
    file: "File[bytes]",
    idempotency_key: str | None = None,
    **wanted: Any,
) -> Document:
    """Store a file and queue it to be read. The same file sent again under the same key is the same document.

    `wanted` are `title`, `house_type_code` and `must_read`; absent: named after the file, for all homes, not a must.

    Raises:
        Invalid, TooLarge: the file is refused (`intake.check`), or the house type is not one of the development's.
        Conflict: the development is archived, or the key was used for something else.
    """
    estate = developments.development(principal, development_id)
    rbac.check(principal, Permission.DOCUMENT_UPLOAD, estate)
    refuse_archived(estate)
    _known(principal, estate.pk, wanted.get("house_type_code"))
    checked = intake.check(file)
    target = {"tenant_id": estate.tenant_id, "development_id": estate.pk}
    repeated = repeats.find(principal, idempotency_key, checked, **target)
    if repeated is not None:
        return selectors.document(principal, repeated.document_id)
    document = _made(estate, checked, **wanted)
    versions.store(principal, document, checked, idempotency_key)
    facts: dict[str, Any] = {"size_bytes": checked.size, "kind": checked.kind, "house_type": document.house_type_code}
    audit.record(AuditEvent.DOCUMENT_UPLOADED, principal, subject=document, **facts)
    return document


def _made(
    estate: Development,
    checked: CheckedFile,
    *,
    title: str = "",
    house_type_code: str | None = None,
    must_read: bool = False,
) -> Document:
    return Document.objects.create(
        tenant_id=estate.tenant_id,
        development=estate,
        title=printable(title).strip()[:TITLE_LENGTH] or _title_from(checked.name),
        house_type_code=house_type_code,
        must_read=must_read,
        must_read_order=must_read_order.next_of(estate.tenant_id, estate.pk) if must_read else 0,
    )


@transaction.atomic
def version_add(
    principal: Principal, *, document_id: UUID, file: "File[bytes]", note: str = "", idempotency_key: str | None = None
) -> Document:
    """A newer file for the document; the one in force stays until this one has been read. `note`: what is new in it.

    Raises:
        NotFound, Invalid, TooLarge, Conflict: as `document_upload`.
    """
    document = _locked(principal, Permission.DOCUMENT_UPLOAD, document_id)
    refuse_archived(document.development)
    checked = intake.check(file)
    target = {"tenant_id": document.tenant_id, "document_id": document.pk}
    if repeats.find(principal, idempotency_key, checked, **target) is None:
        version = versions.store(principal, document, checked, idempotency_key, note.strip())
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
def rollback(principal: Principal, *, document_id: UUID, number: int | None = None, note: str = "") -> Document:
    """Bring the file of version `number` back, else of the one before the current: as a new version, read anew.

    Raises:
        Conflict: there is nothing to go back to, or the development is archived.
        Invalid: no version with this number can be brought back.
    """
    document = _locked(principal, Permission.DOCUMENT_MANAGE, document_id)
    refuse_archived(document.development)
    earlier = versions.to_restore(document, number)
    version = versions.restore(principal, document, earlier, note.strip())
    audit.record(
        AuditEvent.DOCUMENT_ROLLED_BACK, principal, subject=document, number=version.number, restores=earlier.number
    )
    return document


@transaction.atomic
def document_update(
    principal: Principal, *, document_id: UUID, changes: Mapping[str, Any], was: Mapping[str, Any] = NOTHING_SEEN
) -> Document:
    """Change `title`, `must_read` or `house_type_code`; what search may find of it changes with it.

    Setting the house type, be it to what it was, answers the question for whom the document is.

    Raises:
        Invalid: the house type is not one of the development's.
        Conflict: somebody has changed the same since it was as in `was`.
    """
    document = _locked(principal, Permission.DOCUMENT_MANAGE, document_id)
    hold_as_seen(document, was=was, wanted=changes, names={"house_type_code": "house_type"})
    code = changes.get("house_type_code")
    _known(principal, document.development_id, code)
    made = apply_changes(document, {**changes, **_following(document, changes)})
    if "house_type_code" in made.fields:
        of_document = {"tenant_id": document.tenant_id}
        DocChunk.objects.filter(document=document, **of_document).update(house_type_code=code)
        VectorBlock.objects.filter(version__document=document, **of_document).update(house_type_code=code)
    if made:
        audit.record(AuditEvent.DOCUMENT_CHANGED, principal, subject=document, fields=made.fields, changes=made)
    return document


def _following(document: Document, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What changes along, or otherwise than was asked."""
    following: dict[str, Any] = {}
    if "title" in changes:
        following["title"] = printable(changes["title"]).strip() or document.title
    if "house_type_code" in changes:
        following["needs_review"] = False
    if changes.get("must_read") and not document.must_read:
        following["must_read_order"] = must_read_order.next_of(document.tenant_id, document.development_id)
    return following


@transaction.atomic
def document_deprecate(principal: Principal, *, document_id: UUID) -> Document:
    """Take a document out of force: kept with its versions, and neither seen by homes nor found by search.

    Raises:
        Conflict: it is out of force already.
    """
    document = _locked(principal, Permission.DOCUMENT_MANAGE, document_id)
    if document.deprecated_at is not None:
        raise Conflict("This document is out of force already.")
    document.deprecated_at = timezone.now()
    document.save(update_fields=["deprecated_at"])
    publication.withdraw(document)
    audit.record(AuditEvent.DOCUMENT_DEPRECATED, principal, subject=document)
    return document


@transaction.atomic
def document_reinstate(principal: Principal, *, document_id: UUID) -> Document:
    """Bring a document back into force, by reading its newest version again.

    Raises:
        Conflict: it is in force, or the development is archived.
    """
    document = _locked(principal, Permission.DOCUMENT_MANAGE, document_id)
    refuse_archived(document.development)
    if document.deprecated_at is None:
        raise Conflict("This document is in force already.")
    document.deprecated_at = None
    document.save(update_fields=["deprecated_at"])
    versions.read_again(document)
    audit.record(AuditEvent.DOCUMENT_REINSTATED, principal, subject=document)
    return document


@transaction.atomic
def flags_accept(principal: Principal, *, document_id: UUID) -> Document:
    """The flagged pages of the newest version are fine: homes may be shown them."""
    document = _locked(principal, Permission.DOCUMENT_MANAGE, document_id)
    made = apply_changes(versions.newest(document), {"flags_accepted": True})
    if made:
        audit.record(AuditEvent.DOCUMENT_CHANGED, principal, subject=document, fields=made.fields, changes=made)
    return document


@transaction.atomic
def document_delete(principal: Principal, *, document_id: UUID) -> None:
    """Remove the document with its versions, chunks and files."""
    document = _locked(principal, Permission.DOCUMENT_MANAGE, document_id)
    kept = document.versions.values_list("storage_name", "text_name")
    files = {name for names in kept for name in names if name}
    audit.record(AuditEvent.DOCUMENT_DELETED, principal, subject=document)
    frequencies.remove(document)
    document.delete()
    transaction.on_commit(lambda: storage.delete(files), robust=True)


def _locked(principal: Principal, permission: Permission, document_id: UUID) -> Document:
    """The document, checked and held against other changes until the transaction ends."""
    document = selectors.document(principal, document_id, lock=True)
    rbac.check(principal, permission, document)
    return document


def _known(principal: Principal, development_id: UUID, code: str | None) -> None:
    if code is not None:
        known_house_type(principal, development_id=development_id, code=code)


def _title_from(name: str) -> str:
    return PurePath(name).stem.replace("_", " ").strip() or "Document"
