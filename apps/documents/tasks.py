"""Background work of documents. A message carries an id and a session; everything else stands in the rows."""

from uuid import UUID

from celery import shared_task

from apps.core import row_security
from apps.core.identity import Principal
from apps.core.tasks import ScopedTask

from . import jobs, leases


@shared_task(base=ScopedTask, name="documents.ingest")
def ingest(principal: Principal, version_id: str) -> None:
    """Read one version and publish it."""
    jobs.ingest(principal, UUID(version_id))


@shared_task(name="documents.dispatch_jobs")
def dispatch_jobs() -> None:
    """Send versions again whose worker or message was lost, each tenant's inside that tenant's scope."""
    for tenant_id in leases.lost_tenants():
        with row_security.service_scope(tenant_id, "documents.dispatch_jobs"):
            lost = leases.recover()
        for version_id in lost:
            ingest.enqueue(tenant_id, str(version_id))
