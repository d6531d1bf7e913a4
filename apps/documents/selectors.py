"""Reading documents. `visible_to` is the one predicate for who may see which: the lists, the downloads, and what search
may quote all follow it, and row security says the same once more."""

from uuid import UUID

from django.db.models import Q, QuerySet

from apps.core.errors import NotFound
from apps.core.identity import Principal
from apps.developments import selectors as developments

from .ingestion.kinds import FileKind
from .models import Document, DocumentVersion, Reingestion


def visible_to(principal: Principal) -> QuerySet[Document]:
    """A homeowner: what is published for the own development and house type. Staff: all of their developments."""
    rows = developments.within_reach(principal, Document.objects.all())
    if principal.unit_id is not None:
        own = Q(house_type_code__isnull=True) | Q(house_type_code=principal.house_type_code)
        rows = rows.filter(own, current_version__isnull=False)
    return rows.select_related("current_version", "newest_version")


def documents_of(
    principal: Principal,
    development_id: UUID,
    *,
    status: str | None = None,
    house_type_code: str | None = None,
    needs_review: bool | None = None,
    search: str = "",
) -> QuerySet[Document]:
    """The files of one development: those whose newest version is in `status`, that are for one house type (`""`: for
    all of them), that a builder should look at, or whose title holds `search`.

    Raises:
        NotFound: no such development within reach.
    """
    rows = files_only(everything_of(principal, development_id))
    if status:
        rows = rows.filter(newest_version__status=status)
    if house_type_code is not None:
        rows = rows.filter(house_type_code=house_type_code or None)
    if needs_review is not None:
        rows = rows.filter(needs_review=needs_review)
    return rows.filter(title__icontains=search) if search else rows


def must_read_of(principal: Principal, development_id: UUID) -> QuerySet[Document]:
    """What homes of a development must read, in the order for them.

    Raises:
        NotFound: no such development within reach.
    """
    return in_reading_order(everything_of(principal, development_id).filter(must_read=True))


def in_reading_order(rows: QuerySet[Document]) -> QuerySet[Document]:
    return rows.order_by("must_read_order", "id")


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
    found = document(principal, document_id)
    if found.current_version is None:
        raise NotFound(reason="nothing published")
    version: DocumentVersion = found.current_version
    version.document = found
    return version


def job(principal: Principal, job_id: UUID) -> Reingestion:
    """
    Raises:
        NotFound: there is none, or it is out of reach.
    """
    return developments.found(developments.within_reach(principal, Reingestion.objects.all()), job_id)
