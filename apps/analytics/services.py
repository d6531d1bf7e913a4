"""Counting: what waits is taken, added to the figures of its days, and gone, all in one transaction.

So a run that breaks off leaves everything as it was, a second run finds nothing, and two at once never meet: whoever
comes second waits, or leaves it to the first. What it costs follows what waits, not what has been counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from apps.core import calendar, rbac
from apps.core.identity import PLATFORM_TENANT, Principal
from apps.core.rbac import Permission

from . import topics
from .homes import add_homes
from .ledger import Cell, Placed, cited_documents, store_documents, store_figures, take, touch
from .measures import CITATIONS, Counts, counts_of
from .models import ActiveHome, DayFigures, DocumentUse, Kind, Pending, RollUp

BATCH = 5_000
LOCK = "SELECT pg_advisory_xact_lock(hashtext('analytics roll-up'))"
TRY_LOCK = "SELECT pg_try_advisory_xact_lock(hashtext('analytics roll-up'))"
NOTE_AGAIN = "SELECT security.note_again(%s, %s)"


def roll_up(principal: Principal, *, tenant_id: UUID | None = None, batch: int = BATCH) -> int:
    """Count what waits, of one tenant or of all, in short transactions; how many rows there were.

    Needs the scope of the platform. Where somebody else counts already, it leaves the rest to them.
    """
    counted = 0
    while True:
        with transaction.atomic():
            done = _count(principal, tenant_id, batch) if _locked(TRY_LOCK) else 0
        counted += done
        if done < batch:
            return counted


@transaction.atomic
def count_waiting(principal: Principal, *, tenant_id: UUID) -> int:
    """The same for one tenant inside the caller's transaction; waits for who counts already."""
    _locked(LOCK)
    counted = 0
    while done := _count(principal, tenant_id, BATCH):
        counted += done
    return counted


@transaction.atomic
def count_again(principal: Principal, *, tenant_id: UUID, since: date) -> int:
    """Forget a tenant's figures of the days since `since` and count them anew from what is stored today.

    Questions that were removed meanwhile were in the old figures and are not in the new ones.
    """
    rbac.check(principal, Permission.TENANT_VIEW)
    _locked(LOCK)
    _take_from_platform(tenant_id, since)
    for model in (DayFigures, ActiveHome, DocumentUse):
        model._default_manager.filter(tenant_id=tenant_id, day__gte=since).delete()
    with connection.cursor() as cursor:
        cursor.execute(NOTE_AGAIN, [tenant_id, calendar.starts(since)])
    touch([tenant_id, PLATFORM_TENANT])
    return count_waiting(principal, tenant_id=tenant_id)


def _locked(statement: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0] is not False


def _take_from_platform(tenant_id: UUID, since: date) -> None:
    """The tenant's share of the figures of all tenants."""
    own = DayFigures.objects.filter(tenant_id=tenant_id, development=None, day__gte=since)
    store_figures({(PLATFORM_TENANT, None, day): _negative(counts) for day, counts in own.values_list("day", "counts")})


def _negative(counts: dict[str, int]) -> Counts:
    return Counter({name: -number for name, number in counts.items()})


def _count(principal: Principal, tenant_id: UUID | None, batch: int) -> int:
    """One batch, inside the caller's transaction and behind its lock."""
    rbac.check(principal, Permission.TENANT_VIEW)
    rows = take(tenant_id, batch)
    if not rows:
        return 0
    new = [row for row in rows if row.is_new]
    asked = [row for row in new if row.kind == Kind.ASKED]
    figures = _figures(rows, asked)
    for (tenant, development, day), counts in add_homes(_homes(asked)).items():
        _add(figures, tenant, development, day, counts)
    uses = _uses([row for row in new if row.kind != Kind.SEARCHED])
    for (tenant, development, day, _document), answers in uses.items():
        _add(figures, tenant, development, day, Counter({CITATIONS: answers}))
    store_figures(figures)
    store_documents(uses)
    touch({row.tenant_id for row in rows} | {PLATFORM_TENANT})
    return len(rows)


def _figures(rows: Iterable[Pending], asked: Sequence[Pending]) -> dict[Cell, Counts]:
    figures: dict[Cell, Counts] = defaultdict(Counter)
    for row in rows:
        _add(figures, row.tenant_id, row.development_id, calendar.day_of(row.at), counts_of(row))
    said = topics.of_messages([row.source_id for row in asked])
    for row in asked:
        about = Counter(f"topic.{topic}" for topic in said.get(row.source_id, ()))
        _add(figures, row.tenant_id, row.development_id, calendar.day_of(row.at), about)
    return figures


def _add(figures: dict[Cell, Counts], tenant: UUID, development: UUID | None, day: date, counts: Counts) -> None:
    """To the development, to its tenant and to the platform."""
    for cell in ((tenant, development, day), (tenant, None, day), (PLATFORM_TENANT, None, day)):
        figures[cell].update(counts)


def _homes(asked: Iterable[Pending]) -> set[Placed]:
    return {
        (row.tenant_id, row.development_id, calendar.day_of(row.at), row.unit_id)
        for row in asked
        if row.unit_id is not None
    }


def _uses(answered: Sequence[Pending]) -> dict[Placed, int]:
    """How many of the answers cited each document, by tenant, development, day and document."""
    cited = cited_documents([(row.tenant_id, row.source_id) for row in answered])
    return Counter(
        (row.tenant_id, row.development_id, calendar.day_of(row.at), document)
        for row in answered
        for document in cited.get(row.source_id, ())
    )


@transaction.atomic
def tell_alive() -> None:
    """Leave the time of this look, which tells that clock and worker run."""
    now = timezone.now()
    RollUp.objects.update_or_create(
        tenant_id=PLATFORM_TENANT, defaults={"looked_at": now}, create_defaults={"looked_at": now, "counted_at": now}
    )
