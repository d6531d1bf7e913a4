"""A message as server-sent events, for clients that show an answer as it comes: `meta`, `token`*, `citations`, `done`.

An answer of quotes is whole at once, so all of its events are one body. What a model says comes sentence by sentence,
each checked before; the tokens together are the stored answer.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from rest_framework.renderers import BaseRenderer

from apps.core.identity import Principal

from . import turns
from .models import Message
from .turns import Turn

TOKEN = re.compile(r"\s*\S+\s*?")
META = ("id", "conversation", "question", "outcome")
DONE = ("id", "engine", "incomplete", "downloads", "latency_ms", "created_at")
Body = Mapping[str, Any]


class EventStreamRenderer(BaseRenderer):
    media_type = "text/event-stream"
    format = "sse"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return b"".join([_event("meta", data, META), *_tokens([data["answer"]]), *_ending(data)])


def live(principal: Principal, turn: Turn, shown: Callable[[Message], Body]) -> Iterator[bytes]:
    """The events of an answer while a model words it; `shown` gives a message as the API does."""
    yield _event("meta", shown(turn.message), META)
    yield from _tokens(turns.pieces(principal, turn))
    yield from _ending(shown(turn.message))


def _tokens(pieces: Iterable[str]) -> Iterator[bytes]:
    for piece in pieces:
        for token in TOKEN.findall(piece):
            yield _event("token", {"text": token})


def _ending(data: Body) -> Iterator[bytes]:
    yield _event("citations", data["citations"])
    yield _event("done", data, DONE)


def _event(name: str, body: Any, fields: Iterable[str] = ()) -> bytes:
    chosen = {field: body[field] for field in fields} or body
    return f"event: {name}\ndata: {json.dumps(chosen)}\n\n".encode()
