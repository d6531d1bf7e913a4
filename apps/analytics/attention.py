"""What waits for a builder, development by development. Each figure counts what one page lists, so it leads somewhere.

All figures of any number of developments cost the same few queries.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from apps.assistant.questions import open_counts
from apps.core import rbac
from apps.core.identity import Principal
from apps.core.rbac import Permission
from apps.developments.models import Development, Unit
from apps.developments.selectors import within_reach
from apps.documents.models import Document, VersionStatus
from apps.documents.selectors import files_only
from apps.homeowners.invitations import never_used
from apps.homeowners.models import EnrolmentCode

ALL_TYPES = None


@dataclass(frozen=True, slots=True)
class Attention:
    """Figures of one development. A home is without documents when nothing is published for its house type."""

    homes: int = 0
    homes_without_documents: int = 0
    cards_not_scanned: int = 0
    questions_unanswered: int = 0
    documents_failed: int = 0

    @property
    def waiting(self) -> int:
        return self.homes_without_documents + self.cards_not_scanned + self.questions_unanswered + self.documents_failed


def attention(principal: Principal, estates: Sequence[Development]) -> dict[UUID, Attention]:
    """The figures of `estates`, which the principal has read."""
    ids = [estate.pk for estate in estates]
    homes, bare = _homes(principal, ids)
    cards, questions, failed = _unscanned(principal, ids), _questions(principal, estates), _failed(principal, ids)
    return {
        pk: Attention(
            homes=homes[pk],
            homes_without_documents=bare[pk],
            cards_not_scanned=cards[pk],
            questions_unanswered=questions[pk],
            documents_failed=failed[pk],
        )
        for pk in ids
    }


def _questions(principal: Principal, estates: Sequence[Development]) -> dict[UUID, int]:
    """None to a token that was made for developments and not for questions."""
    asked = rbac.allows(principal, Permission.QUESTION_VIEW)
    return open_counts(principal, estates) if asked else dict.fromkeys((estate.pk for estate in estates), 0)


def _homes(principal: Principal, ids: Collection[UUID]) -> tuple[Counter[UUID], Counter[UUID]]:
    """Homes of each development, and those of them for which nothing is published."""
    published = files_only(Document.objects.filter(current_version__isnull=False))
    told = set(_of(principal, published, ids).values_list("development_id", "house_type_code").distinct())
    homes, bare = Counter[UUID](), Counter[UUID]()
    counted = _of(principal, Unit.objects.order_by(), ids).values_list("development_id", "house_type_code")
    for pk, code, count in counted.annotate(count=Count("pk")):
        homes[pk] += count
        if not {(pk, code), (pk, ALL_TYPES)} & told:
            bare[pk] += count
    return homes, bare


def _unscanned(principal: Principal, ids: Collection[UUID]) -> Counter[UUID]:
    return _counted(_of(principal, never_used(EnrolmentCode.objects.all()), ids))


def _failed(principal: Principal, ids: Collection[UUID]) -> Counter[UUID]:
    failed = Document.objects.filter(newest_version__status=VersionStatus.FAILED)
    return _counted(_of(principal, files_only(failed), ids))


def _of(principal: Principal, rows: QuerySet[Any], ids: Collection[UUID]) -> QuerySet[Any]:
    return within_reach(principal, rows.filter(development__in=ids))


def _counted(rows: QuerySet[Any]) -> Counter[UUID]:
    counts = rows.order_by().values_list("development_id").annotate(Count("pk"))
    return Counter(dict(counts))
