"""Answers that a builder writes: each is a document of its own kind, with its words kept here to be edited."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import normalize_newlines

from apps.audit import services as audit
from apps.audit.changes import apply_changes
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.identity import Principal
from apps.core.meanwhile import NOTHING_SEEN, hold_as_seen
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.documents import entries as documents
from apps.documents import services as document_services

from . import questions
from .entry_titles import entry_title
from .models import FaqEntry

LONGEST_QUESTION, LONGEST_ANSWER = 500, 4000
# Browsers write ends of lines in their own way.
WORDS = {"question": normalize_newlines, "answer": normalize_newlines}


def entries_of(principal: Principal, development_id: UUID, *, search: str = "") -> QuerySet[FaqEntry]:
    """Newest first; `search` looks into question and answer.

    Raises:
        NotFound: no such development within reach.
    """
    estate = developments.development(principal, development_id)
    rows = FaqEntry.objects.filter(tenant_id=estate.tenant_id, development=estate)
    return rows.filter(Q(question__icontains=search) | Q(answer__icontains=search)) if search else rows


def entry(principal: Principal, development_id: UUID, entry_id: UUID) -> FaqEntry:
    """
    Raises:
        NotFound: there is none, or it is out of reach.
    """
    return developments.found(entries_of(principal, development_id), entry_id)


@transaction.atomic
def entry_create(
    principal: Principal, *, development_id: UUID, question: str, answer: str, house_type_code: str | None = None
) -> FaqEntry:
    """A question with its answer, which search finds from now on.

    Raises:
        Invalid: the house type is not one of the development's.
    """
    document = documents.entry_publish(
        principal,
        development_id=development_id,
        title=entry_title(),
        question=question,
        answer=answer,
        house_type_code=house_type_code,
    )
    made = FaqEntry.objects.create(
        tenant_id=document.tenant_id,
        development_id=document.development_id,
        document=document,
        house_type_code=house_type_code,
        question=question,
        answer=answer,
        created_by=principal.subject_id,
    )
    audit.record(AuditEvent.ENTRY_CREATED, principal, subject=made, house_type=house_type_code)
    return made


@transaction.atomic
def entry_update(
    principal: Principal,
    *,
    development_id: UUID,
    entry_id: UUID,
    changes: Mapping[str, str | None],
    was: Mapping[str, str | None] = NOTHING_SEEN,
) -> FaqEntry:
    """Change `question`, `answer` or `house_type_code`; answers that cite the words before are outdated then.

    Raises:
        Invalid: the house type is not one of the development's.
        Conflict: somebody has changed the same since it was as in `was`.
    """
    row = entry(principal, development_id, entry_id)
    rbac.check(principal, Permission.QUESTION_ANSWER, row)
    hold_as_seen(row, was=was, wanted=changes, names={"house_type_code": "house_type"}, meant=WORDS)
    made = apply_changes(row, changes)
    if "house_type_code" in made.fields:
        changed = {"house_type_code": row.house_type_code}
        document_services.document_update(principal, document_id=row.document_id, changes=changed)
    if {"question", "answer"} & set(made.fields):
        documents.entry_replace(
            principal, document_id=row.document_id, title=entry_title(), question=row.question, answer=row.answer
        )
    if made:
        row.save(update_fields=["updated_at"])
        audit.record(AuditEvent.ENTRY_CHANGED, principal, subject=row, fields=made.fields, changes=made)
    return row


@transaction.atomic
def entry_delete(principal: Principal, *, development_id: UUID, entry_id: UUID) -> None:
    """Remove an entry with its document."""
    row = entry(principal, development_id, entry_id)
    rbac.check(principal, Permission.QUESTION_ANSWER, row)
    audit.record(AuditEvent.ENTRY_DELETED, principal, subject=row)
    document_services.document_delete(principal, document_id=row.document_id)


@transaction.atomic
def topic_answer(
    principal: Principal,
    *,
    development_id: UUID,
    topic_id: UUID,
    answer: str,
    question: str = "",
    house_type_code: str | None = None,
) -> FaqEntry:
    """Answer what homes have asked. Their questions are asked again behind this, and the homes are told.

    Raises:
        NotFound: nothing like it has been asked.
        Invalid: as `entry_create`.
    """
    topic = questions.topic(principal, development_id, topic_id)
    return entry_create(
        principal,
        development_id=development_id,
        question=question or topic.question[:LONGEST_QUESTION],
        answer=answer,
        house_type_code=house_type_code,
    )
