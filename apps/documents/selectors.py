"""Reading documents. `visible_to` is the one predicate for who may see which: the lists, the downloads, and what search
may quote all follow it, and row security says the same once more."""

from uuid import UUID

from django.db.models import Q, QuerySet

from apps.core.errors import NotFound
from apps.core.identity import Principal, Role
from apps.developments import selectors as developments

from .models import Document, DocumentVersion, Reingestion


def visible_to(principal: Principal) -> QuerySet[Document]:
    """A homeowner: what is published for the own development and house type. Staff: all of their developments."""
    rows = developments.within_reach(principal, Document.objects.all())
    if principal.role is Role.HOMEOWNER:
        own = Q(house_type_code__isnull=True) | Q(house_type_code=principal.house_type_code)
        rows = rows.filter(own, current_version__isnull=False)
    return rows.select_related("current_version", "newest_version")


def documents_of(principal: Principal, development_id: UUID) -> QuerySet[Document]:
    """
    Raises:
        NotFound: no such development within reach.
    """
    estate = developments.development(principal, development_id)
    return visible_to(principal).filter(tenant_id=estate.tenant_id, development=estate)


def document(principal: Principal, document_id: UUID, *, lock: bool = False) -> Document:
    """One document; with `lock` held against other changes until the transaction ends.

    Raises:
        NotFound: there is none, or it is out of reach.
    """
    rows = visible_to(principal)
    return developments.found(rows.select_for_update(of=("self",)) if lock else rows, document_id)


def versions_of(principal: Principal, document_id: UUID) -> QuerySet[DocumentVersion]:
    """Every version of a document, the newest first.

    Raises:
        NotFound: no such document within reach.
    """
    owner = document(principal, document_id)
    return DocumentVersion.objects.filter(tenant_id=owner.tenant_id, document=owner)


def published(principal: Principal, document_id: UUID) -> DocumentVersion:
    """The version in force.

    Raises:
        NotFound: no such document within reach, or none of its versions has been read.
    """
    version = document(principal, document_id).current_version
    if version is None:
        raise NotFound(reason="nothing published")
    return version


def reingestion(principal: Principal, reingestion_id: UUID) -> Reingestion:
    """
    Raises:
        NotFound: there is none, or it is out of reach.
    """
    return developments.found(developments.within_reach(principal, Reingestion.objects.all()), reingestion_id)
