"""How far a reading of many documents has come, told by the versions themselves."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, Q, Value, When

from apps.core.identity import Principal
from apps.developments.models import Development

from . import selectors
from .models import FINISHED, DocumentVersion, VersionStatus

# Items that are told one by one; the counts are of all.
MOST_ITEMS = 500
DONE = Q(status__in=FINISHED)
FAILED = Q(status=VersionStatus.FAILED)


@dataclass(frozen=True, slots=True)
class Progress:
    """A document that was removed meanwhile is no longer counted. `items`: what failed first, then by title."""

    id: UUID
    development: Development
    created_at: datetime
    total: int
    done: int
    failed: int
    items: list[DocumentVersion]

    @property
    def state(self) -> str:
        return "done" if self.done == self.total else "running"


def progress(principal: Principal, job_id: UUID) -> Progress:
    """
    Raises:
        NotFound: there is no such job, or it is out of reach.
    """
    job = selectors.job(principal, job_id)
    rows = DocumentVersion.objects.filter(tenant_id=job.tenant_id, pk__in=job.versions)
    counts = rows.aggregate(total=Count("pk"), done=Count("pk", filter=DONE), failed=Count("pk", filter=FAILED))
    troubled_first = Case(When(FAILED, then=Value(0)), default=Value(1))
    items = rows.select_related("document").order_by(troubled_first, "document__title", "pk")[:MOST_ITEMS]
    return Progress(job.pk, job.development, job.created_at, items=list(items), **counts)
