"""Background work of the assistant."""

from uuid import UUID

from celery import shared_task

from apps.core.identity import Principal
from apps.core.tasks import ScopedTask

from . import asking_again, meanings


@shared_task(base=ScopedTask, name="assistant.ask_again")
def ask_again(principal: Principal, development_id: str, document_id: str | None = None) -> None:
    """Ask past questions of a development again, after a document of it was published or is found by its meaning."""
    asking_again.ask_again(principal, UUID(development_id), UUID(document_id) if document_id else None)


# What a lost message leaves unread is read with the next question of the development.
@shared_task(base=ScopedTask, name="assistant.read_questions")
def read_questions(principal: Principal, development_id: str) -> None:
    """Keep what the open questions of a development mean."""
    meanings.read(principal, UUID(development_id))
