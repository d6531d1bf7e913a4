"""The reports that dashboards and the API show: figures read once, told under the names people know.

Kept in memory for a minute, under the time at which its figures last changed, so that what has just been counted is
shown at once. The key names whose figures they are, so no report is ever another tenant's.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language

from apps.core import rbac
from apps.core.identity import Principal
from apps.core.rbac import Permission

from . import homes, load, measures, selectors, topics
from .measures import (
    ANSWERED_LATER,
    CITATIONS,
    HOMES,
    NO_RESULT,
    OUTCOMES,
    QUESTIONS,
    RATINGS,
    SEARCHES,
    STEPS_MS,
    TENTHS,
    Counts,
)
from .periods import Period
from .selectors import Whose

KEPT_SECONDS, LOAD_KEPT_SECONDS = 60, 10
ALIVE_SECONDS = 120

Report = dict[str, Any]
Days = dict[date, Counts]


def development(principal: Principal, development_id: UUID, period: Period) -> Report:
    """Everything that a builder sees of a development's questions.

    Raises:
        NotFound: no such development within reach.
    """
    whose, estate = selectors.of_development(principal, development_id)
    rbac.check(principal, Permission.ANALYTICS_VIEW, estate)

    def made() -> Report:
        days = selectors.days(whose, period)
        documents = selectors.used_documents(whose, period)
        return _chat(period, days, _total(days)) | {"documents": documents}

    return _kept("development", principal, whose, period, made)


def overview(principal: Principal, period: Period) -> Report:
    def made(whose: Whose) -> Report:
        days = selectors.days(whose, period)
        return _usage(period, days, _total(days)) | {"places": selectors.by_place(principal, period)}

    return _of_all("overview", principal, period, made)


def chat(principal: Principal, period: Period) -> Report:
    def made(whose: Whose) -> Report:
        days = selectors.days(whose, period)
        total = _total(days)
        return _chat(period, days, total) | {"engines": _named(total, "engine", "engine", "answers")}

    return _of_all("chat", principal, period, made)


def retrieval(principal: Principal, period: Period) -> Report:
    def made(whose: Whose) -> Report:
        days = selectors.days(whose, period)
        total = _total(days)
        return {
            "totals": _searches(total) | {"no_result_share": measures.share(total[NO_RESULT], total[SEARCHES])},
            "days": [{"day": day} | _searches(days.get(day, Counter())) for day in period.days],
            "modes": _named(total, "mode", "mode", "searches"),
            "audiences": _named(total, "by", "audience", "searches"),
            "response_time": _times(total, "search_took"),
            "scores": _tenths(total, "score"),
            "coverage": _tenths(total, "coverage"),
        }

    return _of_all("retrieval", principal, period, made)


def documents(principal: Principal, period: Period) -> Report:
    def made(whose: Whose) -> Report:
        days = selectors.days(whose, period)
        return {
            "totals": selectors.stock(whose, period) | {"citations": _total(days)[CITATIONS]},
            "days": [{"day": day, "citations": days.get(day, Counter())[CITATIONS]} for day in period.days],
            "documents": selectors.used_documents(whose, period),
        }

    return _of_all("documents", principal, period, made)


def system_load(principal: Principal) -> Report:
    """What the system does now; of a tenant only what its own people bring about."""
    rbac.check(principal, Permission.ENTERPRISE_ADMIN)
    whose = selectors.whole(principal)
    key = f"analytics:load:{principal.role}:{whose.tenant_id}"
    return cache.get_or_set(key, lambda: _load(whose), LOAD_KEPT_SECONDS)  # type: ignore[no-any-return]


def _load(whose: Whose) -> Report:
    minutes = load.per_minute(whose)
    looked, now = selectors.last_look(), timezone.now()
    return {
        "at": now,
        "totals": {name: sum(minute[name] for minute in minutes) for name in load.NAMES.values()},
        "minutes": minutes,
        "jobs": selectors.waiting_jobs(whose),
        "worker": {
            "last_seen_at": looked,
            "alive": looked is not None and (now - looked).total_seconds() < ALIVE_SECONDS,
        },
        "limits": load.limits(whose),
    }


def _of_all(name: str, principal: Principal, period: Period, made: Callable[[Whose], Report]) -> Report:
    rbac.check(principal, Permission.ENTERPRISE_ADMIN)
    whose = selectors.whole(principal)
    return _kept(name, principal, whose, period, lambda: made(whose))


def _kept(name: str, principal: Principal, whose: Whose, period: Period, made: Callable[[], Report]) -> Report:
    counted = selectors.counted_at(whose)
    parts = (name, principal.role, whose.tenant_id, whose.development_id, period.first, period.last, get_language())
    version = counted.timestamp() if counted else 0
    key = ":".join(map(str, ("analytics", *parts, version)))
    figures = cache.get_or_set(key, made, KEPT_SECONDS)
    return _head(period) | {"counted_at": counted} | figures


def _head(period: Period) -> Report:
    return {"from": period.first, "to": period.last, "time_zone": settings.CALENDAR_TIME_ZONE}


def _chat(period: Period, days: Days, total: Counts) -> Report:
    return _usage(period, days, total) | {"response_time": _times(total, "took"), "topics": _topics(total)}


def _usage(period: Period, days: Days, total: Counts) -> Report:
    totals = _questions(total) | {
        "active_homes": homes.different(days, period.first),
        "answered_later": total[ANSWERED_LATER],
        "answered_share": measures.share(total["outcome.answered"] + total["outcome.safety"], total[QUESTIONS]),
    }
    return {"totals": totals, "days": [{"day": day} | _questions(days.get(day, Counter())) for day in period.days]}


def _questions(counts: Counts) -> Report:
    return (
        {"questions": counts[QUESTIONS]}
        | {outcome: counts[f"outcome.{outcome}"] for outcome in OUTCOMES}
        | {f"rated_{rating}": counts[f"rating.{rating}"] for rating in RATINGS}
        | {"active_homes": counts[HOMES]}
    )


def _searches(counts: Counts) -> Report:
    named = {"searches": counts[SEARCHES], "no_result": counts[NO_RESULT]}
    return named | {outcome: counts[f"found.{outcome}"] for outcome in OUTCOMES}


def _times(total: Counts, family: str) -> Report:
    steps = measures.times(total, family)
    ends = (*STEPS_MS, None)
    return {
        "median_ms": measures.quantile_ms(steps, 0.5),
        "p95_ms": measures.quantile_ms(steps, 0.95),
        "steps": [{"up_to_ms": end, "number": number} for end, number in zip(ends, steps, strict=True)],
    }


def _tenths(total: Counts, family: str) -> list[Report]:
    return [
        {"from": number / TENTHS, "to": (number + 1) / TENTHS, "searches": searches}
        for number, searches in enumerate(measures.tenths(total, family))
    ]


def _topics(total: Counts) -> list[Report]:
    found = Counter(measures.among(total, "topic")).most_common()
    return [{"topic": code, "label": topics.label(code), "questions": number} for code, number in found]


def _named(total: Counts, family: str, name: str, counted: str) -> list[Report]:
    return [{name: code, counted: number} for code, number in Counter(measures.among(total, family)).most_common()]


def _total(days: Days) -> Counts:
    """Of everything but silences, which mean nothing without their day."""
    total: Counts = Counter()
    for counts in days.values():
        for name, number in counts.items():
            if not name.startswith(homes.SINCE):
                total[name] += number
    return total
