"""A model on loopback that makes vectors of a kind, fails as it is told, and remembers every request."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from openhouse.testing import loopback

Behaviour = Callable[[list[str]], tuple[int, dict[str, str], bytes]]
DIMENSIONS = 24
LIGHTS = {"light", "lamp", "flashing", "blinks"}


def understands(texts: list[str]) -> tuple[int, dict[str, str], bytes]:
    """Texts about lights mean much the same; the answer is not in order."""
    rows = [{"index": place, "embedding": _vector(text)} for place, text in enumerate(texts)]
    return answers(json.dumps({"data": rows[::-1]}))


def answers(body: str, status: int = 200, **headers: str) -> tuple[int, dict[str, str], bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {"Content-Type": "application/json"} | named, body.encode()


def _vector(text: str) -> list[float]:
    noise = [byte / 1000 for byte in hashlib.sha256(text.encode()).digest()[: DIMENSIONS - 1]]
    return [float(bool(LIGHTS & set(text.lower().split()))), *noise]


@dataclass
class Vectors:
    url: str = ""
    behaviour: Behaviour = understands
    pause: float = 0.0
    requests: list[dict[str, Any]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    server: loopback.Loopback

    def do_POST(self) -> None:
        vectors: Vectors = self.server.kept
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        vectors.requests.append({"path": self.path, "headers": dict(self.headers), **body})
        time.sleep(vectors.pause)
        status, headers, answer = vectors.behaviour(body["input"])
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *arguments: Any) -> None:
        """Quiet."""


@contextmanager
def serving() -> Iterator[Vectors]:
    vectors = Vectors()
    with loopback.serving(Handler, vectors) as server:
        vectors.url = f"{server.url}/v1"
        yield vectors
