"""A message as server-sent events, for clients that show an answer as it comes: `meta`, `token`*, `citations`, `done`.

An extractive answer is whole at once, so all of its events are one body.
"""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer

TOKEN = re.compile(r"\s*\S+\s*?")
META, DONE = ("id", "conversation", "question", "outcome"), ("id", "latency_ms", "created_at")


class EventStreamRenderer(BaseRenderer):
    media_type = "text/event-stream"
    format = "sse"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return "".join(f"event: {name}\ndata: {json.dumps(body)}\n\n" for name, body in _events(data)).encode()


def _events(message: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "meta", {name: message[name] for name in META}
    for token in TOKEN.findall(message["answer"]):
        yield "token", {"text": token}
    yield "citations", message["citations"]
    yield "done", {name: message[name] for name in DONE}
