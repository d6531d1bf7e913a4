"""Asks the model and yields its tokens as they come.

An answer ends with `[DONE]` or it has not ended: a connection that closes before is a failure, never an answer. Nothing
is followed, nothing is decompressed, no proxy of the environment is used, and neither key nor prompt reaches a log.
"""

import json
import ssl
import time
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import httpx
from django.conf import settings

from .endpoint import PATH, Endpoint, judged_address
from .event_lines import event_data
from .failures import Failed, Truncated

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
    address = judged_address(endpoint)
    url = httpx.URL(endpoint.base + PATH).copy_with(host=address)
    waits = httpx.Timeout(settings.LANGUAGE_MODEL_TOKEN_SECONDS, connect=settings.LANGUAGE_MODEL_CONNECT_SECONDS)
    try:
        with (
            httpx.Client(verify=_trust(), trust_env=False, follow_redirects=False, timeout=waits) as client,
            client.stream(
                "POST",
                url,
                json=_body(endpoint, messages),
                headers=_headers(endpoint),
                extensions={"sni_hostname": endpoint.host},
            ) as response,
        ):
            _insist(response)
            yield from _answer(response, ends)
    except httpx.HTTPError as failure:
        raise Failed(type(failure).__name__) from None


@cache
def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _body(endpoint: Endpoint, messages: Messages) -> dict[str, Any]:
    """No tools are offered, so none can be called."""
    return {
        "model": endpoint.model,
        "messages": list(messages),
        "stream": True,
        "temperature": 0,
        "max_tokens": MOST_TOKENS,
    }


def _headers(endpoint: Endpoint) -> dict[str, str]:
    headers = {"Host": endpoint.name, "Accept": "text/event-stream", "Accept-Encoding": "identity"}
    return headers | ({"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {})


def _insist(response: httpx.Response) -> None:
    if response.status_code != 200:
        raise Failed(f"status {response.status_code}", passing=response.status_code >= 500)
    plain = response.headers.get("Content-Encoding", "identity") == "identity"
    if not plain or not response.headers.get("Content-Type", "").startswith("text/event-stream"):
        raise Failed("no event stream")


def _answer(response: httpx.Response, ends: float) -> Iterator[str]:
    length, finish = 0, ""
    for data in event_data(_in_time(response, ends)):
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


def _in_time(response: httpx.Response, ends: float) -> Iterator[bytes]:
    for chunk in response.iter_raw():
        if time.monotonic() > ends:
            raise Failed("out of time")
        yield chunk


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
