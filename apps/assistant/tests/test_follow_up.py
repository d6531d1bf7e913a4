"""Questions that lean on the one before are understood with it; those that stand alone are left alone."""

import tomllib
from pathlib import Path

import pytest

from apps.assistant.follow_up import base_of, leans
from apps.assistant.models import SearchLog
from apps.documents.tests.search.library import publish

from .loop import ask_again

QUESTIONS = Path(__file__).resolve().parents[2] / "demo" / "content" / "questions.toml"
CHAT = "/api/chat/messages"
LEANING = [
    "and in winter?",
    "how often?",
    "where is it?",
    "How long does it take?",
    "what about the attic?",
    "why?",
    "When should that be done?",
    "and the filters?",
    "in summer?",
    "for the oven?",
    "Who do I call for it?",
    "can I paint them?",
    "how do I turn it off",
    "Is there another one?",
    "and if it leaks?",
]
ALONE = [
    "How often should the ventilation filters be cleaned?",
    "Where is the stopcock?",
    "How do I bleed a radiator?",
    "What does it mean when the boiler shows E119?",
    "Is it safe to drink the water in the attic tank?",
    "Is it ok to paint the walls?",
    "Is it raining",
    "bins",
    "boiler pressure",
    "stopcock?",
    "hello",
    "thank you",
    "thanks",
    "What colour are the walls in the hall?",
    "Who is responsible for the hedge in front of this house?",
    "when are bins collected",
    "How long is the warranty on the windows?",
    "Can I put a satellite dish on the roof of this house?",
    "How does the heat pump work in winter?",
    "what temperature should the hot water be",
    "My oven does not heat up, what should I do about it?",
    "the light on the box is flashing",
    "When does the defects period end?",
    "On which days is the recycling collected?",
    "In what order do I reset the heating system?",
    "What if there is a power cut during the night and the heating stops?",
    "With which detergent do I clean the worktop?",
    "heating won't turn on",
    "How do I register the dishwasher?",
    "Before moving in, what should I check in the kitchen?",
]
PAGES = [
    "Ventilation filters should be cleaned every six months. In winter leave the ventilation on its low setting.",
    "The boiler pressure should read 1.5 bar. In winter check the boiler pressure monthly.",
    "Gutters should be cleared every autumn, and in winter after storms.",
    "The stopcock is under the kitchen sink.",
]


@pytest.mark.parametrize("text", LEANING)
def test_a_question_that_says_hardly_anything_leans(text):
    assert leans(text)


@pytest.mark.parametrize("text", ALONE)
def test_a_question_that_says_what_it_is_about_stands_alone(text):
    assert not leans(text)


def test_no_question_of_the_evaluation_set_leans():
    """Each of them stands alone, so none may be changed by what was asked before."""
    entries = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["questions"]
    assert len(entries) >= 60
    assert [entry["question"] for entry in entries if leans(entry["question"])] == []


def test_a_chain_of_leaning_questions_leans_on_the_one_that_stood_alone():
    assert base_of(["how often?", "and in winter?", "Where is the boiler?", "bins"]) == "Where is the boiler?"
    assert base_of(["how often?"]) == base_of([]) == ""


def asked(home, text, **fields):
    response = home.post_json(CHAT, {"text": text, **fields})
    assert response.status_code == 201, response.content
    return response.json()


@pytest.mark.parametrize(
    ("first", "then", "says"),
    [
        ("How often should the ventilation filters be cleaned?", "and in winter?", "ventilation on its low setting"),
        ("What should the boiler pressure be?", "and in winter?", "boiler pressure monthly"),
        ("Tell me about the stopcock", "where is it?", "under the kitchen sink"),
        ("Should I clear the gutters?", "how often?", "every autumn"),
    ],
)
def test_a_follow_up_is_answered_about_what_came_before(estate_a, as_homeowner, first, then, says):
    publish(estate_a.development, "Guide", PAGES)
    home = as_homeowner(estate_a.homeowner)
    conversation = asked(home, first)["conversation"]
    body = asked(home, then, conversation=conversation)
    assert (body["question"], body["outcome"]) == (then, "answered")
    assert says in body["citations"][0]["quote"]


def test_the_same_words_outside_the_conversation_mean_nothing(estate_a, as_homeowner):
    publish(estate_a.development, "Guide", PAGES)
    home = as_homeowner(estate_a.homeowner)
    asked(home, "Tell me about the stopcock")
    assert asked(home, "where is it?")["outcome"] == "not_found"


def test_standalone_questions_are_answered_alike_inside_and_outside_a_conversation(estate_a, as_homeowner):
    publish(estate_a.development, "Guide", PAGES)
    home, other = as_homeowner(estate_a.homeowner), as_homeowner(estate_a.partner)
    conversation = asked(home, "Where is the stopcock?")["conversation"]
    for text in ("How often should gutters be cleared?", "boiler pressure", "What is the capital of France?"):
        inside, outside = asked(home, text, conversation=conversation), asked(other, text)
        assert [inside[name] for name in ("answer", "outcome")] == [outside[name] for name in ("answer", "outcome")]


def test_what_was_understood_is_logged(platform, estate_a, as_homeowner):
    publish(estate_a.development, "Guide", PAGES)
    home = as_homeowner(estate_a.homeowner)
    conversation = asked(home, "Tell me about the stopcock")["conversation"]
    asked(home, "where is it?", conversation=conversation)
    with platform():
        assert SearchLog.objects.filter(tenant=estate_a.tenant, query="stopcock where is it?").exists()


def test_a_follow_up_without_an_answer_is_asked_again_as_it_was_meant(estate_a, as_homeowner):
    home, other = as_homeowner(estate_a.homeowner), as_homeowner(estate_a.partner)
    for person, first in ((home, "Where is the stopcock?"), (other, "Where is the skylight?")):
        conversation = asked(person, first)["conversation"]
        assert asked(person, "and which way does it turn?", conversation=conversation)["outcome"] == "not_found"
    publish(estate_a.development, "Guide", ["The stopcock will turn clockwise, under the kitchen sink."])
    ask_again(estate_a.development)
    told = [message["question"] for message in home.get(CHAT).json()["results"] if message["follows"]]
    assert set(told) == {"Where is the stopcock?", "and which way does it turn?"}
    assert not [message for message in other.get(CHAT).json()["results"] if message["follows"]]


@pytest.mark.parametrize(
    ("first", "then", "outcome"),
    [
        ("Who lives at number 5?", "and at number 6?", "refused"),
        ("I smell gas", "and now?", "safety"),
    ],
)
def test_leaning_gets_round_neither_refusal_nor_safety(estate_a, as_homeowner, first, then, outcome):
    home = as_homeowner(estate_a.homeowner)
    conversation = asked(home, first)["conversation"]
    assert asked(home, then, conversation=conversation)["outcome"] == outcome
