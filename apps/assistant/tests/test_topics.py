"""The same question in other words is one topic; questions of one form about other things are not."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from uuid import UUID

import pytest

from apps.assistant.meaning_models import FORMAT, QuestionMeaning
from apps.assistant.topics import Asked, gather
from apps.documents.embeddings import model
from apps.documents.search_words import FILLERS, raw_words

from .loop import CHAT, answer, ask_again, asked, desk, history, read_questions, topics

FILE = Path(__file__).with_name("topics.toml")
DEVELOPMENT = UUID(int=1)
SHED, SHED_TOO, TREE = (
    "Can I put up a shed?",
    "is it okay to build a garden shed out the back",
    "Can I cut down a tree?",
)


@pytest.fixture
def encoder():
    if model.key() is None:
        pytest.skip(f"no embedding model: {model.missing()}")
    return model.encoder()


def wordings() -> Iterator[tuple[int, str]]:
    for number, one in enumerate(tomllib.loads(FILE.read_text(encoding="utf-8"))["topics"]):
        if one["split"] == "test":
            yield from ((number, question) for question in one["questions"])


def row(question: str, minute: int, meaning: bytes | None) -> Asked:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    words = frozenset(raw_words(question)) - FILLERS
    return Asked(words, question, None, "not_found", frozenset(), 0, [], [], at, at, meaning)


def shares(rows: list[Asked], meant: dict[str, int]) -> tuple[float, float]:
    """Of the pairs that are one question those that were found, and of the others those that were taken for one."""
    of = {one.question: topic.id for topic in gather(DEVELOPMENT, rows) for one in topic.asked}
    pairs = {True: [], False: []}
    for one, other in combinations(meant, 2):
        pairs[meant[one] == meant[other]].append(of[one] == of[other])
    return tuple(sum(found) / len(found) for found in (pairs[True], pairs[False]))


def test_wordings_of_one_question_are_one_topic(encoder):
    meant = {question: number for number, question in wordings()}
    vectors = [vector.astype(FORMAT).tobytes() for vector in encoder.encode(list(meant))]
    for order in (1, -1):
        read = [row(question, order * place, vectors[place]) for place, question in enumerate(meant)]
        found, mistaken = shares(read, meant)
        assert found >= 0.6
        assert mistaken <= 0.002
    by_words, _ = shares([row(question, minute, None) for minute, question in enumerate(meant)], meant)
    assert by_words <= 0.1


def test_a_new_question_never_parts_a_topic(encoder):
    meant = [question for _, question in wordings()]
    vectors = [vector.astype(FORMAT).tobytes() for vector in encoder.encode(meant)]
    rows = [row(question, minute, vectors[minute]) for minute, question in enumerate(meant)]
    before = {one.question: topic.id for topic in gather(DEVELOPMENT, rows[:40]) for one in topic.asked}
    after = {one.question: topic.id for topic in gather(DEVELOPMENT, rows) for one in topic.asked}
    assert {question: after[question] for question in before} == before


def test_paraphrases_of_homes_are_one_topic(encoder, estate_a, as_homeowner, as_staff):
    home, neighbour, place = as_homeowner(estate_a.homeowner), as_homeowner(estate_a.neighbour), estate_a.development
    asked(home, SHED)
    asked(neighbour, SHED_TOO)
    asked(neighbour, TREE)
    read_questions(place)
    builder = as_staff(estate_a.builder)
    found = {one["question"]: one for one in topics(builder, place)}
    assert set(found) == {SHED_TOO, TREE}
    assert found[SHED_TOO]["questions"] == [SHED_TOO, SHED]
    assert [one["homes"] for one in found.values()] == [None, None]
    assert builder.post_json(desk(place, f"unanswered/{found[TREE]['id']}/dismiss")).status_code == 204
    assert [one["question"] for one in topics(builder, place)] == [SHED_TOO]


def test_a_builder_s_answer_is_for_everybody_who_asked_the_same(encoder, estate_a, as_homeowner, as_staff):
    """Also for a home whose words would not find it, and not for one that asked something else."""
    home, neighbour, place = as_homeowner(estate_a.homeowner), as_homeowner(estate_a.neighbour), estate_a.development
    asked(home, "any news on the playground")
    asked(neighbour, "When will the playground be finished?")
    asked(neighbour, "When is the gym ready?")
    read_questions(place)
    builder = as_staff(estate_a.builder)
    [playground] = [one for one in topics(builder, place) if "playground" in one["question"]]
    entry = answer(builder, place, playground, "We open it in May.")
    ask_again(place, entry["document"])
    for client in (home, neighbour):
        [told] = [one for one in history(client) if one["follows"]]
        assert ("May" in told["answer"], "playground" in told["question"]) == (True, True)
        assert told["citations"][0]["source"] == "entry"
    assert [one["question"] for one in topics(builder, place)] == ["When is the gym ready?"]


def test_without_a_model_topics_go_by_words(settings, estate_a, as_homeowner, as_staff):
    settings.EMBEDDINGS = False
    for text in (SHED, "Can I put up sheds?", SHED_TOO):
        asked(as_homeowner(estate_a.homeowner), text)
    assert [one["questions"] for one in topics(as_staff(estate_a.builder), estate_a.development)] == [
        [SHED_TOO],
        ["Can I put up sheds?"],
    ]


def test_what_was_asked_before_there_was_a_model_is_read_later(
    encoder, settings, platform, estate_a, as_homeowner, as_staff
):
    settings.EMBEDDINGS = False
    for text in (SHED, SHED_TOO):
        asked(as_homeowner(estate_a.homeowner), text)
    settings.EMBEDDINGS = True
    builder, place = as_staff(estate_a.builder), estate_a.development
    assert len(topics(builder, place)) == 2
    read_questions(place)
    read_questions(place)
    assert len(topics(builder, place)) == 1
    with platform():
        assert QuestionMeaning.objects.filter(tenant=estate_a.tenant).count() == 2


def test_what_a_question_means_is_forgotten_with_it(encoder, platform, estate_a, as_homeowner):
    home = as_homeowner(estate_a.homeowner)
    asked(home, SHED)
    read_questions(estate_a.development)
    with platform():
        assert QuestionMeaning.objects.filter(tenant=estate_a.tenant).count() == 1
    assert home.delete(CHAT).status_code == 204
    with platform():
        assert not QuestionMeaning.objects.filter(tenant=estate_a.tenant).exists()
