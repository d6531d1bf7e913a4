"""What many results say together. Shares are 0 to 1, times in milliseconds; None where none was of the kind."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from statistics import fmean, median, quantiles
from typing import Any

from .question_set import OFF_TOPIC
from .trials import Result


@dataclass(frozen=True, slots=True)
class Figures:
    questions: int
    recall_at_1: float | None
    recall_at_5: float | None
    containment: float | None
    state_accuracy: float | None
    false_not_found: float | None
    off_topic_caught: float | None
    leaks: int
    misled: int
    p50: float
    p95: float


def of(results: Sequence[Result]) -> Figures:
    answerable = [one for one in results if one.question.answerable]
    foreign = [one for one in results if one.question.style == OFF_TOPIC]
    times = sorted(one.milliseconds for one in results)
    return Figures(
        questions=len(results),
        recall_at_1=_share(answerable, lambda one: one.rank == 1),
        recall_at_5=_share(answerable, lambda one: one.rank > 0),
        containment=_share(answerable, lambda one: one.contained),
        state_accuracy=_share(results, lambda one: one.right),
        false_not_found=_share(answerable, lambda one: not one.found),
        off_topic_caught=_share(foreign, lambda one: not one.found),
        leaks=sum(one.leaks for one in results),
        misled=sum(one.misled for one in results),
        p50=round(median(times), 1),
        p95=round(quantiles(times, n=20)[-1] if len(times) > 1 else times[0], 1),
    )


def by_style(results: Iterable[Result]) -> dict[str, dict[str, Any]]:
    """Of everything, then of each style."""
    ordered = sorted(results, key=_style)
    groups = {style: list(group) for style, group in groupby(ordered, key=_style)}
    return {name: asdict(of(group)) for name, group in ({"all": ordered} | groups).items()}


def _style(one: Result) -> str:
    return one.question.style


def _share(results: Sequence[Result], holds: Callable[[Result], bool]) -> float | None:
    return round(fmean(holds(one) for one in results), 3) if results else None
