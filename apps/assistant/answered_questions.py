"""Which questions a document has answered, as its builder sees it: what was asked, never by whom.

The database gathers them (`sql/document_questions.sql`), because a builder may not read messages.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from apps.core import rbac
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.documents import selectors as documents
from apps.documents.search_words import FILLER_TEXT

from .topics import FEWEST_HOMES

DOCUMENT_QUESTIONS = "SELECT * FROM security.document_questions(%s, %s, %s)"
MOST_QUESTIONS = 100


@dataclass(frozen=True, slots=True)
class AnsweredQuestion:
    """In the words of whoever asked last. `homes` is None below three; `last_asked` by the hour. `pages`: of each
    answer the first that it cites, five at most."""

    question: str
    asked: int
    homes: int | None
    helpful: int
    unhelpful: int
    pages: list[int]
    last_asked: datetime


def answered_by(principal: Principal, document_id: UUID) -> list[AnsweredQuestion]:
    """Those of the last year, asked most first.

    Raises:
        NotFound: no such document within reach.
    """
    document = documents.document(principal, document_id)
    rbac.check(principal, Permission.QUESTION_VIEW, document)
    with connection.cursor() as cursor:
        cursor.execute(DOCUMENT_QUESTIONS, [document.pk, FILLER_TEXT, MOST_QUESTIONS])
        return [_told(*row) for row in cursor.fetchall()]


def _told(
    question: str, asked: int, homes: int, helpful: int, unhelpful: int, pages: list[int | None], last: datetime
) -> AnsweredQuestion:
    return AnsweredQuestion(
        question=question,
        asked=asked,
        homes=homes if homes >= FEWEST_HOMES else None,
        helpful=helpful,
        unhelpful=unhelpful,
        pages=[page for page in pages or [] if page is not None],
        last_asked=last.replace(minute=0, second=0, microsecond=0),
    )
