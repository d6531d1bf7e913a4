"""Celery tasks carry the service session that was made for them; without one they do not run."""

from typing import Any
from uuid import UUID

from celery import Task, shared_task

from . import row_security, upkeep


class ScopedTask(Task):
    """Base of every task that touches rows: the first two arguments are session and tenant, made by `enqueue`.

    Transactions inside are short and many; each enters the scope anew, so an ended session stops the work.
    """

    abstract = True
    typing = False  # a message holds session and tenant where the function takes the principal

    def __call__(self, session: str, tenant_id: str, *args: Any, **kwargs: Any) -> Any:
        principal = row_security.service_principal(UUID(session), UUID(tenant_id))
        with row_security.acting(principal.session):
            return super().__call__(principal, *args, **kwargs)

    def enqueue(self, tenant_id: UUID, *args: Any) -> None:
        """Send the task with a session of its own for `tenant_id`."""
        session = row_security.open_service(tenant_id, self.name, seconds=24 * 3600)
        self.delay(str(session), str(tenant_id), *args)


@shared_task(name="core.upkeep")
def sweep() -> None:
    """Remove limits, sessions and kept answers that nobody looks back at."""
    upkeep.prune_limits()
    upkeep.prune_sessions()
    upkeep.prune_answers()
