"""Background work of documents. A message carries an id and a session; everything else stands in the rows."""

import random
from uuid import UUID

from celery import shared_task
from django.db import transaction

from apps.core import row_security
from apps.core.identity import Principal
from apps.core.tasks import ScopedTask

from . import jobs, leases, pruning
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


# In a queue of its own (settings/celery.py). A message that waits longer is not needed: `dispatch_embeddings` sends
# another while there is something to do.
@shared_task(base=ScopedTask, name="documents.embed", expires=15)
def embed(principal: Principal) -> None:
    """Embed a turn's worth of the tenant's passages."""
    from .embeddings import work

    work.embed(principal)


@shared_task(name="documents.dispatch_embeddings")
def dispatch_embeddings() -> None:
    """Wake a worker for every tenant with passages that the model has not seen, each time in another order: where one
    process works for all, nobody is always last."""
    waiting = pending.tenants()
    for tenant_id in random.sample(waiting, len(waiting)):
        embed.enqueue(tenant_id)


@shared_task(name="documents.prune_files")
def prune_files() -> None:
    with row_security.service_scope(None, "documents.prune_files"), transaction.atomic():
        lost = pruning.look()
    pruning.prune_unseen(lost)
