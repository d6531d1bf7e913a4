"""A language model on loopback that answers, fails, or obeys whatever it reads, and remembers every request."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from openhouse.testing import loopback

Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    server: loopback.Loopback

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.kept.requests.append({"path": self.path, "headers": dict(self.headers), **body})
        self.server.kept.behaviour(self)

    def do_GET(self) -> None:
        self.server.kept.visited.append(self.path)
        self.send_error(404)

    def log_message(self, *arguments: Any) -> None:
        """Quiet."""

    def begin(self, status: int = 200, content_type: str = "text/event-stream", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": content_type, **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def token(self, text: str | None, finish: str | None = None) -> None:
        self.data(json.dumps({"choices": [{"delta": {"content": text}, "finish_reason": finish}]}))

    def data(self, text: str) -> None:
        self.wfile.write(f"data: {text}\n\n".encode())
        self.wfile.flush()


@dataclass
class Model:
    url: str = ""
    behaviour: Behaviour = field(default=lambda handler: None)
    requests: list[dict[str, Any]] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)

    @property
    def prompts(self) -> str:
        return json.dumps([request["messages"] for request in self.requests], ensure_ascii=False)

    @property
    def last_prompt(self) -> str:
        return "\n".join(message["content"] for message in self.requests[-1]["messages"])


@contextmanager
def serving() -> Iterator[Model]:
    model = Model()
    with loopback.serving(Handler, model) as server:
        model.url = f"{server.url}/v1"
        yield model


def says(text: str, *, finish: str = "stop", done: bool = True, pause: float = 0) -> Behaviour:
    """A few letters a token."""

    def behave(handler: Handler) -> None:
        handler.begin()
        for start in range(0, len(text), 7):
            handler.token(text[start : start + 7])
            time.sleep(pause)
        handler.token(None, finish)
        if done:
            handler.data("[DONE]")

    return behave


def waits(first: str, rest: str) -> Behaviour:
    """Says the rest when it is told to go on."""

    def behave(handler: Handler) -> None:
        handler.begin()
        handler.token(first)
        handler.server.kept.go_on.wait(120)
        handler.token(rest, "stop")
        handler.data("[DONE]")

    return behave


def breaks_off(text: str) -> Behaviour:
    """The connection ends in the middle, without a finish reason and without an end."""

    def behave(handler: Handler) -> None:
        handler.begin()
        for start in range(0, len(text), 7):
            handler.token(text[start : start + 7])

    return behave


def stalls(text: str, seconds: float) -> Behaviour:
    def behave(handler: Handler) -> None:
        handler.begin()
        handler.token(text)
        time.sleep(seconds)

    return behave


def drips(seconds: float, times: int) -> Behaviour:
    """Never silent for long, and never done."""

    def behave(handler: Handler) -> None:
        handler.begin()
        for _ in range(times):
            handler.token(" word")
            time.sleep(seconds)

    return behave


def refuses(status: int, **headers: str) -> Behaviour:
    return lambda handler: handler.begin(status, **headers)


def babbles(*lines: str, content_type: str = "text/event-stream") -> Behaviour:
    def behave(handler: Handler) -> None:
        handler.begin(content_type=content_type)
        handler.wfile.write("".join(f"{line}\n\n" for line in lines).encode(errors="surrogateescape"))

    return behave


def one_after_another(*behaviours: Behaviour) -> Behaviour:
    left = list(behaviours)
    return lambda handler: (left.pop(0) if len(left) > 1 else left[0])(handler)
