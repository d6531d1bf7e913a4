"""Thresholds from results: where states begin so that few answers are held back and little foreign talk is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .question_set import OFF_TOPIC
from .trials import Result

# How many answerable questions may be called not found, and how much of what is off topic may be let through.
FALSE_NOT_FOUND, LET_THROUGH = 0.05, 0.10
# How much of what is off topic may be called answered.
FALSE_ANSWERED = 0.03


@dataclass(frozen=True, slots=True)
class Calibrated:
    """Thresholds of one mode, with the shares that they gave."""

    closest: float
    answered: float
    answerable: int
    off_topic: int
    false_not_found: float
    off_topic_caught: float


def calibrate(results: Sequence[Result]) -> Calibrated:
    """
    Raises:
        ValueError: there are no answerable questions, or none off topic.
    """
    own = sorted(one.evidence for one in results if one.question.answerable)
    foreign = sorted(one.evidence for one in results if one.question.style == OFF_TOPIC)
    if not own or not foreign:
        raise ValueError("calibration needs questions with answers and questions off topic")
    closest = min(_between(own + foreign), key=lambda limit: _cost(limit, own, foreign))
    answered = max(closest, foreign[int((1 - FALSE_ANSWERED) * (len(foreign) - 1))])
    return Calibrated(
        closest=round(closest, 3),
        answered=round(answered, 3),
        answerable=len(own),
        off_topic=len(foreign),
        false_not_found=round(_below(closest, own), 3),
        off_topic_caught=round(_below(closest, foreign), 3),
    )


def _cost(limit: float, own: Sequence[float], foreign: Sequence[float]) -> float:
    """Each error counts by how much of it there may be."""
    return _below(limit, own) / FALSE_NOT_FOUND + (1 - _below(limit, foreign)) / LET_THROUGH


def _between(values: Sequence[float]) -> list[float]:
    ordered = sorted({0.0, 1.0, *values})
    return [(one + other) / 2 for one, other in pairwise(ordered)]


def _below(limit: float, values: Sequence[float]) -> float:
    return sum(value < limit for value in values) / len(values)
