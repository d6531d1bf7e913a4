"""Asking: a homeowner's question becomes a stored message, a builder's trial leaves only a line in the search log."""

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import Invalid
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.documents.search import SearchResult

from . import selectors
from .answers import ENGINE, Answer, Asker, answer
from .models import Citation, Conversation, Message, SearchLog


@dataclass(frozen=True, slots=True)
class Trial:
    """An answer as a homeowner would get it, stored nowhere, and what a search finds, even where none was needed."""

    question: str
    answer: Answer
    found: SearchResult
    latency_ms: int


@transaction.atomic
def ask(
    principal: Principal, *, text: str, client_message_id: UUID | None = None, conversation_id: UUID | None = None
) -> Message:
    """Answer a homeowner's question and store both. The same `client_message_id` is the same message, answered once.

    Raises:
        NotFound: the conversation is not one of the principal's.
    """
    rbac.check(principal, Permission.CHAT)
    before = selectors.message_sent(principal, client_message_id) if client_message_id else None
    if before:
        return before
    conversation = selectors.conversation(principal, conversation_id) if conversation_id else None
    began = time.monotonic()
    asker = _at_home(principal)
    owner = _owned_by(principal, asker)
    answered = answer(asker, text)
    message = Message(
        client_message_id=client_message_id,
        question=text,
        answer=answered.text,
        outcome=answered.outcome,
        engine=ENGINE,
        mode=answered.mode,
        latency_ms=_milliseconds_since(began),
        **owner,
    )
    try:
        with transaction.atomic():
            _store(message, conversation, owner, answered)
            _log(asker, text, answered, message.latency_ms)
    except IntegrityError:
        meanwhile = selectors.message_sent(principal, client_message_id) if client_message_id else None
        if meanwhile is None:
            raise
        return meanwhile
    return message


@transaction.atomic
def forget_messages(principal: Principal) -> None:
    """Remove the principal's own questions and answers for good."""
    rbac.check(principal, Permission.CHAT)
    selectors.conversations_of(principal).delete()
    audit.record(AuditEvent.CHAT_FORGOTTEN, principal)


@transaction.atomic
def try_question(principal: Principal, *, development_id: UUID, text: str, house_type_code: str | None = None) -> Trial:
    """What a home of this house type would be answered; without one, from all documents of the development.

    Raises:
        NotFound: the development is out of reach.
        Invalid: the development has no such house type.
    """
    rbac.check(principal, Permission.ASSISTANT_TRY)
    development = developments.development(principal, development_id)
    if house_type_code:
        _require_house_type(principal, development_id, house_type_code)
    began = time.monotonic()
    asker = Asker(principal, development, house_type_code)
    answered = answer(asker, text)
    trial = Trial(text, answered, answered.found or asker.search(text), _milliseconds_since(began))
    _log(asker, text, answered, trial.latency_ms)
    return trial


def _require_house_type(principal: Principal, development_id: UUID, code: str) -> None:
    if not developments.house_types_of(principal, development_id).filter(code=code).exists():
        raise Invalid.field("house_type", "unknown", "The development has no such house type.")


def _at_home(principal: Principal) -> Asker:
    home = selectors.home(principal)
    return Asker(principal, home.development, home.house_type_code, home.unit_number)


def _owned_by(principal: Principal, home: Asker) -> dict[str, Any]:
    """The columns that say whose row it is."""
    return {
        "tenant_id": principal.tenant_id,
        "development_id": home.development.pk,
        "unit_id": principal.unit_id,
        "homeowner_id": principal.subject_id,
    }


def _store(message: Message, conversation: Conversation | None, owner: dict[str, Any], answered: Answer) -> None:
    message.conversation = conversation or Conversation.objects.create(**owner)
    message.save(force_insert=True)
    Citation.objects.bulk_create(
        Citation(
            message=message,
            number=cited.number,
            document_id=cited.passage.document_id,
            title=cited.passage.title,
            version=cited.passage.version,
            page=cited.passage.page,
            heading=cited.passage.heading,
            quote=cited.quote,
            passage=cited.passage.text,
            **owner,
        )
        for cited in answered.citations
    )


def _log(asker: Asker, text: str, answered: Answer, took_ms: int) -> None:
    found = answered.found
    SearchLog.objects.create(
        tenant_id=asker.development.tenant_id,
        development=asker.development,
        house_type_code=asker.house_type_code,
        query=text,
        outcome=answered.outcome,
        mode=answered.mode,
        audience=asker.principal.role,
        top_score=found.score if found else None,
        coverage=found.coverage if found else None,
        results=len(found.passages) if found else 0,
        took_ms=took_ms,
    )


def _milliseconds_since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
