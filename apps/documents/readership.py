"""Who opens what: counted by homeowner, document and day, in the request that opens the file."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count, QuerySet, Sum

from apps.core import rbac
from apps.core.identity import Principal
from apps.core.rbac import Permission

from . import selectors
from .models import Document, DocumentVersion, DocumentView

# One statement, so that two devices of one person lose no count to each other.
COUNT = """INSERT INTO document_views (id, tenant_id, development_id, unit_id, homeowner_id, document_id, day, version,
    views, downloads, last_at)
VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, (now() AT TIME ZONE 'UTC')::date, %s, %s, %s, now())
ON CONFLICT (tenant_id, homeowner_id, document_id, day) DO UPDATE SET version = excluded.version, last_at = now(),
    views = document_views.views + excluded.views, downloads = document_views.downloads + excluded.downloads"""


@dataclass(frozen=True, slots=True)
class Readership:
    """Homes that have opened the document, and how often it was opened and downloaded in all."""

    homes: int
    views: int
    downloads: int


def count(principal: Principal, version: DocumentVersion, *, download: bool) -> None:
    """A homeowner has opened the file. Support that looks at a home counts for nobody."""
    if principal.unit_id is None or principal.impersonated_by is not None:
        return
    whose = [principal.tenant_id, version.development_id, principal.unit_id, principal.subject_id]
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [*whose, version.document_id, version.number, int(not download), int(download)])


def views_of(principal: Principal, document_id: UUID) -> QuerySet[DocumentView]:
    """By home and day, the latest first.

    Raises:
        NotFound: no such document within reach.
    """
    document = selectors.document(principal, document_id)
    rbac.check(principal, Permission.HOMEOWNER_VIEW, document)
    return _of(document).select_related("unit", "homeowner")


def total(document: Document) -> Readership:
    counted = _of(document).aggregate(
        homes=Count("unit", distinct=True), views=Sum("views"), downloads=Sum("downloads")
    )
    return Readership(counted["homes"], counted["views"] or 0, counted["downloads"] or 0)


def _of(document: Document) -> QuerySet[DocumentView]:
    return DocumentView.objects.filter(tenant_id=document.tenant_id, document=document)
