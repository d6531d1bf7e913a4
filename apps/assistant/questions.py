"""What homes could not be told, as the builder of a development sees it: topics, never people.

The database gathers them (`sql/open_questions.sql`), because a builder may not read messages.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from apps.audit import services as audit
from apps.audit.events import AuditEvent
from apps.core import rbac
from apps.core.errors import NotFound
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.developments import selectors as developments
from apps.developments.models import Development
from apps.documents.embeddings import model
from apps.documents.search_words import FILLER_TEXT

from .models import DismissedQuestion
from .topics import Asked, Sent, Topic, gather

OPEN_QUESTIONS = "SELECT * FROM security.open_questions(%s, %s, %s, %s, %s)"
OPEN_QUESTIONS_OF = (
    "SELECT of.id, q.* FROM unnest(%s::uuid[]) AS of (id), LATERAL security.open_questions(of.id, false, %s, %s, %s)"
    " AS q"
)
MOST_ROWS = 500


def topics_of(principal: Principal, development_id: UUID, *, state: str = "open") -> list[Topic]:
    """Topics that are `open`, `dismissed` or `answered`: what was sent to the builder first, then by homes.

    Raises:
        NotFound: no such development within reach.
    """
    estate = developments.development(principal, development_id)
    rbac.check(principal, Permission.QUESTION_VIEW, estate)
    return [topic for topic in _topics(estate, answered=state == "answered") if topic.state == state]


def topic(principal: Principal, development_id: UUID, topic_id: UUID) -> Topic:
    """One topic in any state, by the id of any of its sets of words.

    Raises:
        NotFound: nothing like it has been asked, or the development is out of reach.
    """
    estate = developments.development(principal, development_id)
    rbac.check(principal, Permission.QUESTION_VIEW, estate)
    for answered in (False, True):
        for found in _topics(estate, answered=answered):
            if topic_id in found.ids:
                return found
    raise NotFound(reason="no such question")


def open_counts(principal: Principal, estates: Sequence[Development]) -> dict[UUID, int]:
    """How many topics are open in each of the principal's `estates`, in as many queries for one as for many."""
    rbac.check(principal, Permission.QUESTION_VIEW)
    asked: dict[UUID, list[Asked]] = {estate.pk: [] for estate in estates}
    with connection.cursor() as cursor:
        cursor.execute(OPEN_QUESTIONS_OF, [list(asked), FILLER_TEXT, MOST_ROWS, model.key()])
        for estate_id, *row in cursor.fetchall():
            asked[estate_id].append(_asked(*row))
    dismissed: dict[UUID, dict[UUID, datetime]] = {estate.pk: {} for estate in estates}
    rows = developments.within_reach(principal, DismissedQuestion.objects.filter(development__in=list(asked)))
    for estate_id, topic_id, at in rows.values_list("development_id", "topic", "dismissed_at"):
        dismissed[estate_id][topic_id] = at
    return {pk: _count_open(gather(pk, rows), dismissed[pk]) for pk, rows in asked.items()}


def _count_open(topics: Iterable[Topic], dismissed: Mapping[UUID, datetime]) -> int:
    count = 0
    for found in topics:
        found.dismiss_by(dismissed)
        count += not found.dismissed
    return count


@transaction.atomic
def dismiss(principal: Principal, *, development_id: UUID, topic_id: UUID) -> None:
    """Take a topic off the list until a home sends such a question to the builder.

    Raises:
        NotFound: as `topic`.
    """
    rbac.check(principal, Permission.QUESTION_ANSWER)
    found = topic(principal, development_id, topic_id)
    estate = developments.development(principal, development_id)
    DismissedQuestion.objects.bulk_create(
        [
            DismissedQuestion(
                tenant_id=estate.tenant_id,
                development=estate,
                topic=known,
                dismissed_by=principal.subject_id,
                dismissed_at=timezone.now(),
            )
            for known in dict.fromkeys(found.ids)
        ],
        update_conflicts=True,
        unique_fields=["tenant", "development", "topic"],
        update_fields=["dismissed_by", "dismissed_at"],
    )
    audit.record(AuditEvent.QUESTION_DISMISSED, principal, subject=estate, topic=found.id)


def _topics(estate: Development, *, answered: bool) -> list[Topic]:
    topics = gather(estate.pk, _rows(estate, answered=answered))
    rows = DismissedQuestion.objects.filter(tenant_id=estate.tenant_id, development=estate)
    dismissed = dict(rows.values_list("topic", "dismissed_at"))
    for found in topics:
        found.answered = answered
        found.dismiss_by(dismissed)
    return topics


def _rows(estate: Development, *, answered: bool) -> Iterator[Asked]:
    with connection.cursor() as cursor:
        cursor.execute(OPEN_QUESTIONS, [estate.pk, answered, FILLER_TEXT, MOST_ROWS, model.key()])
        for row in cursor.fetchall():
            yield _asked(*row)


def _asked(
    words: list[str],
    question: str,
    answer: str | None,
    outcome: str,
    homes: list[str],
    down: int,
    reasons: list[str] | None,
    sent: str,
    first: datetime,
    last: datetime,
    meaning: bytes | None,
) -> Asked:
    """One row of `security.open_questions`."""
    return Asked(
        words=frozenset(words),
        question=question,
        answer=answer,
        outcome=outcome,
        homes=frozenset(homes),
        down=down,
        reasons=reasons or [],
        sent=[Sent(one["home"], one["note"], datetime.fromisoformat(one["at"])) for one in json.loads(sent)],
        first_asked=first,
        last_asked=last,
        meaning=meaning,
    )
