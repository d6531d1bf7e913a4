"""The client over a real socket: what it yields, when it gives up, and what it never does."""

import logging

import pytest
from django.core.checks import Tags, run_checks

from apps.assistant.language_model import client
from apps.assistant.language_model.endpoint import configured
from apps.assistant.language_model.failures import Truncated
from apps.core.model_service.endpoint import flaw
from apps.core.model_service.failures import Failed

from .conftest import KEY
from .model_server import babbles, breaks_off, drips, one_after_another, refuses, says, serving, stalls

MESSAGES = [{"role": "user", "content": "hello"}]
EVENT = '{"choices": [{"delta": {"content": "word"}}]}'


def heard():
    """What came, and the failure that ended it, if one did."""
    text = ""
    try:
        for token in client.tokens(configured(), MESSAGES):
            text += token
    except (Failed, Truncated) as failure:
        return text, failure
    return text, None


def test_tokens_come_in_order_and_the_key_goes_to_the_model_alone(model):
    model.behaviour = says("The valve is open. [1] Ünïcödé stays whole.")
    assert heard() == ("The valve is open. [1] Ünïcödé stays whole.", None)
    [request] = model.requests
    assert request["path"] == "/v1/chat/completions"
    assert request["headers"]["Authorization"] == f"Bearer {KEY}"
    assert (request["model"], request["stream"], request["messages"]) == ("mock", True, MESSAGES)
    assert not request.keys() & {"tools", "functions", "tool_choice"}


def test_without_a_key_none_is_sent(model, settings):
    settings.LANGUAGE_MODEL_KEY = ""
    model.behaviour = says("Fine.")
    assert heard() == ("Fine.", None)
    assert "Authorization" not in model.requests[0]["headers"]


@pytest.mark.parametrize("finish", ["length", "content_filter", "tool_calls"])
def test_an_answer_that_the_model_stopped_is_not_whole(model, finish):
    model.behaviour = says("Half an ans", finish=finish)
    text, failure = heard()
    assert (text, type(failure)) == ("Half an ans", Truncated)


@pytest.mark.parametrize("behaviour", [breaks_off("Half an ans"), says("Half an ans", done=False)])
def test_a_stream_without_its_end_is_a_failure_and_not_tried_again(model, behaviour):
    model.behaviour = behaviour
    text, failure = heard()
    assert (text, failure.reason, len(model.requests)) == ("Half an ans", "cut", 1)


@pytest.mark.parametrize(
    ("first", "tries"),
    [
        (refuses(503), 2),
        (refuses(500), 2),
        (breaks_off(""), 2),
        (babbles("<html>busy</html>", content_type="text/html"), 2),
        (babbles("data: {not json"), 2),
        (babbles('data: {"choices": 7}'), 2),
        (babbles('data: {"choices": [{"delta": {"content": 7}}]}'), 2),
        (babbles('data: {"error": {"message": "overloaded"}}'), 2),
        (babbles("data: " + "[" * 60_000), 2),
        (babbles("data: \udcff\udcfe"), 2),
        (refuses(401), 1),
        (refuses(429), 1),
        (babbles("data: " + "x" * 70_000), 1),
    ],
)
def test_one_more_try_before_the_first_token_where_it_may_help(model, first, tries):
    model.behaviour = one_after_another(first, says("Here."))
    assert heard()[0] == ("Here." if tries == 2 else "")
    assert len(model.requests) == tries


def test_two_failures_are_one_failed_answer(model):
    model.behaviour = refuses(503)
    assert heard()[1].reason == "status 503"
    assert len(model.requests) == 2


def test_silence_after_the_first_token_ends_the_answer(model, settings):
    settings.LANGUAGE_MODEL_TOKEN_SECONDS = 1.0
    model.behaviour = stalls("The valve", 4)
    text, failure = heard()
    assert (text, failure.reason) == ("The valve", "ReadTimeout")


def test_a_model_that_never_ends_is_left(model, settings):
    settings.LANGUAGE_MODEL_TOTAL_SECONDS = 1.5
    model.behaviour = drips(0.1, times=600)
    text, failure = heard()
    assert failure.reason == "out of time"
    assert 0 < text.count("word") < 600


