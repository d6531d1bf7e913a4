"""A home with a language model: what it words, what it never gets to see, and the quotes that stand in for it."""

import threading
from uuid import uuid4

import pytest
from django.db import connection

from apps.assistant.language_model import composing
from apps.core.model_service.breaker import Breaker
from apps.documents.tests.search.library import publish

from .chats import BOILER, CHAT, PRESSURE, WELL, asked, history
from .model_server import babbles, breaks_off, one_after_another, refuses, says, stalls

WORDED = "When the system is cold the boiler pressure should read 1.5 bar. [1]"
QUOTED = f"{BOILER} [1]"


@pytest.fixture
def home(estate_a, as_homeowner):
    publish(estate_a.development, "Guide", [BOILER])
    return as_homeowner(estate_a.homeowner)


def test_a_supported_answer_is_the_models_with_our_citations(home, model):
    model.behaviour = says(WELL)
    body = asked(home)
    assert (body["answer"], body["outcome"], body["engine"]) == (WORDED, "answered", "language_model")
    assert body["incomplete"] is False
    [citation] = body["citations"]
    assert (citation["number"], citation["title"], citation["page"]) == (1, "Guide", 1)
    assert citation["quote"] == BOILER
    assert history(home) == [body]


def test_without_a_model_nothing_changes(home):
    body = asked(home)
    assert (body["answer"], body["engine"], body["incomplete"]) == (QUOTED, "extractive", False)


def test_unsupported_sentences_are_removed_and_the_rest_stays(home, model):
    model.behaviour = says(f"It is always fine. {WELL} Ring 086 555 0199 for more [1]. See https://evil.example [1].")
    assert asked(home)["answer"] == WORDED


def test_only_what_is_used_is_cited_and_numbered_in_order(estate_a, as_homeowner, model):
    publish(estate_a.development, "One", ["The boiler pressure gauge is below the boiler."])
    publish(estate_a.development, "Two", ["The boiler pressure should be 1.5 bar, says the boiler plate."])
    publish(estate_a.development, "Three", ["The boiler pressure should be checked by looking at the boiler monthly."])
    home = as_homeowner(estate_a.homeowner)
    model.behaviour = says("NONE")
    asked(home)
    place = {n: model.last_prompt.index(f"[{n}] ") for n in (1, 2, 3)}
    numbers = {
        title: min(n for n in place if model.last_prompt[place[n] + 4 :].startswith(title))
        for title in ("One", "Two", "Three")
    }
    model.behaviour = says(
        f"Check the boiler pressure monthly [{numbers['Three']}]. The gauge is below the boiler [{numbers['One']}]."
    )
    body = asked(home)
    assert body["answer"] == "Check the boiler pressure monthly. [1] The gauge is below the boiler. [2]"
    assert [(one["number"], one["title"]) for one in body["citations"]] == [(1, "Three"), (2, "One")]


@pytest.mark.parametrize(
    "behaviour",
    [
        refuses(503),
        refuses(401),
        refuses(302, Location="http://127.0.0.1:9/"),
        babbles("data: {not json"),
        breaks_off("The boiler pressure sho"),
        says("NONE"),
        says("You know best."),
        says("The boiler pressure should read 9 bar [1]."),
        says("", finish="length"),
    ],
)
def test_whatever_goes_wrong_the_quotes_stand_and_say_so(home, model, behaviour):
    model.behaviour = behaviour
    body = asked(home)
    assert (body["answer"], body["engine"], body["incomplete"]) == (QUOTED, "extractive_fallback", False)
    assert body["citations"][0]["quote"] == BOILER
    assert history(home) == [body]


@pytest.mark.parametrize(
    "behaviour",
    [
        says(f"{WELL} And then it is", finish="length"),
        says(f"{WELL} And then it is", done=False),
        breaks_off(f"{WELL} And then it is"),
        stalls(f"{WELL} And then it is", 6),
    ],
    ids=["length", "no end", "cut", "stalls"],
)
def test_an_answer_that_breaks_off_is_shown_as_incomplete(home, model, settings, behaviour):
    settings.LANGUAGE_MODEL_TOKEN_SECONDS = 2.0
    model.behaviour = behaviour
    body = asked(home)
    assert body["answer"] == f"{WORDED}\n\nThis answer is incomplete. Please look at the pages it cites."
    assert (body["engine"], body["incomplete"]) == ("language_model_cut", True)


def test_a_model_that_keeps_failing_is_spared_until_a_pause_is_over(home, model, monkeypatch, forget_limits):
    clock = [0.0]
    breaker = Breaker(2, 30.0, lambda: clock[0])
    monkeypatch.setattr(composing, "breaker_of", lambda endpoint: breaker)
    model.behaviour = refuses(401)
    engines = [asked(home)["engine"] for _ in range(4)]
    assert engines == ["extractive_fallback"] * 4
    assert len(model.requests) == 2
    model.behaviour = says(WELL)
    assert asked(home)["engine"] == "extractive_fallback"
    clock[0] = 31.0
    forget_limits()
    assert [asked(home)["engine"] for _ in range(2)] == ["language_model"] * 2


