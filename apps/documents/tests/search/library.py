"""Published documents without a file: rows as ingestion leaves them."""

from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction

from apps.core import row_security
from apps.developments.models import Development
from apps.documents import frequencies
from apps.documents.models import DocChunk, Document, DocumentVersion


def publish(
    development: Development,
    title: str,
    pages: Sequence[str],
    *,
    house_type: str | None = None,
    heading: str = "",
    superseded: Sequence[str] = (),
) -> Document:
    """One document in force, each page one passage; `superseded` are pages of a version that is not, left behind."""
    with row_security.service_scope(development.tenant_id, "test"), transaction.atomic():
        document = Document.objects.create(
            tenant_id=development.tenant_id, development=development, title=title, house_type_code=house_type
        )
        if superseded:
            _chunks(_version(document, 1, len(superseded)), superseded, house_type, heading)
        version = _version(document, 2 if superseded else 1, len(pages))
        Document.objects.filter(pk=document.pk).update(current_version=version)
        _chunks(version, pages, house_type, heading)
        frequencies.add(document)
    return document


def _version(document: Document, number: int, pages: int) -> DocumentVersion:
    return DocumentVersion.objects.create(
        tenant_id=document.tenant_id,
        development_id=document.development_id,
        document=document,
        number=number,
        kind="pdf",
        file_name="guide.pdf",
        storage_name=uuid4().hex,
        sha256="0" * 64,
        size_bytes=1,
        status="ready",
        pages=pages,
    )


def _chunks(version: DocumentVersion, pages: Sequence[str], house_type: str | None, heading: str) -> None:
    DocChunk.objects.bulk_create(
        DocChunk(
            tenant_id=version.tenant_id,
            development_id=version.development_id,
            document_id=version.document_id,
            version=version,
            house_type_code=house_type,
            heading=heading,
            page=number,
            ordinal=number,
            text=text,
        )
        for number, text in enumerate(pages, start=1)
    )
