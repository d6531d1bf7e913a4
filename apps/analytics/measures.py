"""The names under which a day's figures are counted, and what can be told from them.

Everything adds up: days to a range, developments to a tenant. Times and scores are counted in fixed steps, so a median
of a year is as good as its step and needs no single answer kept.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from .models import Kind, Pending

QUESTIONS, SEARCHES, ANSWERED_LATER, HOMES, NO_RESULT = "questions", "searches", "answered_later", "homes", "no_result"
CITATIONS = "citations"
OUTCOMES = ("answered", "closest", "not_found", "safety", "refused")
RATINGS = ("up", "down")
# Upper ends in milliseconds; what is slower than the last is counted under `SLOWER`.
STEPS_MS = (25, 50, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 10_000, 20_000, 60_000)
SLOWER = "more"
TENTHS = 10

Counts = Counter[str]


def counts_of(row: Pending) -> Counts:
    """What one pending row adds to its day."""
    names = {Kind.ASKED: _asked, Kind.FOLLOWED: _followed, Kind.SEARCHED: _searched}[Kind(row.kind)](row)
    return Counter({name: row.sign * times for name, times in Counter(names).items()})


def _asked(row: Pending) -> Iterable[str]:
    yield from (QUESTIONS, f"outcome.{row.outcome}", f"took.{step_of(row.took_ms)}", f"engine.{row.engine}")
    if row.rating:
        yield f"rating.{row.rating}"


def _followed(row: Pending) -> Iterable[str]:
    yield ANSWERED_LATER
    if row.rating:
        yield f"rating.{row.rating}"


def _searched(row: Pending) -> Iterable[str]:
    yield from (SEARCHES, f"found.{row.outcome}", f"mode.{row.mode or 'none'}", f"by.{row.audience}")
    yield f"search_took.{step_of(row.took_ms)}"
    if not row.results:
        yield NO_RESULT
    if row.score is not None:
        yield f"score.{tenth_of(row.score)}"
    if row.coverage is not None:
        yield f"coverage.{tenth_of(row.coverage)}"


def step_of(milliseconds: int) -> str:
    position = bisect_left(STEPS_MS, milliseconds)
    return str(STEPS_MS[position]) if position < len(STEPS_MS) else SLOWER


def tenth_of(share: float) -> int:
    """0 to 9: the tenth that a number from 0 to 1 lies in."""
    return min(max(int(share * TENTHS), 0), TENTHS - 1)


def among(counts: Mapping[str, int], family: str) -> dict[str, int]:
    """The counts of one family, `outcome` for example, by what follows the dot; those of nothing left out."""
    prefix = f"{family}."
    return {name.removeprefix(prefix): n for name, n in counts.items() if name.startswith(prefix) and n > 0}


def times(counts: Mapping[str, int], family: str) -> list[int]:
    """How many were as fast as each step, the slower ones last."""
    found = among(counts, family)
    return [found.get(name, 0) for name in (*map(str, STEPS_MS), SLOWER)]


def tenths(counts: Mapping[str, int], family: str) -> list[int]:
    found = among(counts, family)
    return [found.get(str(number), 0) for number in range(TENTHS)]


def quantile_ms(steps: Sequence[int], share: float) -> int | None:
    """The time that `share` of all did not exceed, taken as even inside its step; None where there was nothing."""
    wanted, passed = share * sum(steps), 0
    if not wanted:
        return None
    ends = (*STEPS_MS, STEPS_MS[-1])
    for position, count in enumerate(steps):
        if passed + count >= wanted:
            begin = STEPS_MS[position - 1] if position else 0
            return round(begin + (ends[position] - begin) * (wanted - passed) / count)
        passed += count
    return STEPS_MS[-1]


def share(part: int, whole: int) -> float | None:
    """None where there is nothing to take a share of."""
    return round(part / whole, 4) if whole > 0 else None
