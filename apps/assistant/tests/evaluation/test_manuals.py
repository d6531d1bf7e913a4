"""The set over documents of its own is true: what a right answer quotes stands in one passage that the asker may see,
and what no answer may quote in none."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from apps.assistant import evaluation
from apps.assistant.evaluation import own_documents, question_set
from apps.assistant.evaluation.question_set import Question
from apps.documents.ingestion.checks import EXTENSIONS
from apps.documents.ingestion.chunks import chunk_pages
from apps.documents.ingestion.extract import extract

FILE = Path(evaluation.__file__).parent / "manuals" / "questions.toml"
QUESTIONS = question_set.read(FILE)

Passages = dict[tuple[str, str | None], list[str]]


@pytest.fixture(scope="module")
def passages() -> Passages:
    """By development and house type, None for what all may see."""
    own = own_documents.of(FILE)
    read: Passages = {}
    for document in own.documents:
        path = own.path(document)
        pages = extract(path, EXTENSIONS[path.suffix]).pages
        key = (document["development"], document.get("house_type"))
        read.setdefault(key, []).extend(chunk.text for chunk in chunk_pages(pages))
    return read


def seen(passages: Passages, question: Question) -> Iterator[str]:
    for house_type in (None, question.house_type):
        yield from passages[question.development, house_type]


def test_each_answer_stands_in_one_passage(passages: Passages) -> None:
    lost = [one.question for one in QUESTIONS if one.answerable and not any(map(one.answered_by, seen(passages, one)))]
    assert lost == []


def test_nothing_that_the_asker_may_see_says_what_is_true_elsewhere(passages: Passages) -> None:
    assert [one.question for one in QUESTIONS if any(map(one.misled_by, seen(passages, one)))] == []


def test_what_is_true_elsewhere_is_said_there(passages: Passages) -> None:
    everything = [text for texts in passages.values() for text in texts]
    assert [one.question for one in QUESTIONS if one.never and not any(map(one.misled_by, everything))] == []


@pytest.mark.parametrize("split", [question_set.TUNING, question_set.TEST])
def test_each_part_has_enough_of_each_style(split: str) -> None:
    styles = Counter(one.style for one in QUESTIONS if one.split == split)
    assert min(styles["plain"], styles["colloquial"]) >= 10
    assert min(styles["typo"], styles["missing"]) >= 4
    assert styles["off_topic"] >= 8
