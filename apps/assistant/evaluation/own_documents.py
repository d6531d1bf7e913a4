"""Documents that a set of questions brings along: read by the pipeline that reads those of builders, into a tenant of
their own, so that a set tells the same wherever it is asked."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction

from apps.core import row_security
from apps.core.identity import Principal
from apps.developments.models import Development, HouseType
from apps.documents import jobs, services, storage
from apps.documents.embeddings import work
from apps.documents.models import Document, DocumentVersion
from apps.tenants.models import Tenant

REASON = "evaluate the assistant"
SLUG = "evaluation"


@dataclass(frozen=True, slots=True)
class OwnDocuments:
    """What stands beside the questions: `developments` with slug, name and house types, `documents` with their file."""

    folder: Path
    developments: tuple[dict[str, Any], ...]
    documents: tuple[dict[str, Any], ...]

    def path(self, document: dict[str, Any]) -> Path:
        return self.folder / document["file"]


def of(path: Path) -> OwnDocuments | None:
    """Those of the set in the file; None where it asks about what is there.

    Raises:
        ValueError: the file is no TOML.
        OSError: it cannot be read.
    """
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    if "documents" not in tables:
        return None
    return OwnDocuments(path.parent, tuple(tables.get("developments", ())), tuple(tables["documents"]))


@contextmanager
def loaded(own: OwnDocuments) -> Iterator[UUID]:
    """Published, with vectors where there is a model; the tenant. The files are removed in the end, rows are not."""
    tenant_id = _founded(own)
    try:
        with row_security.service_scope(tenant_id, REASON) as principal:
            for version in _uploaded(principal, own):
                jobs.ingest(principal, version)
            work.embed(principal, seconds=inf)
        yield tenant_id
    finally:
        _remove_files(tenant_id)


def _founded(own: OwnDocuments) -> UUID:
    with row_security.service_scope(None, REASON), transaction.atomic():
        tenant = Tenant.objects.create(name="Evaluation", slug=SLUG)
        for estate in own.developments:
            made = Development.objects.create(tenant=tenant, name=estate["name"], slug=estate["slug"])
            HouseType.objects.bulk_create(
                HouseType(tenant=tenant, development=made, code=code, name=code) for code in estate["house_types"]
            )
    return tenant.pk


@transaction.atomic
def _uploaded(principal: Principal, own: OwnDocuments) -> list[UUID]:
    estates = dict(Development.objects.filter(tenant_id=principal.tenant_id).values_list("slug", "pk"))
    return [_upload(principal, own, document, estates).newest_version_id for document in own.documents]


def _upload(principal: Principal, own: OwnDocuments, document: dict[str, Any], estates: dict[str, UUID]) -> Document:
    path = own.path(document)
    return services.document_upload(
        principal,
        development_id=estates[document["development"]],
        file=ContentFile(path.read_bytes(), name=path.name),
        title=document["title"],
        house_type_code=document.get("house_type"),
    )


def _remove_files(tenant_id: UUID) -> None:
    with row_security.service_scope(tenant_id, REASON), transaction.atomic():
        kept = DocumentVersion.objects.filter(tenant_id=tenant_id).values_list("storage_name", "text_name")
        names = [name for row in kept for name in row if name]
    storage.delete(names)
