"""What the assistant holds of a person: their conversations, with ratings and what they sent to the builder. What their
questions mean to a model stands beside them as numbers, which tell a person nothing."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch

from apps.core.rbac import Permission
from apps.homeowners.models import Homeowner
from apps.homeowners.personal_data import Source

from .models import Citation, Conversation, Message


def _conversations(person: Homeowner) -> list[Mapping[str, Any]]:
    owned = {"tenant_id": person.tenant_id, "homeowner_id": person.pk}
    citations = Prefetch("citations", Citation.objects.filter(**owned))
    messages = Message.objects.filter(**owned).order_by("created_at", "id").prefetch_related(citations)
    rows = Conversation.objects.filter(**owned).order_by("created_at", "id")
    return [_conversation(row) for row in rows.prefetch_related(Prefetch("messages", messages))]


def _conversation(row: Conversation) -> Mapping[str, Any]:
    return {"began_at": row.created_at, "messages": [_message(message) for message in row.messages.all()]}


def _message(row: Message) -> Mapping[str, Any]:
    return {
        "asked_at": row.created_at,
        "question": row.question,
        "answer": row.answer,
        "outcome": row.outcome,
        "asked_again_for_you": row.follows_id is not None,
        "rating": row.rating or None,
        "rating_reason": row.rating_reason,
        "sent_to_builder_at": row.sent_at,
        "note_to_builder": row.note,
        "citations": [{"title": one.title, "page": one.page, "quote": one.quote} for one in row.citations.all()],
    }


CONVERSATIONS = Source(
    "conversations",
    frozenset({"conversations", "messages", "citations", "question_meanings"}),
    _conversations,
    Permission.CONVERSATION_VIEW,
)
