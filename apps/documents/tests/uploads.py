"""Calling the documents API as a builder's program does."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from apps.core import row_security
from apps.documents import jobs
from apps.documents.models import DocumentVersion
from openhouse.testing.clients import ApiClient
from openhouse.testing.papers import pdf


def upload(
    client: ApiClient,
    development: Any,
    data: bytes | None = None,
    name: str = "guide.pdf",
    *,
    headers: Mapping[str, str] | None = None,
    **fields: str,
) -> Any:
    """POST one file; without `data` a small PDF that is fine."""
    file = SimpleUploadedFile(name, pdf() if data is None else data)
    path = f"/api/developers/developments/{development.pk}/documents"
    return client.post(path, {"file": file, **fields}, headers=headers)


def add_version(client: ApiClient, document_id: str, data: bytes, name: str = "guide.pdf") -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(f"/api/developers/documents/{document_id}/versions", {"file": file})


def detail(client: ApiClient, document_id: str) -> Any:
    return client.get(f"/api/developers/documents/{document_id}").json()


def read_all(tenant_id: UUID) -> None:
    """Do what workers would do with everything that waits in a tenant."""
    with row_security.service_scope(tenant_id, "test") as principal:
        with transaction.atomic():
            waiting = list(DocumentVersion.objects.filter(status="queued").values_list("pk", flat=True))
        for version_id in waiting:
            jobs.ingest(principal, version_id)
