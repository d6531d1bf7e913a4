"""The very same file uploaded twice. It is not refused, since it may be for two house types; the builder is told."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from .models import Document
from .selectors import files_only


def point_out(documents: Sequence[Document]) -> None:
    """Say of each, as `same_file_as`, which earlier document of its development in force holds its newest file."""
    first = _first_of_each(documents)
    for document in documents:
        found = first.get((document.development_id, document.newest_version.sha256))
        document.same_file_as = found if found and _place(found) < _place(document) else None  # type: ignore[attr-defined]


def _place(document: Document) -> tuple[datetime, UUID]:
    return document.created_at, document.pk


def _first_of_each(documents: Sequence[Document]) -> dict[tuple[UUID, str], Document]:
    rows = files_only(Document.objects.filter(deprecated_at__isnull=True)).filter(
        tenant__in={document.tenant_id for document in documents},
        development__in={document.development_id for document in documents},
        newest_version__sha256__in={document.newest_version.sha256 for document in documents},
    )
    latest_first = rows.select_related("newest_version").order_by("-created_at", "-pk")
    return {(row.development_id, row.newest_version.sha256): row for row in latest_first}
