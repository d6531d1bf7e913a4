"""Asks the model and yields its tokens as they come.

An answer ends with `[DONE]` or it has not ended: a connection that closes before is a failure, never an answer.
"""

import json
import time
from collections.abc import Iterator, Sequence
from typing import Any

import httpx
from django.conf import settings

from apps.core.model_service.endpoint import Endpoint
from apps.core.model_service.exchange import in_time, posted
from apps.core.model_service.failures import Failed

from .event_lines import event_data
from .failures import Truncated

PATH, EVENTS = "/chat/completions", "text/event-stream"
MOST_TOKENS, MOST_CHARACTERS = 800, 8_000
TRIES = 2
DONE = "[DONE]"
Messages = Sequence[dict[str, str]]


def tokens(endpoint: Endpoint, messages: Messages) -> Iterator[str]:
    """Tries once more as long as nothing has come.

    Raises:
        Failed: the model cannot be reached, talks nonsense, stalls, or breaks off.
        Truncated: the answer is longer than is shown, or the model stopped it.
    """
    ends = time.monotonic() + settings.LANGUAGE_MODEL_TOTAL_SECONDS
    for left in reversed(range(TRIES)):
        begun = False
        try:
            for token in _once(endpoint, messages, ends):
                begun = True
                yield token
            return
        except Failed as failure:
            if begun or not left or not failure.passing or time.monotonic() > ends:
                raise


def _once(endpoint: Endpoint, messages: Messages, ends: float) -> Iterator[str]:
    waits = httpx.Timeout(settings.LANGUAGE_MODEL_TOKEN_SECONDS, connect=settings.LANGUAGE_MODEL_CONNECT_SECONDS)
    with posted(endpoint, PATH, _body(endpoint, messages), answer=EVENTS, waits=waits) as response:
        yield from _answer(response, ends)


def _body(endpoint: Endpoint, messages: Messages) -> dict[str, Any]:
    """No tools are offered, so none can be called."""
    return {
        "model": endpoint.model,
        "messages": list(messages),
        "stream": True,
        "temperature": 0,
        "max_tokens": MOST_TOKENS,
    }


def _answer(response: httpx.Response, ends: float) -> Iterator[str]:
    length, finish = 0, ""
    for data in event_data(in_time(response, ends)):
        if data == DONE:
            if finish not in ("", "stop"):
                raise Truncated(finish)
            return
        text, reason = _choice(data)
        finish, length = reason or finish, length + len(text)
        if length > MOST_CHARACTERS:
            raise Truncated("long")
        if text:
            yield text
    raise Failed("cut")


def _choice(data: str) -> tuple[str, str]:
    """The text and the finish reason of one event. A call of a tool has neither and is ignored."""
    try:
        choices = json.loads(data)["choices"]
        first = choices[0] if choices else {}
        text = (first.get("delta") or {}).get("content") or ""
        reason = first.get("finish_reason") or ""
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as failure:
        raise Failed("garbage") from failure
    if not isinstance(text, str) or not isinstance(reason, str):
        raise Failed("garbage")
    return text, reason
