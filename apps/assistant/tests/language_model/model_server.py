"""A language model on loopback that answers, fails, or obeys whatever it reads, and remembers every request."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    server: "Server"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.model.requests.append({"path": self.path, "headers": dict(self.headers), **body})
        self.server.model.behaviour(self)

    def do_GET(self) -> None:
        self.server.model.visited.append(self.path)
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


class Server(ThreadingHTTPServer):
    daemon_threads = True
    model: "Model"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has hung up is what some tests want."""


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
    server = Server(("127.0.0.1", 0), Handler)
    server.model = model = Model(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


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
        handler.server.model.go_on.wait(120)
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
