"""Reading what a home asked. A homeowner reads the own messages only; row security says the same once more."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.expressions import Combinable

from apps.core.identity import Principal
from apps.developments.models import Unit
from apps.developments.selectors import found, within_reach
from apps.documents.selectors import visible_to

from .models import OPEN, Citation, Conversation, FaqEntry, Message, Source

LATEST = 4


def home(principal: Principal) -> Unit:
    """The principal's home with its development, tenant and guidance, in one query.

    Raises:
        NotFound: the home is gone, or the principal has none.
    """
    rows = within_reach(principal, Unit.objects.select_related("development__tenant", "development__guidance"))
    return found(rows, principal.unit_id)


def messages_of(principal: Principal, *, conversation_id: UUID | None = None) -> QuerySet[Message]:
    """The own messages, newest first, with their citations.

    Raises:
        NotFound: the conversation is not one of the principal's.
    """
    rows = _messages(principal)
    if conversation_id:
        rows = rows.filter(conversation=conversation(principal, conversation_id))
    later = Message.objects.filter(tenant_id=OuterRef("tenant_id"), follows=OuterRef("pk"))
    cited = Citation.objects.annotate(outdated=_outdated(principal))
    return rows.annotate(followed_by=Subquery(later.values("pk"))).prefetch_related(Prefetch("citations", cited))


def message(principal: Principal, message_id: UUID, *, lock: bool = False) -> Message:
    """One own message; with `lock` held against other changes until the transaction ends.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    rows = _messages(principal)
    return found(rows.select_for_update() if lock else rows, message_id)


def message_sent(principal: Principal, client_message_id: UUID) -> Message | None:
    """What was answered to this very message of the client before."""
    return messages_of(principal).filter(client_message_id=client_message_id).first()


def citation(principal: Principal, citation_id: UUID) -> Citation:
    """A citation of a document in an own message.

    Raises:
        NotFound: there is none, or it is of somebody else's.
    """
    rows = Citation.objects.filter(tenant_id=principal.tenant_id, homeowner_id=principal.subject_id)
    return found(rows.filter(source=Source.DOCUMENT), citation_id)


def latest_of(principal: Principal, conversation: Conversation) -> list[Message]:
    """The last few of an own conversation, newest first: what a question may lean on."""
    return list(_messages(principal).filter(conversation=conversation)[:LATEST])


def asked_before(principal: Principal, message: Message) -> list[str]:
    """The few questions before a message of its conversation, newest first; for services only."""
    rows = Message.objects.filter(tenant_id=principal.tenant_id, conversation_id=message.conversation_id)
    return list(rows.filter(created_at__lt=message.created_at).values_list("question", flat=True)[:LATEST])


def waiting(principal: Principal, development_id: UUID) -> QuerySet[Message]:
    """What homes of a development asked and nobody has answered since, the latest first; for services only."""
    rows = Message.objects.filter(OPEN, tenant_id=principal.tenant_id, development_id=development_id)
    related = ("unit__development__tenant", "unit__development__guidance")
    return rows.filter(followed__isnull=True).select_related(*related).prefetch_related("citations")


def entry_of(principal: Principal, document_id: UUID) -> FaqEntry | None:
    """What a builder answered in this document; None for any other document. For services only."""
    return FaqEntry.objects.filter(tenant_id=principal.tenant_id, document_id=document_id).first()


def conversations_of(principal: Principal) -> QuerySet[Conversation]:
    return Conversation.objects.filter(tenant_id=principal.tenant_id, homeowner_id=principal.subject_id)


def _messages(principal: Principal) -> QuerySet[Message]:
    return Message.objects.filter(tenant_id=principal.tenant_id, homeowner_id=principal.subject_id)


def _outdated(principal: Principal) -> Combinable:
    """Whether the document of a citation has been replaced or removed, or is no longer for this home."""
    in_force = visible_to(principal).filter(pk=OuterRef("document_id"), current_version__number=OuterRef("version"))
    return ~Q(source=Source.HOME) & ~Exists(in_force)


def conversation(principal: Principal, conversation_id: UUID) -> Conversation:
    """
    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    return found(conversations_of(principal), conversation_id)
