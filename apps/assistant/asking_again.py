"""Past questions without an answer, asked again: after each publication, for every home that is still waiting.

An answer is news when it cites something that the home was not shown before. It becomes a message that follows the one
it answers, in the language of that one, so a home reads it where it asked, and what was asked counts as answered.
A builder answers a topic, not one wording of it: homes that asked the same in other words get the builder's answer too.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import override

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core.identity import Principal

from . import meanings, selectors
from .answers import Answer, Asker, answer
from .follow_up import base_of, leans
from .keeping import keep
from .models import FaqEntry, Message, Outcome

MOST_QUESTIONS = 500
Answers = dict[tuple[UUID, str, str, str], Answer]


def ask_again(principal: Principal, development_id: UUID, document_id: UUID | None = None) -> None:
    """Ask what waits in a development, and tell the homes; `document_id` is what is new. The transactions are many and
    short."""
    answers: Answers = {}
    with transaction.atomic():
        waiting = list(selectors.waiting(principal, development_id)[:MOST_QUESTIONS])
        entry = selectors.entry_of(principal, document_id) if document_id else None
        alike = meanings.alike(entry.question, waiting) if entry else set()
    for message in waiting:
        with transaction.atomic():
            said = list(_answers(principal, message, answers, entry if message.pk in alike else None))
        if news := next((one for one in said if _is_news(message, one)), None):
            _tell(principal, message, news)


def _answers(principal: Principal, message: Message, answers: Answers, entry: FaqEntry | None) -> Iterator[Answer]:
    """To the home's own words, then to those that the builder answered, where that is the same question."""
    earlier = selectors.asked_before(principal, message) if leans(message.question) else []
    yield _answer(principal, message, answers, message.question, earlier)
    if entry:
        said = _answer(principal, message, answers, entry.question, ())
        if any(cited.passage.document_id == entry.document_id for cited in said.citations):
            yield said


def _answer(principal: Principal, message: Message, answers: Answers, question: str, earlier: Sequence[str]) -> Answer:
    """The same question of a home is asked once, and never told to another: it may be of the home itself. One that
    leans is understood as it was then."""
    unit = message.unit
    key = (unit.pk, message.language, question, base_of(earlier))
    if key not in answers:
        asker = Asker(principal, unit.development, unit.house_type_code, unit)
        with override(message.language):
            answers[key] = answer(asker, question, earlier)
    return answers[key]


def _is_news(message: Message, answered: Answer) -> bool:
    if answered.outcome is not Outcome.ANSWERED:
        return False
    shown = {(cited.document_id, cited.version) for cited in message.citations.all()}
    return any((cited.passage.document_id, cited.passage.version) not in shown for cited in answered.citations)


def _tell(principal: Principal, message: Message, answered: Answer) -> None:
    """A message behind the one it answers; nothing when another worker was first, or the home has forgotten it."""
    later = Message(
        conversation_id=message.conversation_id,
        follows_id=message.pk,
        question=message.question,
        answer=answered.text,
        outcome=answered.outcome,
        engine=answered.engine,
        mode=answered.mode,
        language=message.language,
        latency_ms=0,
        **message.owner,
    )
    try:
        with transaction.atomic():
            keep(later, answered, message.owner)
            audit.record(AuditEvent.QUESTION_ANSWERED, principal, subject=later, follows=message.pk)
    except IntegrityError:
        return
