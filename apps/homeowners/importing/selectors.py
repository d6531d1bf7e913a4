"""Reading imports."""

from uuid import UUID

from django.db.models import QuerySet

from apps.core.identity import Principal
from apps.developments import selectors as developments

from .models import HomeImport


def job(principal: Principal, import_id: UUID) -> HomeImport | None:
    """The import with this key in whichever development, without what it holds; None when there is none."""
    rows = developments.within_reach(principal, HomeImport.objects.defer("content", "report"))
    return rows.filter(pk=import_id).first()


def recent(principal: Principal) -> QuerySet[HomeImport]:
    """Of all developments within reach, newest first, without what they hold."""
    rows = developments.within_reach(principal, HomeImport.objects.defer("content", "report"))
    return rows.select_related("development", "tenant").order_by("-created_at", "id")


def imports_of(principal: Principal, development_id: UUID) -> QuerySet[HomeImport]:
    """The imports of a development, newest first, without what they hold.

    Raises:
        NotFound: no such development within reach.
    """
    estate = developments.development(principal, development_id)
    rows = HomeImport.objects.filter(tenant_id=estate.tenant_id, development=estate)
    return rows.defer("content", "report")


def shown_import(principal: Principal, development_id: UUID, import_id: UUID) -> HomeImport:
    """One import of a development, without what it holds.

    Raises:
        NotFound: there is none, or it is out of reach.
    """
    return developments.found(imports_of(principal, development_id), import_id)


def home_import(principal: Principal, development_id: UUID, import_id: UUID, *, lock: bool = False) -> HomeImport:
    """All of one import; with `lock` held against other changes until the transaction ends.

    Raises:
        NotFound: there is none, or it is out of reach.
    """
    rows = imports_of(principal, development_id).defer(None)  # all of it
    return developments.found(rows.select_for_update() if lock else rows, import_id)
