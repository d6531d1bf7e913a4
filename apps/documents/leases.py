"""Who has a version to read, and until when. Its row is the job: a worker or a broker that dies loses nothing.

A queued version's lease says until when its message is trusted to be on its way. A lease that runs out is recovered
and sent again (`core/leases.py`).
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from apps.core import leases, row_security
from apps.core.leases import lease_end

from .ingestion.kinds import FileKind
from .models import UNFINISHED, DocumentVersion, VersionStatus

LOST_TENANTS = "SELECT security.tenants_with_lost_jobs(%s)"


@dataclass(frozen=True, slots=True)
class Claim:
    """One worker's hold on one version. `attempt` tells it from every other worker that ever had it."""

    version_id: UUID
    attempt: int
    kind: FileKind
    storage_name: str

    def held(self) -> QuerySet[DocumentVersion]:
        """The row, as long as it is still this worker's."""
        return DocumentVersion.objects.filter(pk=self.version_id, attempts=self.attempt, status=VersionStatus.READING)

    def renew(self) -> None:
        self.held().update(lease_until=lease_end())


@transaction.atomic
def take(version_id: UUID) -> Claim | None:
    """Take a version that nobody has; None when somebody does, or when it needs no reading."""
    queued = DocumentVersion.objects.filter(pk=version_id, status=VersionStatus.QUEUED)
    version = queued.select_for_update(skip_locked=True).first()
    if version is None:
        return None
    version.status, version.attempts, version.lease_until = VersionStatus.READING, version.attempts + 1, lease_end()
    version.save(update_fields=["status", "attempts", "lease_until"])
    return Claim(version.pk, version.attempts, FileKind(version.kind), version.storage_name)


def kept_alive(session: UUID, claim: Claim) -> AbstractContextManager[None]:
    """Renew the lease while the block works."""
    return leases.kept_alive(session, claim.renew, job=claim.version_id, every=settings.INGEST_LEASE_SECONDS / 3)


def lost_tenants() -> list[UUID]:
    """Tenants with versions whose worker or message has been lost."""
    with connection.cursor() as cursor:
        cursor.execute(LOST_TENANTS, [row_security.proof("tenants_with_lost_jobs")])
        return [tenant_id for (tenant_id,) in cursor.fetchall()]


@transaction.atomic
def recover() -> list[UUID]:
    """Queue the lost versions of this scope's tenant again; whoever had one has it no longer."""
    lost = DocumentVersion.objects.filter(status__in=UNFINISHED, lease_until__lt=Now()).order_by("created_at")
    found = list(lost.select_for_update(skip_locked=True).values_list("pk", flat=True))
    DocumentVersion.objects.filter(pk__in=found).update(status=VersionStatus.QUEUED, lease_until=lease_end())
    return found
