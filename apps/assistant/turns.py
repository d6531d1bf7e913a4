"""One turn of a conversation on its way to its final words.

Its message is stored with the quotes before any model is asked, so whatever breaks off leaves a whole answer behind.
No transaction is open while a model speaks; what it said is stored when it ends, whether or not somebody still reads.
The same message sent again meanwhile gets the quotes, and no second question to the model.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import structlog
from django.db import DatabaseError, transaction
from django.db.models import prefetch_related_objects

from apps.core import row_security
from apps.core.identity import Principal

from .answers import Answer
from .keeping import keep_citations
from .language_model.composing import Composition, Task
from .models import Message

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """`message` is stored; `task` is what a model is still to be asked, None when the answer is final."""

    message: Message
    draft: Answer | None = None
    task: Task | None = None


def pieces(principal: Principal, turn: Turn) -> Iterator[str]:
    """The final answer as it comes about; outside any transaction. Afterwards `turn.message` is final."""
    if turn.draft is None or turn.task is None:
        yield turn.message.answer
        return
    began = time.monotonic()
    composition = Composition(turn.draft, turn.task)
    try:
        for piece in composition.pieces:  # noqa: UP028  a reader who leaves must not end what is composed
            yield piece
    finally:
        for _ in composition.pieces:
            continue
        turn.message.latency_ms += round((time.monotonic() - began) * 1000)
        _store(principal, turn.message, composition.answer)


def worded(draft: Answer, task: Task | None) -> Answer:
    """The final answer at once."""
    if task is None:
        return draft
    composition = Composition(draft, task)
    for _ in composition.pieces:
        continue
    return composition.answer


def _store(principal: Principal, message: Message, answered: Answer) -> None:
    """The message keeps its quotes where its home has forgotten it meanwhile, or the session has ended."""
    try:
        with row_security.acting(principal.session), transaction.atomic():
            _reword(message, answered)
            prefetch_related_objects([message], "citations")
    except DatabaseError:
        log.warning("answer_not_stored", message=str(message.pk), exc_info=True)


def _reword(message: Message, answered: Answer) -> None:
    changed = {"answer": answered.text, "engine": answered.engine, "latency_ms": message.latency_ms}
    rows = Message.objects.filter(tenant_id=message.tenant_id, pk=message.pk)
    if rows.update(**changed):
        message.citations.all().delete()
        keep_citations(message, answered, message.owner)
    for name, value in changed.items():
        setattr(message, name, value)
