"""Who has an import to write, and until when. Its row is the job: a worker or a broker that dies loses nothing.

As with documents: a lease that runs out is recovered and sent again; the rows are written in one transaction, so
whoever died has written none of them (`core/leases.py`).
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Now

from apps.core import leases, row_security
from apps.core.leases import lease_end

from .models import HomeImport, ImportState

UNFINISHED = Q(state__in=[ImportState.QUEUED, ImportState.RUNNING])
DUE_TENANTS = "SELECT security.tenants_with_imports_due(%s)"
KEPT = timedelta(hours=1)
TOLD_EVERY_SECONDS = 0.5


@dataclass(slots=True)
class Claim:
    """One worker's hold on one import. `attempt` tells it from every other worker that ever had it, and `is_allowed`
    says whether it is not one too many; `done` is how many rows are behind, which a second thread tells whoever
    watches."""

    import_id: UUID
    attempt: int
    is_allowed: bool = True
    done: int = 0

    def held(self) -> QuerySet[HomeImport]:
        """The row, as long as it is still this worker's."""
        return HomeImport.objects.filter(pk=self.import_id, attempts=self.attempt, state=ImportState.RUNNING)

    def tell(self, done: int) -> None:
        self.done = done

    def renew(self) -> None:
        self.held().update(lease_until=lease_end(), done=self.done)


def forget_time() -> CombinedExpression:
    return Now() + KEPT


@transaction.atomic
def take(import_id: UUID) -> Claim | None:
    """Take an import that nobody has; None when somebody does, or when there is nothing to do."""
    queued = HomeImport.objects.filter(pk=import_id, state=ImportState.QUEUED).select_for_update(skip_locked=True)
    record = queued.defer("content", "report").first()
    if record is None:
        return None
    record.state, record.attempts, record.lease_until = ImportState.RUNNING, record.attempts + 1, lease_end()
    record.save(update_fields=["state", "attempts", "lease_until"])
    return Claim(record.pk, record.attempts, record.attempts <= record.attempts_allowed)


def kept_alive(session: UUID, claim: Claim) -> AbstractContextManager[None]:
    """Renew the lease and tell the progress while the block works in its one transaction."""
    return leases.kept_alive(session, claim.renew, job=claim.import_id, every=TOLD_EVERY_SECONDS)


def due_tenants() -> list[UUID]:
    """Tenants with imports that were lost, or whose rows are to be forgotten."""
    with connection.cursor() as cursor:
        cursor.execute(DUE_TENANTS, [row_security.proof("tenants_with_imports_due")])
        return [tenant_id for (tenant_id,) in cursor.fetchall()]


@transaction.atomic
def recover() -> list[UUID]:
    """Queue the lost imports of this scope's tenant again; whoever had one has it no longer."""
    lost = HomeImport.objects.filter(UNFINISHED, lease_until__lt=Now()).order_by("created_at")
    found = list(lost.select_for_update(skip_locked=True).values_list("pk", flat=True))
    HomeImport.objects.filter(pk__in=found).update(state=ImportState.QUEUED, done=0, lease_until=lease_end())
    return found


@transaction.atomic
def forget() -> int:
    """Remove what names people from the imports of this scope's tenant whose hour is over; how many there were."""
    stale = HomeImport.objects.filter(forget_at__lt=Now()).exclude(UNFINISHED)
    return stale.update(content=None, report=None, forget_at=None)
