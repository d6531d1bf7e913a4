"""The list of questions is true: what a right answer quotes stands in one passage, what no answer may quote in none."""

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from apps.demo import content

from .conftest import Library

FILE = Path(content.__file__).with_name("questions.toml")
QUESTIONS: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["questions"]
ANSWERED = [question for question in QUESTIONS if "expected" in question]


def _name(question: dict[str, Any]) -> str:
    return f"{question['house_type']}: {question['question']}"


@pytest.mark.parametrize("question", ANSWERED, ids=_name)
def test_each_named_document_has_a_passage_with_the_answer(library: Library, question: dict[str, Any]) -> None:
    documents = library.of(question["development"], question["house_type"])
    for key in question["documents"]:
        assert any(_says(passage, question["expected"]) for passage in documents[key].passages), key


@pytest.mark.parametrize("question", [question for question in ANSWERED if "never" in question], ids=_name)
def test_nothing_that_the_asker_can_see_says_the_wrong_fact(library: Library, question: dict[str, Any]) -> None:
    for read in library.of(question["development"], question["house_type"]).values():
        assert not [fact for fact in question["never"] if fact in read.text]


def test_there_are_enough_of_each_style() -> None:
    styles = Counter(question["style"] for question in QUESTIONS)
    assert styles["off_topic"] + styles["missing"] >= 12
    assert styles["colloquial"] >= 12
    assert len(ANSWERED) >= 45
    assert len(QUESTIONS) >= 150


@pytest.mark.parametrize("split", ["tuning", "test"])
def test_each_part_has_questions_with_and_without_answers(split: str) -> None:
    part = [question for question in QUESTIONS if question["split"] == split]
    styles = Counter(question["style"] for question in part)
    assert len(part) >= 60
    assert min(styles["plain"], styles["colloquial"], styles["off_topic"]) >= 10


def _says(passage: str, expected: list[str]) -> bool:
    return all(fact.casefold() in passage.casefold() for fact in expected)
