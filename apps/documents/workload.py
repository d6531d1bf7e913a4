"""What workers have to read, and what they could not: of a tenant, or of all for an operator who works inside none."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from apps.core import rbac
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.developments import selectors as developments

from .models import FINISHED, DocumentVersion, Reingestion, VersionStatus


@dataclass(frozen=True, slots=True)
class Rereading:
    """How far one job has come; documents that were removed meanwhile are no longer counted."""

    job: Reingestion
    total: int
    done: int
    failed: int


def unread(principal: Principal) -> QuerySet[DocumentVersion]:
    """The newest versions that wait, are being read or have failed; the newest first."""
    rbac.check(principal, Permission.JOB_VIEW)
    newest = DocumentVersion.objects.filter(document__newest_version=F("pk")).exclude(status=VersionStatus.READY)
    rows = developments.within_reach(principal, newest).select_related("document", "development", "tenant")
    return rows.order_by("-created_at", "id")


def jobs(principal: Principal) -> QuerySet[Reingestion]:
    """Documents read again together; the newest first."""
    rbac.check(principal, Permission.JOB_VIEW)
    rows = developments.within_reach(principal, Reingestion.objects.all()).select_related("development", "tenant")
    return rows.order_by("-created_at", "id")


def rereadings(found: Sequence[Reingestion]) -> list[Rereading]:
    """One query, however many there are."""
    wanted = {version for job in found for version in job.versions}
    status = dict(DocumentVersion.objects.filter(pk__in=wanted).values_list("pk", "status"))
    return [_told(job, [status[version] for version in job.versions if version in status]) for job in found]


def _told(job: Reingestion, statuses: list[str]) -> Rereading:
    done = sum(status in FINISHED for status in statuses)
    return Rereading(job, len(statuses), done, statuses.count(VersionStatus.FAILED))
