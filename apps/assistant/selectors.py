"""Reading what a home asked. A homeowner reads the own messages only; row security says the same once more."""

from uuid import UUID

from django.db.models import QuerySet

from apps.core.identity import Principal
from apps.developments.models import Unit
from apps.developments.selectors import found, within_reach

from .models import Conversation, Message


def home(principal: Principal) -> Unit:
    """The principal's home with its development and tenant, in one query.

    Raises:
        NotFound: the home is gone, or the principal has none.
    """
    rows = within_reach(principal, Unit.objects.select_related("development__tenant"))
    return found(rows, principal.unit_id)


def messages_of(principal: Principal, *, conversation_id: UUID | None = None) -> QuerySet[Message]:
    """The own messages, newest first, with their citations.

    Raises:
        NotFound: the conversation is not one of the principal's.
    """
    rows = Message.objects.filter(tenant_id=principal.tenant_id, homeowner_id=principal.subject_id)
    if conversation_id:
        rows = rows.filter(conversation=conversation(principal, conversation_id))
    return rows.prefetch_related("citations")


def message_sent(principal: Principal, client_message_id: UUID) -> Message | None:
    """What was answered to this very message of the client before."""
    return messages_of(principal).filter(client_message_id=client_message_id).first()


def conversations_of(principal: Principal) -> QuerySet[Conversation]:
    return Conversation.objects.filter(tenant_id=principal.tenant_id, homeowner_id=principal.subject_id)


def conversation(principal: Principal, conversation_id: UUID) -> Conversation:
    """
    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    return found(conversations_of(principal), conversation_id)
