"""How many different homes asked in any range of days, from figures that add up.

Each active home of a day is counted under how many days it had been silent before: `since.3`, or `since.first` when it
had not asked for a year. In a range that begins on `first` a home is new on the day whose silence reaches back before
`first`, and on no other. So the days of a range are enough, of a development as of all tenants.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import connection

from .ledger import Cell, Placed, columns
from .measures import HOMES, Counts
from .periods import MOST_DAYS

SINCE, FIRST = "since.", "first"
ADD = """INSERT INTO analytics_homes (id, tenant_id, development_id, day, unit_id)
SELECT gen_random_uuid(), h.* FROM unnest(%s::uuid[], %s::uuid[], %s::date[], %s::uuid[]) AS h
ON CONFLICT DO NOTHING RETURNING tenant_id, development_id, unit_id, day"""
DAYS = """SELECT h.unit_id, array_agg(h.day) FROM unnest(%s::uuid[], %s::uuid[]) AS n (tenant, unit)
JOIN analytics_homes h ON h.tenant_id = n.tenant AND h.unit_id = n.unit GROUP BY h.unit_id"""

Silences = dict[date, int | None]


def add_homes(homes: Iterable[Placed]) -> dict[Cell, Counts]:
    """Note that these homes were active; what that changes in the figures of each development's days."""
    changed: dict[Cell, Counts] = defaultdict(Counter)
    with connection.cursor() as cursor:
        cursor.execute(ADD, columns(sorted(homes), 4))
        added = _by_home(cursor.fetchall())
        cursor.execute(DAYS, columns({(tenant, unit) for tenant, _, unit in added}, 2))
        days = dict(cursor.fetchall())
    for (tenant, development, unit), new in added.items():
        for day, counts in _difference(days[unit], new).items():
            changed[tenant, development, day].update(counts)
    return changed


def _by_home(rows: Iterable[tuple[UUID, UUID, UUID, date]]) -> dict[tuple[UUID, UUID, UUID], set[date]]:
    found: dict[tuple[UUID, UUID, UUID], set[date]] = defaultdict(set)
    for tenant, development, unit, day in rows:
        found[tenant, development, unit].add(day)
    return found


def _difference(days: Collection[date], new: Collection[date]) -> dict[date, Counts]:
    """What the new ones among a home's days change: of their own day, and of the one after them."""
    after, before = silences(days), silences(day for day in days if day not in new)
    changed: dict[date, Counts] = defaultdict(Counter)
    for day in new:
        changed[day][HOMES] += 1
    for day, silence in after.items():
        if day not in before or before[day] != silence:
            changed[day][name_of(silence)] += 1
            if day in before:
                changed[day][name_of(before[day])] -= 1
    return changed


def silences(days: Iterable[date]) -> Silences:
    """By day: how many days before it the home was last active; None when that was never, or a year ago or more."""
    found: Silences = {}
    previous: date | None = None
    for day in sorted(days):
        gap = (day - previous).days if previous else None
        found[day] = gap if gap and gap < MOST_DAYS else None
        previous = day
    return found


def name_of(silence: int | None) -> str:
    return f"{SINCE}{silence or FIRST}"


def different(days: Mapping[date, Counts], first: date) -> int:
    """How many homes were active on these days, each counted once; `first` is the first day of the range."""
    return sum(_new_on(counts, (day - first).days) for day, counts in days.items())


def _new_on(counts: Counts, passed: int) -> int:
    """Homes that had not been active in the days of the range that had passed before."""
    told = ((name[len(SINCE) :], n) for name, n in counts.items() if name.startswith(SINCE))
    return sum(n for silence, n in told if silence == FIRST or int(silence) > passed)
