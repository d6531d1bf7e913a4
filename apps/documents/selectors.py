"""Reading documents. `visible_to` is the one predicate for who may see which: the lists, the downloads, and what search
may quote all follow it, and row security says the same once more."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.core.errors import NotFound
from apps.core.identity import Principal
from apps.developments import selectors as developments

from .ingestion.kinds import FileKind
from .models import Document, DocumentVersion, Reingestion, VersionStatus


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading of many has come; a document that was removed meanwhile is no longer counted."""

    id: UUID
    created_at: datetime
    items: list[DocumentVersion]

    @property
    def total(self) -> int:
        return len(self.items)

    @property
    def done(self) -> int:
        return sum(item.status in (VersionStatus.READY, VersionStatus.FAILED) for item in self.items)

    @property
    def failed(self) -> int:
        return sum(item.status == VersionStatus.FAILED for item in self.items)

    @property
    def state(self) -> str:
        return "done" if self.done == self.total else "running"


def visible_to(principal: Principal) -> QuerySet[Document]:
    """A homeowner: what is published for the own development and house type. Staff: all of their developments."""
    rows = developments.within_reach(principal, Document.objects.all())
    if principal.unit_id is not None:
        own = Q(house_type_code__isnull=True) | Q(house_type_code=principal.house_type_code)
        rows = rows.filter(own, current_version__isnull=False)
    return rows.select_related("current_version", "newest_version")


def documents_of(principal: Principal, development_id: UUID, *, status: str | None = None) -> QuerySet[Document]:
    """The files of one development; with `status` only those whose newest version is in it.

    Raises:
        NotFound: no such development within reach.
    """
    rows = files_only(everything_of(principal, development_id))
    return rows.filter(newest_version__status=status) if status else rows


def everything_of(principal: Principal, development_id: UUID) -> QuerySet[Document]:
    """All that search may quote in a development: its files, and the entries that builders wrote.

    Raises:
        NotFound: no such development within reach.
    """
    estate = developments.development(principal, development_id)
    return visible_to(principal).filter(tenant_id=estate.tenant_id, development=estate)


def files_only(rows: QuerySet[Document]) -> QuerySet[Document]:
    """Without the question-and-answer entries, which have a list of their own."""
    return rows.exclude(newest_version__kind=FileKind.ENTRY)


def document(principal: Principal, document_id: UUID, *, lock: bool = False) -> Document:
    """One document; with `lock` held against other changes until the transaction ends.

    Raises:
        NotFound: there is none, or it is out of reach.
    """
    rows = visible_to(principal)
    if lock:
        # Without the versions: what is joined to a row that had to be waited for is as it was before the wait.
        rows = rows.select_related(None).select_for_update()
    return developments.found(rows, document_id)


def version(principal: Principal, document_id: UUID, *, number: int | None = None) -> DocumentVersion:
    """One version of a document, or its newest.

    Raises:
        NotFound: no such document within reach, or no such version of it.
    """
    rows = document(principal, document_id).versions.all()
    found: DocumentVersion | None = (rows if number is None else rows.filter(number=number)).first()
    if found is None:
        raise NotFound(reason="no such version")
    return found


def published(principal: Principal, document_id: UUID) -> DocumentVersion:
    """The version in force.

    Raises:
        NotFound: no such document within reach, or none of its versions has been read.
    """
    version = document(principal, document_id).current_version
    if version is None:
        raise NotFound(reason="nothing published")
    return version


def progress(principal: Principal, reingestion_id: UUID) -> Progress:
    """
    Raises:
        NotFound: there is none, or it is out of reach.
    """
    asked = developments.found(developments.within_reach(principal, Reingestion.objects.all()), reingestion_id)
    rows = DocumentVersion.objects.filter(tenant_id=asked.tenant_id, pk__in=asked.versions)
    return Progress(asked.pk, asked.created_at, list(rows.select_related("document").order_by("document__title", "pk")))
