"""Background work of documents. A message carries an id and a session; everything else stands in the rows."""

from uuid import UUID

from celery import shared_task

from apps.core import row_security
from apps.core.identity import Principal
from apps.core.tasks import ScopedTask

from . import jobs, leases
from .embeddings import model, pending


@shared_task(base=ScopedTask, name="documents.ingest")
def ingest(principal: Principal, version_id: str) -> None:
    """Read one version and publish it; found by its words from then on, by what they mean a little later."""
    jobs.ingest(principal, UUID(version_id))
    if principal.tenant_id and model.key():
        embed.enqueue(principal.tenant_id)


@shared_task(name="documents.dispatch_jobs")
def dispatch_jobs() -> None:
    """Send versions again whose worker or message was lost, each tenant's inside that tenant's scope."""
    for tenant_id in leases.lost_tenants():
        with row_security.service_scope(tenant_id, "documents.dispatch_jobs"):
            lost = leases.recover()
        for version_id in lost:
            ingest.enqueue(tenant_id, str(version_id))


# A message that waits longer is not needed: `dispatch_embeddings` sends another while there is something to do.
@shared_task(base=ScopedTask, name="documents.embed", expires=20)
def embed(principal: Principal) -> None:
    """Embed a turn's worth of the tenant's passages."""
    from .embeddings import work

    work.embed(principal)


@shared_task(name="documents.dispatch_embeddings")
def dispatch_embeddings() -> None:
    """Wake a worker for every tenant with passages that the model has not seen."""
    for tenant_id in pending.tenants():
        embed.enqueue(tenant_id)
