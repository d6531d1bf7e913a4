"""Reading notices: a builder's of one development, and what a home is told right now."""

from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from apps.core.identity import Principal
from apps.developments import selectors as developments

from .models import Notice, NoticeRead


def notices_of(principal: Principal, development_id: UUID) -> QuerySet[Notice]:
    """With `readers`: how many people have read it as it is worded now.

    Raises:
        NotFound: no such development within reach.
    """
    estate = developments.development(principal, development_id)
    rows = Notice.objects.filter(tenant_id=estate.tenant_id, development=estate)
    readers = Count("reads", filter=Q(reads__tenant_id=F("tenant_id"), reads__read_at__gte=F("changed_at")))
    return rows.annotate(readers=readers).order_by("-starts_at", "-created_at", "id")


def notice(principal: Principal, development_id: UUID, notice_id: UUID) -> Notice:
    """
    Raises:
        NotFound: there is none, or it is out of reach.
    """
    return developments.found(notices_of(principal, development_id), notice_id)


def notice_within_reach(principal: Principal, notice_id: UUID) -> Notice:
    """With its development.

    Raises:
        NotFound: there is none, or it is out of reach.
    """
    rows = developments.within_reach(principal, Notice.objects.select_related("development"))
    return developments.found(rows, notice_id)


def showing_to(principal: Principal) -> QuerySet[Notice]:
    """What this homeowner is told now, newest first; `read_at` is when they put away its present words, else null."""
    now = timezone.now()
    meant = Q(house_type_code=None) | Q(house_type_code=principal.house_type_code)
    rows = developments.within_reach(principal, Notice.objects.filter(meant, starts_at__lte=now))
    read = NoticeRead.objects.filter(
        tenant_id=OuterRef("tenant_id"),
        notice=OuterRef("pk"),
        homeowner_id=principal.subject_id,
        read_at__gte=OuterRef("changed_at"),
    )
    rows = rows.filter(Q(ends_at=None) | Q(ends_at__gt=now))
    return rows.annotate(read_at=Subquery(read.values("read_at")[:1])).order_by("-starts_at", "-created_at", "id")


def shown(principal: Principal, notice_id: UUID) -> Notice:
    """
    Raises:
        NotFound: this home is not told it now.
    """
    return developments.found(showing_to(principal), notice_id)
