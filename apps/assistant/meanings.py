"""Keeps what open questions mean, so that topics gather the same question in other words.

Each question is read once, when it stays open: what a list of topics costs follows the new questions, not all of them.
Where there is no model, or for what was asked before there was one, topics go by words.
"""

from collections.abc import Sequence

from apps.documents.embeddings import model

from .meaning_models import FORMAT, QuestionMeaning
from .models import Message, Outcome, Rating

# Of those that were never read, or by another model: so many in one go, the rest in the next.
MOST_AT_ONCE = 100


def is_open(message: Message) -> bool:
    """As `models.OPEN` says of rows."""
    left_open = message.outcome in (Outcome.CLOSEST, Outcome.NOT_FOUND)
    return left_open or message.rating == Rating.DOWN or message.sent_at is not None


def keep_meaning(message: Message, question: str = "") -> None:
    """Inside the caller's transaction; nothing for a question that is not open. `question` is what a message that leans
    on an earlier one means."""
    if is_open(message):
        _keep([(message, question or message.question)])


def keep_missing(waiting: Sequence[Message]) -> None:
    """Read what was asked before there was this model."""
    read = QuestionMeaning.objects.filter(message__in=waiting, model=model.key() or "")
    known = set(read.values_list("message_id", flat=True))
    _keep([(message, message.question) for message in waiting if message.pk not in known][:MOST_AT_ONCE])


def _keep(rows: Sequence[tuple[Message, str]]) -> None:
    encoder = model.encoder() if rows else None
    if encoder is None:
        return
    vectors = encoder.encode([text for _, text in rows])
    QuestionMeaning.objects.bulk_create(
        (
            QuestionMeaning(
                tenant_id=message.tenant_id,
                development_id=message.development_id,
                unit_id=message.unit_id,
                homeowner_id=message.homeowner_id,
                message=message,
                model=encoder.key,
                vector=vector.astype(FORMAT).tobytes(),
            )
            for (message, _), vector in zip(rows, vectors, strict=True)
        ),
        ignore_conflicts=True,
    )
