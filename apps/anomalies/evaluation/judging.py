"""Recall and false alarms of each detector, over quiet months and planted cases."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from apps.core.identity import PLATFORM_TENANT

from ..candidates import Candidate
from ..catalogue import Detector
from ..detectors import running
from ..detectors.running import Range
from ..thresholds import THRESHOLDS
from . import quiet
from .planted import PLANTED, Plant
from .town import Town, town

# Every case must be found, and a quiet month must stay silent.
RECALL_FLOOR, FALSE_ALARM_CEILING = 1.0, 0
EVER = 2**62


@dataclass(frozen=True, slots=True)
class Score:
    """`missed` and `alarms` name kinds, one entry for each case."""

    detector: Detector
    planted: int
    missed: tuple[str, ...]
    alarms: tuple[str, ...]

    @property
    def recall(self) -> float:
        return (self.planted - len(self.missed)) / self.planted

    @property
    def is_good(self) -> bool:
        return self.recall >= RECALL_FLOOR and len(self.alarms) <= FALSE_ALARM_CEILING


def _by_default(detector: Detector, tenant_id: UUID) -> dict[str, int]:
    return {name: declared.default for name, declared in THRESHOLDS[detector].items()}


Judged = Callable[[Detector, UUID], dict[str, int]]


def evaluate(seed: int = 1, cases: int = 3) -> list[Score]:
    """One quiet month, and `cases` of each kind on top of it, each alone."""
    with town(seed) as place:
        quiet.live(place)
        return [_score(place, detector, cases) for detector in Detector]


def _score(place: Town, detector: Detector, cases: int, judged: Judged = _by_default) -> Score:
    alarms = tuple(candidate.kind for candidate in _met(place, detector, place.written | _own_ids(place), judged))
    kinds = [(kind, plant) for kind, plant in PLANTED[detector].items() for _ in range(cases)]
    missed = tuple(kind for kind, plant in kinds if not _is_found(place, detector, kind, plant, judged))
    return Score(detector, len(kinds), missed, alarms)


def _own_ids(place: Town) -> set[str]:
    return {str(row.pk) for row in (*place.units, *place.people)}


def _is_found(place: Town, detector: Detector, kind: str, plant: Plant, judged: Judged) -> bool:
    """Planted, looked for, and taken back."""
    mark = transaction.savepoint()
    try:
        made = plant(place) or set()
        return any(candidate.kind == kind for candidate in _met(place, detector, made | place.flush(), judged))
    finally:
        transaction.savepoint_rollback(mark)


def _met(place: Town, detector: Detector, rows: set[str], judged: Judged) -> Iterator[Candidate]:
    """What is met in the town and on the platform's trail because of these rows. Only what this transaction wrote is
    news: the installation's own attacks of the month would crowd the planted ones out of a finding's evidence."""
    ever = Range(_own_transaction(), EVER, timezone.now() - timedelta(days=40))
    for tenant_id in (place.tenant.pk, PLATFORM_TENANT):
        for candidate in running.candidates(detector, tenant_id, ever, judged(detector, tenant_id)):
            if any(row["id"] in rows for row in candidate.evidence):
                yield candidate


def _own_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])
