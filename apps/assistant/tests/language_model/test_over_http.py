"""Streaming through a real WSGI server and a socket: chunks leave as they are checked, and hanging up loses nothing."""

import http.client
import json
import threading
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection

from apps.documents.tests.search.library import publish
from openhouse.testing.waiting import wait_for

from .chats import BOILER, CHAT, PRESSURE, WELL, history
from .model_server import waits

WORDED = "When the system is cold the boiler pressure should read 1.5 bar. [1]"
REST = " The system is cold [1]."


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Quiet."""


class Server(WSGIServer):
    def shutdown_request(self, request: object) -> None:
        connection.close()
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that has hung up is the point."""


@pytest.fixture
def port(database: None) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=Server, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def answer(estate_a, as_homeowner, model, port):
    """The response of a question whose model has said its first sentence and waits."""
    publish(estate_a.development, "Guide", [BOILER])
    model.behaviour = waits(f"{WELL} The", REST.removeprefix(" The"))
    home = as_homeowner(estate_a.homeowner)
    http_connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    bearer = {"Authorization": home.defaults["HTTP_AUTHORIZATION"]}
    headers = {"Content-Type": "application/json", "Accept": "text/event-stream", **bearer}
    http_connection.request("POST", CHAT, json.dumps({"text": PRESSURE}), headers)
    with http_connection.getresponse() as response:
        assert response.status == 201
        yield response, home, model
    http_connection.close()


def read_until(response, mark):
    seen = b""
    while mark not in seen:
        seen += response.read1(65536)
    return seen


def test_a_checked_sentence_arrives_while_the_model_still_speaks(answer):
    response, home, model = answer
    seen = read_until(response, b"[1]")
    assert not model.go_on.is_set()
    assert b"event: done" not in seen
    model.go_on.set()
    assert b"event: done" in seen + response.read()
    assert history(home)[0]["answer"] == WORDED + " The system is cold. [1]"


def test_hanging_up_loses_nothing(answer):
    response, home, model = answer
    read_until(response, b"[1]")
    response.close()
    model.go_on.set()
    wait_for(lambda: history(home)[0]["engine"] == "language_model")
    assert history(home)[0]["answer"] == WORDED + " The system is cold. [1]"
