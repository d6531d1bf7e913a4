"""What a home says of its answers: a rating, and a question handed on to the builder.

Neither changes what search finds. A builder reads of them in the list of open questions, and decides.
"""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.identity import Principal
from apps.core.rbac import Permission

from . import selectors
from .meanings import read_later
from .models import Message, Rating


@transaction.atomic
def rate(principal: Principal, *, message_id: UUID, rating: Rating, reason: str = "") -> None:
    """Rate an own answer; the last rating counts.

    Raises:
        NotFound: the message is not one of the principal's.
    """
    message = _own(principal, message_id)
    message.rating, message.rating_reason = rating, reason
    message.save(update_fields=["rating", "rating_reason"])
    read_later(message)
    audit.record(AuditEvent.ANSWER_RATED, principal, subject=message, rating=rating)


@transaction.atomic
def send_to_builder(principal: Principal, *, message_id: UUID, note: str = "") -> Message:
    """Hand an own question on to the builder, with the number of the home; sent again it stays as it was.

    Raises:
        NotFound: the message is not one of the principal's.
    """
    message = _own(principal, message_id)
    if message.sent_at is None:
        message.sent_at, message.note = timezone.now(), note
        message.save(update_fields=["sent_at", "note"])
        read_later(message)
        audit.record(AuditEvent.QUESTION_SENT, principal, subject=message)
    return message


def _own(principal: Principal, message_id: UUID) -> Message:
    """The message, held against other changes until the transaction ends."""
    rbac.check(principal, Permission.CHAT)
    return selectors.message(principal, message_id, lock=True)