def test_a_flood_is_cut_by_its_size(model):
    model.behaviour = babbles(*[f"data: {EVENT}"] * 3000)
    text, failure = heard()
    assert isinstance(failure, Truncated)
    assert len(text) <= client.MOST_CHARACTERS
    model.behaviour = babbles(*[": nothing to say" + " " * 60_000] * 40)
    assert heard()[1].reason == "too large"


def test_a_compressed_body_is_not_opened(model):
    model.behaviour = refuses(200, Content_Encoding="gzip")
    assert heard()[1].reason == "no text/event-stream"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(model, status):
    with serving() as elsewhere:
        model.behaviour = refuses(status, Location=f"{elsewhere.url}/chat/completions")
        assert heard()[1].reason == f"status {status}"
        assert (elsewhere.requests, elsewhere.visited) == ([], [])


def test_a_call_of_a_tool_is_nothing(model):
    call = '{"choices": [{"delta": {"tool_calls": [{"function": {"name": "open", "arguments": "{}"}}]}}]}'
    model.behaviour = babbles(f"data: {call}", f"data: {EVENT}", "data: [DONE]")
    assert heard() == ("word", None)


@pytest.mark.parametrize("behaviour", [refuses(401), refuses(302, Location="http://127.0.0.1:1/"), breaks_off("a")])
def test_neither_log_nor_failure_holds_the_key(model, caplog, behaviour):
    model.behaviour = behaviour
    with caplog.at_level(logging.DEBUG):
        _, failure = heard()
    assert KEY not in caplog.text + repr(failure) + repr(failure.__dict__) + repr(configured())


def test_nobody_listens(model, settings):
    settings.LANGUAGE_MODEL_URL = "http://127.0.0.1:9/v1"
    assert heard()[1].reason == "ConnectError"


@pytest.mark.parametrize(
    "url",
    [
        "http://models.example/v1",
        "http://127.0.0.1:8000/v1",
        "https://127.0.0.1/v1",
        "https://localhost/v1",
        "https://10.0.0.8/v1",
        "https://169.254.169.254/v1",
        "https://[::1]/v1",
        "https://[::ffff:10.0.0.1]/v1",
        "https://user:secret@models.example/v1",
        "https://models.example/v1?key=secret",
        "https://models.example/v1#part",
        "https://models.example:port/v1",
        "https://[::1",
        "https:///v1",
        "ftp://models.example/",
        "models.example",
    ],
)
def test_an_unsafe_address_is_no_endpoint(settings, url):
    settings.LANGUAGE_MODEL_URL, settings.LANGUAGE_MODEL_PRIVATE = url, False
    assert flaw(url, private=False)
    assert configured() is None


def test_a_name_that_leads_inside_is_not_asked(model, settings, monkeypatch):
    """Only the resolver is ours here: a public name with a private address."""
    settings.LANGUAGE_MODEL_URL, settings.LANGUAGE_MODEL_PRIVATE = "https://models.example/v1", False
    for inside in ("10.0.0.8", "127.0.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:192.168.1.1", "224.0.0.1"):
        monkeypatch.setattr("socket.getaddrinfo", lambda *a, to=inside, **k: [(0, 0, 0, "", (to, 443))])
        assert heard()[1].reason == "private address"


def test_http_stays_on_this_machine():
    assert flaw("http://10.0.0.8/v1", private=True)
    assert flaw("http://models.example/v1", private=True)
    assert not flaw("http://localhost:8001/v1", private=True)
    assert not flaw("https://10.0.0.8/v1", private=True)


@pytest.mark.parametrize(
    ("finding", "changed"),
    [
        (set(), {}),
        (set(), {"URL": ""}),
        ({"openhouse.E040"}, {"URL": "http://models.example/v1"}),
        ({"openhouse.E040"}, {"URL": "https://key:sk-secret@models.example/v1"}),
        ({"openhouse.E041"}, {"NAME": ""}),
        ({"openhouse.E042"}, {"KEY": "sk-one\nsk-two"}),
    ],
)
def test_unsafe_settings_stop_the_start(settings, finding, changed):
    safe = {"URL": "https://models.example/v1", "NAME": "small", "KEY": "sk-secret", "PRIVATE": False}
    for name, value in (safe | changed).items():
        setattr(settings, f"LANGUAGE_MODEL_{name}", value)
    found = [check for check in run_checks(tags=[Tags.security]) if check.id.startswith("openhouse.E04")]
    assert {check.id for check in found} == finding
    assert not [check for check in found if "sk-" in check.msg]
