"""Thresholds from results: where states begin so that few answers are held back and little foreign talk is answered.

*Closest* begins where the worst of the sets is best, so that no kind of documents pays for another. *Answered* begins
above nearly all that the documents do not answer; no threshold tells a near miss (`judgement.py`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Self

from .question_set import OFF_TOPIC
from .trials import Result

# How many answerable questions may be called not found, and how much of what is off topic may be let through.
FALSE_NOT_FOUND, LET_THROUGH = 0.05, 0.10
# How much of what has no answer, near misses too, may be called answered.
FALSE_ANSWERED = 0.03
# Thresholds are stored to three places.
STEP = 0.001


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Thresholds of one mode, with the shares that they gave of all sets together."""

    closest: float
    answered: float
    answerable: int
    off_topic: int
    without_answer: int
    false_not_found: float
    off_topic_caught: float
    false_answered: float
    answered_of_answerable: float


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What was found for the questions of a set: those that have an answer, those off topic, and all that have none."""

    own: list[float]
    foreign: list[float]
    without: list[float]

    @classmethod
    def of(cls, results: Iterable[Result]) -> Self:
        own, foreign, without = list[float](), list[float](), list[float]()
        for one in results:
            (own if one.question.answerable else without).append(one.evidence)
            if one.question.style == OFF_TOPIC:
                foreign.append(one.evidence)
        return cls(own, foreign, sorted(without))

    def cost(self, limit: float) -> float:
        """The worse of both errors, by how much of it there may be."""
        return max(_below(limit, self.own) / FALSE_NOT_FOUND, _above(limit, self.foreign) / LET_THROUGH)


def calibrate(sets: Sequence[Sequence[Result]]) -> Calibrated:
    """
    Raises:
        ValueError: there are no answerable questions, or none off topic.
    """
    each, every = [_Evidence.of(results) for results in sets], _Evidence.of(chain.from_iterable(sets))
    if not every.own or not every.foreign:
        raise ValueError("calibration needs questions with answers and questions off topic")
    limits = _between(every.own + every.foreign)
    costs = {limit: (max(one.cost(limit) for one in each), every.cost(limit)) for limit in limits}
    closest = round(min(costs, key=lambda limit: costs[limit]), 3)
    answered = max(closest, round(every.without[-1 - int(FALSE_ANSWERED * len(every.without))] + STEP, 3))
    return Calibrated(
        closest=closest,
        answered=answered,
        answerable=len(every.own),
        off_topic=len(every.foreign),
        without_answer=len(every.without),
        false_not_found=round(_below(closest, every.own), 3),
        off_topic_caught=round(_below(closest, every.foreign), 3),
        false_answered=round(_above(answered, every.without), 3),
        answered_of_answerable=round(_above(answered, every.own), 3),
    )


def _between(values: Sequence[float]) -> list[float]:
    ordered = sorted({0.0, 1.0, *values})
    return [(one + other) / 2 for one, other in pairwise(ordered)]


def _below(limit: float, values: Sequence[float]) -> float:
    return sum(value < limit for value in values) / (len(values) or 1)


def _above(limit: float, values: Sequence[float]) -> float:
    return sum(value >= limit for value in values) / (len(values) or 1)
