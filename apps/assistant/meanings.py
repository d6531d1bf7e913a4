"""Keeps what open questions mean, so that topics gather the same question in other words.

A worker reads each question once, behind the transaction that left it open; what a list of topics costs follows the new
questions, not all of them. Where there is no model, or until a question has been read, topics go by words.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from apps.core.identity import Principal
from apps.core.model_service.failures import Failed
from apps.documents.embeddings import model

from . import follow_up, selectors
from .likeness import Likeness, Wording
from .meaning_models import FORMAT, QuestionMeaning
from .models import Message, Outcome, Rating

log = structlog.get_logger(__name__)
# What a list of topics can show, and how many are read between two writes.
MOST, STEP = 500, 20


def read_later(message: Message) -> None:
    """Inside the transaction that leaves the question open; nothing for one that is not, or without a model."""
    from .tasks import read_questions

    left_open = message.outcome in (Outcome.CLOSEST, Outcome.NOT_FOUND)
    if model.key() and (left_open or message.rating == Rating.DOWN or message.sent_at):
        tenant_id, development_id = message.tenant_id, str(message.development_id)
        transaction.on_commit(lambda: read_questions.enqueue(tenant_id, development_id), robust=True)


def read(principal: Principal, development_id: UUID) -> None:
    """Read what is open in a development and was not read by this model: new questions, and those from before it. No
    transaction is open while the model works, which may run elsewhere."""
    encoder = model.encoder()
    if encoder is None:
        return
    with transaction.atomic():
        asked = list(_unread(principal, development_id, encoder.key))
    try:
        for start in range(0, len(asked), STEP):
            some = asked[start : start + STEP]
            vectors = encoder.encode([text for _, text in some])
            for (message, _), vector in zip(some, vectors, strict=True):
                _keep(message, encoder.key, vector.astype(FORMAT).tobytes())
    except Failed as failure:
        log.warning("embedding_model_failed", reason=failure.reason)


def alike(question: str, waiting: Sequence[Message]) -> set[UUID]:
    """Which of the messages ask this very question, in whatever words."""
    key = model.key() or ""
    rows = QuestionMeaning.objects.filter(message__in=waiting, model=key).values_list("message_id", "vector")
    read = {message_id: bytes(vector) for message_id, vector in rows}
    wordings = [Wording(message.question, read.get(message.pk)) for message in waiting]
    likeness = Likeness([Wording(question, _meaning(question) if read else None), *wordings])
    return {message.pk for place, message in enumerate(waiting, start=1) if likeness.alike(place, 0)}


def _meaning(question: str) -> bytes | None:
    vectors = model.encoded([question])
    return None if vectors is None else vectors[0].astype(FORMAT).tobytes()


def _unread(principal: Principal, development_id: UUID, key: str) -> Iterator[tuple[Message, str]]:
    """With what each means: one that leans on an earlier one says little alone."""
    known = QuestionMeaning.objects.filter(tenant_id=OuterRef("tenant_id"), message_id=OuterRef("pk"), model=key)
    for message in selectors.waiting(principal, development_id).filter(~Exists(known))[:MOST]:
        text = message.question
        if follow_up.leans(text) and (base := follow_up.base_of(selectors.asked_before(principal, message))):
            text = follow_up.understood(development_id, text, base)
        yield message, text


def _keep(message: Message, key: str, vector: bytes) -> None:
    """Nothing when another worker was first, or the home has forgotten the question."""
    try:
        with transaction.atomic():
            QuestionMeaning.objects.create(message_id=message.pk, model=key, vector=vector, **message.owner)
    except IntegrityError:
        return