def test_who_finds_every_seat_taken_gets_the_quotes_at_once(estate_a, as_homeowner, model, settings):
    settings.LANGUAGE_MODEL_SEATS = 1
    publish(estate_a.development, "Guide", [BOILER])
    home, other = as_homeowner(estate_a.homeowner), as_homeowner(estate_a.partner)
    engines = []

    def ask_in_between(handler):
        engines.append(asked(other)["engine"])
        connection.close()
        says(WELL)(handler)

    model.behaviour = ask_in_between
    engines.append(asked(home)["engine"])
    assert engines == ["extractive_fallback", "language_model"]
    model.behaviour = says(WELL)
    assert asked(other)["engine"] == "language_model"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("I smell gas, what should the boiler pressure be?", "safety"),
        ("what is my neighbour's alarm code?", "refused"),
        ("What is the capital of France?", "not_found"),
        ("What is the boiler code?", "not_found"),
    ],
)
def test_what_needs_no_model_never_reaches_it(home, model, text, outcome):
    model.behaviour = says(WELL)
    assert asked(home, text)["outcome"] == outcome
    assert model.requests == []


def test_the_closest_passages_stay_the_closest(estate_a, as_homeowner, model):
    publish(estate_a.development, "Guide", [BOILER, "The garden wall is yours."])
    model.behaviour = says("The garden wall is yours [1].")
    body = asked(as_homeowner(estate_a.homeowner), "Is the garden wall tall?")
    assert (body["outcome"], body["engine"]) == ("closest", "language_model")
    assert body["answer"].startswith("I am not sure that this answers your question.")
    assert body["answer"].endswith("\n\nThe garden wall is yours. [1]")


def test_the_same_message_is_asked_of_the_model_once(home, model):
    model.behaviour = says(WELL)
    key = str(uuid4())
    first = asked(home, client_message_id=key)
    assert asked(home, client_message_id=key) == first
    assert len(model.requests) == 1


def test_the_same_message_at_the_same_time_is_asked_once(estate_a, as_homeowner, model):
    publish(estate_a.development, "Guide", [BOILER])
    model.behaviour = says(WELL, pause=0.02)
    key, answers, together = str(uuid4()), [], threading.Barrier(3)
    homes = [as_homeowner(estate_a.homeowner) for _ in range(3)]

    def send(home):
        together.wait()
        answers.append(asked(home, client_message_id=key))
        connection.close()

    threads = [threading.Thread(target=send, args=[home]) for home in homes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(model.requests) == 1
    assert len({body["id"] for body in answers}) == 1
    assert {body["answer"] for body in answers} <= {WORDED, QUOTED}
    assert history(homes[0])[0]["answer"] == WORDED


def test_nothing_of_another_home_is_ever_in_a_prompt(estate_a, estate_b, as_homeowner, model):
    publish(estate_a.development, "Guide", [BOILER])
    publish(estate_b.development, "Zanzibar", [f"{BOILER} It hums zanzibar."])
    publish(estate_a.sibling_development, "Quagmire", [f"{BOILER} It hums quagmire."])
    publish(estate_a.development, "Flumph", [f"{BOILER} It hums flumph."], house_type="BD02")
    publish(estate_a.development, "Old", [BOILER], superseded=[f"{BOILER} It hummed obsolete."])
    model.behaviour = says(WELL)
    neighbour = asked(as_homeowner(estate_a.neighbour))
    asked(as_homeowner(estate_a.neighbour), "And how does it hum?", conversation=neighbour["conversation"])
    assert "flumph" in model.prompts
    model.requests.clear()
    for person in (estate_a.homeowner, estate_a.partner):
        home = as_homeowner(person)
        first = asked(home)
        asked(home, "and when the system is cold?", conversation=first["conversation"])
    assert len(model.requests) == 4
    for secret in ("hum", "Zanzibar", "Quagmire", "Flumph", "obsolete"):
        assert secret not in model.prompts
    people = [estate_a.homeowner, estate_a.partner, estate_a.neighbour]
    for name in [person.name for person in people] + [estate_a.unit.address, str(estate_a.tenant.pk)]:
        assert name not in model.prompts


def test_a_follow_up_brings_the_turns_before_as_data(home, model):
    model.behaviour = says(WELL)
    first = asked(home)
    asked(home, "I smell gas!", conversation=first["conversation"])
    asked(home, "what should the boiler read when cold?", conversation=first["conversation"])
    prompt = model.last_prompt
    assert f"Question: {PRESSURE}\nAnswer: When the system is cold the boiler pressure should read 1.5 bar." in prompt
    assert "smell gas" not in prompt


def test_each_prompt_has_marks_of_its_own(home, model):
    model.behaviour = one_after_another(says("NONE"))
    marks = set()
    for _ in range(2):
        asked(home)
        [mark] = {line.split()[1] for line in model.last_prompt.splitlines() if line.startswith("--- ")}
        marks.add(mark)
    assert len(marks) == 2
    assert all(len(mark) == 24 for mark in marks)


def test_a_builders_trial_is_worded_as_a_home_would_get_it(estate_a, as_staff, model):
    publish(estate_a.development, "Guide", [BOILER])
    model.behaviour = says(WELL)
    path = f"/api/developers/developments/{estate_a.development.pk}/assistant/try"
    body = as_staff(estate_a.builder).post_json(path, {"text": PRESSURE}).json()
    assert (body["answer"], body["engine"], body["incomplete"]) == (WORDED, "language_model", False)
    assert body["citations"][0]["quote"] == BOILER
    assert body["passages"][0]["text"] == BOILER


def test_messages_forgotten_meanwhile_stay_forgotten(estate_a, as_homeowner, model):
    publish(estate_a.development, "Guide", [BOILER])
    home, same = as_homeowner(estate_a.homeowner), as_homeowner(estate_a.homeowner)

    def forget_first(handler):
        assert same.delete(CHAT).status_code == 204
        connection.close()
        says(WELL)(handler)

    model.behaviour = forget_first
    assert asked(home)["answer"] == WORDED
    assert history(home) == []
