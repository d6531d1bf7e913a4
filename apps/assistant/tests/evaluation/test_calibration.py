"""Thresholds hold in every set of questions, not only in the largest, and are all found from results."""

import pytest

from apps.assistant.evaluation.calibration import calibrate
from apps.assistant.evaluation.question_set import MISSING, OFF_TOPIC, Question
from apps.assistant.evaluation.trials import Result


def results(style, *evidence):
    question = Question("?", "place", style, expected=() if style in (MISSING, OFF_TOPIC) else ("fact",))
    return [Result(question, "hybrid", "closest", one, 1, True, 0, 0, 1.0) for one in evidence]


LARGE = [*results("plain", *[0.6] * 95, *[0.28] * 4), *results(OFF_TOPIC, *[0.1] * 48, 0.27, 0.27)]
SMALL = [*results("plain", *[0.5] * 18, 0.22, 0.26), *results(OFF_TOPIC, *[0.1] * 20)]


def test_a_small_set_does_not_pay_for_a_large_one():
    assert 0.26 < calibrate([LARGE]).closest <= 0.28
    both = calibrate([LARGE, SMALL])
    assert 0.1 < both.closest <= 0.26
    assert both.off_topic_caught >= 0.9
    assert (both.answerable, both.off_topic) == (119, 70)


def test_an_answer_begins_above_what_nearly_misses():
    without = calibrate([LARGE])
    near = calibrate([[*LARGE, *results(MISSING, 0.2, 0.4, 0.41, 0.42)]])
    assert (near.closest, near.without_answer) == (without.closest, 54)
    assert without.answered < near.answered
    assert near.false_answered <= 0.05
    assert near.answered_of_answerable == pytest.approx(95 / 99, abs=0.001)


def test_without_questions_of_both_kinds_nothing_is_found():
    with pytest.raises(ValueError, match="off topic"):
        calibrate([results("plain", 0.5)])
