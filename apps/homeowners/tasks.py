"""Background work of homes and their people. A message carries an id and a session; everything else is in the rows."""

from uuid import UUID

from celery import shared_task

from apps.core import row_security
from apps.core.identity import Principal
from apps.core.tasks import ScopedTask

from .importing import jobs, leases


@shared_task(base=ScopedTask, name="homeowners.import_homes")
def import_homes(principal: Principal, import_id: str) -> None:
    jobs.run(principal, UUID(import_id))


@shared_task(name="homeowners.dispatch_imports")
def dispatch_imports() -> None:
    """Send lost imports again, and forget the rows of old ones, each tenant's inside that tenant's scope."""
    for tenant_id in leases.due_tenants():
        with row_security.service_scope(tenant_id, "homeowners.dispatch_imports"):
            leases.forget()
            lost = leases.recover()
        for import_id in lost:
            import_homes.enqueue(tenant_id, str(import_id))
