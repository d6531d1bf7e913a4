"""Background work of the assistant."""

from uuid import UUID

from celery import shared_task

from apps.core.identity import Principal
from apps.core.tasks import ScopedTask

from . import asking_again


@shared_task(base=ScopedTask, name="assistant.ask_again")
def ask_again(principal: Principal, development_id: str) -> None:
    """Ask past questions of a development again, after something was published in it."""
    asking_again.ask_again(principal, UUID(development_id))
