"""Past questions without an answer, asked again: after each publication, for every home that is still waiting.

An answer is news when it cites something that the home was not shown before. It becomes a message that follows the one
it answers, so a home reads it where it asked, and what was asked counts as answered.
"""

from uuid import UUID

from django.db import IntegrityError, transaction

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core.identity import Principal

from . import selectors
from .answers import Answer, Asker, answer
from .follow_up import base_of, leans
from .keeping import keep
from .meanings import keep_missing
from .models import Message, Outcome

MOST_QUESTIONS = 500
Answers = dict[tuple[UUID, str, str], Answer]


def ask_again(principal: Principal, development_id: UUID) -> None:
    """Ask what waits in a development, and tell the homes. The transactions are many and short."""
    answers: Answers = {}
    with transaction.atomic():
        waiting = list(selectors.waiting(principal, development_id)[:MOST_QUESTIONS])
        keep_missing(waiting)
        found = [(message, _answer(principal, message, answers)) for message in waiting]
    for message, answered in found:
        if answered.outcome is Outcome.ANSWERED and _is_news(message, answered):
            _tell(principal, message, answered)


def _answer(principal: Principal, message: Message, answers: Answers) -> Answer:
    """The same question of a home is asked once, and never told to another: it may be of the home itself. One that
    leans is understood as it was then."""
    unit = message.unit
    earlier = selectors.asked_before(principal, message) if leans(message.question) else []
    key = (unit.pk, message.question, base_of(earlier))
    if key not in answers:
        answers[key] = answer(Asker(principal, unit.development, unit.house_type_code, unit), message.question, earlier)
    return answers[key]


def _is_news(message: Message, answered: Answer) -> bool:
    shown = {(cited.document_id, cited.version) for cited in message.citations.all()}
    return any((cited.passage.document_id, cited.passage.version) not in shown for cited in answered.citations)


def _tell(principal: Principal, message: Message, answered: Answer) -> None:
    """A message behind the one it answers; nothing when another worker was first, or the home has forgotten it."""
    owner = {name: getattr(message, name) for name in ("tenant_id", "development_id", "unit_id", "homeowner_id")}
    later = Message(
        conversation_id=message.conversation_id,
        follows_id=message.pk,
        question=message.question,
        answer=answered.text,
        outcome=answered.outcome,
        engine=answered.engine,
        mode=answered.mode,
        latency_ms=0,
        **owner,
    )
    try:
        with transaction.atomic():
            keep(later, answered, owner)
            audit.record(AuditEvent.QUESTION_ANSWERED, principal, subject=later, follows=message.pk)
    except IntegrityError:
        return
