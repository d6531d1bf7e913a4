"""Vectors of a model elsewhere: used where it answers as it should, and words where it does not."""

import json
import logging
import math

import pytest
from django.core.checks import Tags, run_checks

pytest.importorskip("numpy")

from apps.core import row_security
from apps.core.model_service.failures import Failed
from apps.documents.embeddings import model, remote, work
from apps.documents.models import DocumentVersion
from apps.documents.tests.search.library import publish
from apps.documents.tests.search.seekers import searched_by

from .vector_server import answers, serving

KEY = "sk-only-for-the-vectors"
LAMP = "An orange lamp blinks when the filters are due for a change."
PAGES = ["Bins are collected on Tuesday.", LAMP, "The walls are painted."]
COLLOQUIAL = "what is that flashing light on about"


@pytest.fixture
def elsewhere(settings):
    """A model that this process is set up to ask, with patience on a busy machine."""
    with serving() as vectors:
        settings.EMBEDDING_MODEL_URL, settings.EMBEDDING_MODEL_NAME = vectors.url, "meaning-small"
        settings.EMBEDDING_MODEL_KEY, settings.EMBEDDING_MODEL_PRIVATE = KEY, True
        settings.EMBEDDING_MODEL_SECONDS = settings.EMBEDDING_MODEL_CONNECT_SECONDS = 60.0
        yield vectors


@pytest.fixture
def guide(estate_a):
    """Three pages and their vectors, as many as the model gives."""

    def publish_and_embed():
        document = publish(estate_a.development, "Guide", PAGES)
        with row_security.service_scope(estate_a.tenant.pk, "test") as principal:
            work.embed(principal, seconds=600)
        return document

    return publish_and_embed


@pytest.fixture
def ask(estate_a):
    return lambda: searched_by(estate_a.homeowner, COLLOQUIAL, development_id=estate_a.development.pk)


def test_questions_and_passages_go_there_with_the_key_and_are_found_by_meaning(elsewhere, guide, ask, platform):
    document = guide()
    found = ask()
    assert (found.mode, found.passages[0].text) == ("hybrid", LAMP)
    passages, question = elsewhere.requests
    assert (passages["input"], question["input"]) == (PAGES, [COLLOQUIAL])
    assert {request["path"] for request in elsewhere.requests} == {"/v1/embeddings"}
    assert {request["model"] for request in elsewhere.requests} == {"meaning-small"}
    assert {request["headers"]["Authorization"] for request in elsewhere.requests} == {f"Bearer {KEY}"}
    with platform():
        assert DocumentVersion.objects.get(document=document).embedded_by == model.key()
    assert model.key().startswith("meaning-small@")


def test_another_model_or_address_is_another_key_and_never_compared(elsewhere, guide, ask, settings):
    guide()
    keys = {model.key()}
    settings.EMBEDDING_MODEL_NAME = "meaning-large"
    assert ask().mode == "keyword"
    keys.add(model.key())
    settings.EMBEDDING_MODEL_URL = elsewhere.url.replace("/v1", "/v2")
    keys.add(model.key())
    assert len(keys) == 3
    # The local model is not another name for it either.
    settings.EMBEDDING_MODEL_URL = ""
    assert ask().mode == "keyword"


ROW = {"index": 0, "embedding": [0.5] * 24}
WRONG = {
    "refused": answers("{}", 401),
    "broken": answers("{}", 503),
    "redirect": answers("{}", 307, Location="http://127.0.0.1:9/"),
    "not JSON": answers("data: [DONE]"),
    "another type": answers("{}", Content_Type="text/html"),
    "compressed": answers("{}", Content_Encoding="gzip"),
    "none": answers('{"data": []}'),
    "of another text": answers(json.dumps({"data": [ROW | {"index": 7}]})),
    "nothing in it": answers(json.dumps({"data": [ROW | {"embedding": []}]})),
    "no direction": answers(json.dumps({"data": [ROW | {"embedding": [0.0] * 24}]})),
    "no numbers": answers(json.dumps({"data": [ROW | {"embedding": ["x"] * 24}]})),
    "not a number": answers(json.dumps({"data": [ROW | {"embedding": [math.nan] * 24}]})),
    "deep": answers("[" * 100_000),
    "another length": answers(json.dumps({"data": [ROW | {"embedding": [0.5] * 31}]})),
    "too large": answers(" " * (remote.MOST_BYTES + 1)),
}


@pytest.mark.parametrize("answer", WRONG.values(), ids=WRONG.keys())
def test_what_is_no_answer_leaves_the_words(elsewhere, guide, ask, answer):
    guide()
    elsewhere.behaviour = lambda texts: answer
    assert ask().mode == "keyword"
    elsewhere.behaviour = type(elsewhere).behaviour
    assert ask().mode == "hybrid"


def test_who_asks_does_not_wait_for_a_slow_model(elsewhere, guide, ask, settings):
    guide()
    elsewhere.pause, settings.EMBEDDING_MODEL_SECONDS = 3.0, 0.2
    assert ask().mode == "keyword"


def test_after_three_failures_it_is_left_alone(elsewhere, guide, ask):
    guide()
    elsewhere.behaviour = lambda texts: answers("{}", 503)
    before = len(elsewhere.requests)
    assert [ask().mode for _ in range(5)] == ["keyword"] * 5
    assert len(elsewhere.requests) - before == remote.FAILURES


def test_what_the_worker_could_not_embed_waits_for_its_next_turn(elsewhere, guide, ask, estate_a):
    elsewhere.behaviour = lambda texts: answers("{}", 503)
    guide()
    assert ask().mode == "keyword"
    elsewhere.behaviour = type(elsewhere).behaviour
    with row_security.service_scope(estate_a.tenant.pk, "test") as principal:
        work.embed(principal, seconds=600)
    assert ask().mode == "hybrid"


@pytest.mark.parametrize("answer", [WRONG["refused"], WRONG["redirect"], WRONG["not JSON"]])
def test_neither_log_nor_failure_holds_key_or_text(elsewhere, caplog, answer):
    elsewhere.behaviour = lambda texts: answer
    with caplog.at_level(logging.DEBUG), pytest.raises(Failed) as failure:
        model.encoder().encode(["a private matter"])
    told = caplog.text + repr(failure.value) + repr(model.encoder().__dict__)
    assert KEY not in told
    assert "private matter" not in told


def test_a_private_address_is_not_asked_unless_allowed(elsewhere, settings):
    settings.EMBEDDING_MODEL_PRIVATE = False
    assert (model.key(), model.encoder()) == (None, None)
    assert model.missing() == "EMBEDDING_MODEL_URL is not safe to ask"
    assert elsewhere.requests == []


@pytest.mark.parametrize(
    ("finding", "changed"),
    [
        (set(), {}),
        ({"openhouse.E043"}, {"URL": "http://models.example/v1"}),
        ({"openhouse.E044"}, {"NAME": ""}),
        ({"openhouse.E045"}, {"KEY": "sk-one\nsk-two"}),
        ({"openhouse.E046"}, {"DIR": "/srv/model"}),
    ],
)
def test_unsafe_settings_stop_the_start(settings, finding, changed):
    safe = {"URL": "https://models.example/v1", "NAME": "small", "KEY": "sk-secret", "PRIVATE": False, "DIR": ""}
    for name, value in (safe | changed).items():
        setattr(settings, f"EMBEDDING_MODEL_{name}", value)
    found = [check for check in run_checks(tags=[Tags.security]) if check.id.startswith("openhouse.E04")]
    assert {check.id for check in found} == finding
    assert not [check for check in found if "sk-" in check.msg]
