"""Asking: a homeowner's question becomes a stored message, a builder's trial leaves only a line in the search log."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import get_language

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import Invalid
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.documents.models import Document
from apps.documents.search import SearchResult

from . import drawings, selectors, turns
from .answers import Answer, Asker, answer
from .engines import Engine
from .guidance import guidance_of
from .keeping import keep
from .language_model.composing import Task, task_for
from .meanings import read_later
from .models import Conversation, Message, SearchLog
from .turns import Turn


@dataclass(frozen=True, slots=True)
class Trial:
    """An answer as a homeowner would get it, stored nowhere, and what a search finds, even where none was needed."""

    question: str
    answer: Answer
    found: SearchResult
    latency_ms: int
    downloads: list[Document]


def finished(principal: Principal, turn: Turn) -> Message:
    """The message with its final answer; outside any transaction where a model is still to be asked."""
    for _ in turns.pieces(principal, turn):
        continue
    return turn.message


@transaction.atomic
def begin(
    principal: Principal, *, text: str, client_message_id: UUID | None = None, conversation_id: UUID | None = None
) -> Turn:
    """Answer a homeowner's question with quotes and store both; `turns.pieces` brings the final words.

    The same `client_message_id` is the same message, answered once.

    Raises:
        NotFound: the conversation is not one of the principal's.
    """
    rbac.check(principal, Permission.CHAT)
    turn = _begun(principal, text, client_message_id, conversation_id)
    drawings.furnish(principal, [turn.message])
    return turn


def _begun(principal: Principal, text: str, client_message_id: UUID | None, conversation_id: UUID | None) -> Turn:
    before = selectors.message_sent(principal, client_message_id) if client_message_id else None
    if before:
        return Turn(before)
    conversation = selectors.conversation(principal, conversation_id) if conversation_id else None
    earlier = selectors.latest_of(principal, conversation) if conversation else []
    began = time.monotonic()
    asker = _at_home(principal)
    owner = _owned_by(principal, asker)
    answered, task = _drafted(asker, text, earlier)
    message = _message(
        text, answered, owner, client_message_id=client_message_id, latency_ms=_milliseconds_since(began)
    )
    try:
        with transaction.atomic():
            message.conversation = conversation or Conversation.objects.create(**owner)
            keep(message, answered, owner)
            read_later(message)
            _log(asker, answered.question or text, answered, message.latency_ms)
    except IntegrityError:
        meanwhile = selectors.message_sent(principal, client_message_id) if client_message_id else None
        if meanwhile is None:
            raise
        return Turn(meanwhile)
    prefetch_related_objects([message], "citations")
    return Turn(message, answered, task)


def _message(text: str, answered: Answer, owner: dict[str, Any], **more: Any) -> Message:
    return Message(
        question=text,
        answer=answered.text,
        outcome=answered.outcome,
        engine=answered.engine,
        mode=answered.mode,
        language=get_language() or settings.LANGUAGE_CODE,
        **owner,
        **more,
    )


@transaction.atomic
def forget_messages(principal: Principal) -> None:
    """Remove the principal's own questions and answers for good."""
    rbac.check(principal, Permission.CHAT)
    selectors.conversations_of(principal).delete()
    audit.record(AuditEvent.CHAT_FORGOTTEN, principal)


def try_question(principal: Principal, *, development_id: UUID, text: str, house_type_code: str | None = None) -> Trial:
    """What a home of this house type would be answered; without one, from all documents of the development.

    Raises:
        NotFound: the development is out of reach.
        Invalid: the development has no such house type.
    """
    began = time.monotonic()
    trial, task = _try(principal, development_id, text, house_type_code)
    worded = turns.worded(trial.answer, task)
    return replace(trial, answer=worded, latency_ms=_milliseconds_since(began))


@transaction.atomic
def _try(
    principal: Principal, development_id: UUID, text: str, house_type_code: str | None
) -> tuple[Trial, Task | None]:
    rbac.check(principal, Permission.ASSISTANT_TRY)
    development = developments.development(principal, development_id)
    if house_type_code:
        _require_house_type(principal, development_id, house_type_code)
    began = time.monotonic()
    asker = Asker(principal, development, house_type_code)
    answered, task = _drafted(asker, text)
    found, downloads = answered.found or asker.search(text), drawings.beside(asker, text, answered)
    trial = Trial(text, answered, found, _milliseconds_since(began), downloads)
    _log(asker, text, answered, trial.latency_ms)
    return trial, task


def _drafted(asker: Asker, text: str, earlier: Sequence[Message] = ()) -> tuple[Answer, Task | None]:
    """The answer in quotes, and what a model is to be asked, which the quotes stand in for until then."""
    answered = answer(asker, text, [message.question for message in earlier])
    task = task_for(answered, earlier, guidance_of(asker.development).instructions)
    return (replace(answered, engine=Engine.FALLBACK) if task else answered), task


def _require_house_type(principal: Principal, development_id: UUID, code: str) -> None:
    if not developments.house_types_of(principal, development_id).filter(code=code).exists():
        raise Invalid.field("house_type", "unknown", "The development has no such house type.")


def _at_home(principal: Principal) -> Asker:
    home = selectors.home(principal)
    return Asker(principal, home.development, home.house_type_code, home)


def _owned_by(principal: Principal, home: Asker) -> dict[str, Any]:
    """The columns that say whose row it is."""
    return {
        "tenant_id": principal.tenant_id,
        "development_id": home.development.pk,
        "unit_id": principal.unit_id,
        "homeowner_id": principal.subject_id,
    }


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
