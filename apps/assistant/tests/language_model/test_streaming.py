"""What a reader sees while a model speaks: checked sentences only, no open transaction, a stored end in any case."""

import pytest
from django.db import connection

from apps.documents.tests.search.library import publish

from .chats import BOILER, PRESSURE, WELL, asked, events_of, history, streamed_text, streaming
from .model_server import breaks_off, refuses, says

WORDED = "When the system is cold the boiler pressure should read 1.5 bar. [1]"


@pytest.fixture
def home(estate_a, as_homeowner):
    publish(estate_a.development, "Guide", [BOILER])
    return as_homeowner(estate_a.homeowner)


@pytest.mark.parametrize(
    ("behaviour", "engine"),
    [
        (says(WELL), "language_model"),
        (says(f"Nonsense first. {WELL}\n\nThen 9 bar [1]. The system is cold [1]."), "language_model"),
        (breaks_off(f"{WELL} And the"), "language_model_cut"),
        (says("Nothing of that."), "extractive_fallback"),
        (refuses(503), "extractive_fallback"),
    ],
    ids=["well", "partly", "cut", "unsupported", "down"],
)
def test_what_was_streamed_is_what_is_stored(home, model, behaviour, engine):
    model.behaviour = behaviour
    events = events_of(streaming(home))
    assert [name for name, _ in events if name != "token"] == ["meta", "citations", "done"]
    [stored] = history(home)
    assert streamed_text(events) == stored["answer"]
    assert dict(events)["citations"] == stored["citations"]
    assert dict(events)["done"].items() <= stored.items()
    assert dict(events)["done"]["engine"] == stored["engine"] == engine
    assert dict(events)["meta"].items() <= stored.items()


def test_a_sentence_shows_before_the_next_one_is_there_and_no_transaction_is_open(home, model):
    seen = []

    def behave(handler):
        handler.begin()
        handler.token(f"{WELL} Unsupported gossip. The")
        seen.append(handler.server.kept.go_on.wait(30))
        handler.token(" system is cold [1].", "stop")
        handler.data("[DONE]")

    model.behaviour = behave
    response = streaming(home)
    events = iter(response.streaming_content)
    early = b""
    while b"[1]" not in early:
        early += next(events)
        assert not connection.in_atomic_block
    [stored] = history(home)
    assert (stored["engine"], stored["answer"]) == ("extractive_fallback", f"{BOILER} [1]")
    model.go_on.set()
    rest = early + b"".join(events)
    assert seen == [True]
    assert b"gossip" not in rest
    assert history(home)[0]["answer"] == f"{WORDED} The system is cold. [1]"


@pytest.mark.parametrize("read", [0, 1, 4])
def test_a_reader_who_leaves_finds_the_whole_answer_later(home, model, read):
    model.behaviour = says(f"{WELL} The system is cold [1].", pause=0.01)
    response = streaming(home)
    events = iter(response.streaming_content)
    for _ in range(read):
        next(events)
    response.close()
    [stored] = history(home)
    if read > 1:
        assert (stored["answer"], stored["engine"]) == (f"{WORDED} The system is cold. [1]", "language_model")
    else:
        assert (stored["answer"], stored["engine"]) == (f"{BOILER} [1]", "extractive_fallback")
    assert stored["citations"][0]["quote"] == BOILER


def test_a_session_that_ends_meanwhile_leaves_the_quotes(home, estate_a, as_homeowner, model, superuser):
    model.behaviour = says(WELL)
    response = streaming(home)
    events = iter(response.streaming_content)
    next(events)
    superuser.execute("UPDATE security.sessions SET ended_at = now() WHERE subject_id = %s", [estate_a.homeowner.pk])
    b"".join(events)
    [stored] = history(as_homeowner(estate_a.homeowner))
    assert (stored["answer"], stored["engine"]) == (f"{BOILER} [1]", "extractive_fallback")


def test_a_repeated_message_streams_what_is_stored(home, model):
    model.behaviour = says(WELL)
    key = "7d1a4a3e-0a5e-4bb5-9f77-0d2c1b6d3c11"
    first = asked(home, client_message_id=key)
    events = events_of(streaming(home, PRESSURE, client_message_id=key))
    assert streamed_text(events) == first["answer"]
    assert len(model.requests) == 1
