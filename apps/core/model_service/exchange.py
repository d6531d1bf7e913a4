"""One question to a model and the beginning of its answer.

Nothing is followed, nothing is decompressed, no proxy of the environment is used, and neither key nor question reaches
a log. Bytes are read as they come, and not longer than the whole may take.
"""

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpx

from .endpoint import Endpoint, judged_address
from .failures import Failed


@contextmanager
def posted(
    endpoint: Endpoint, path: str, body: dict[str, Any], *, answer: str, waits: httpx.Timeout
) -> Iterator[httpx.Response]:
    """The answer of `base + path`, which is of the content type `answer`.

    Raises:
        Failed: the model cannot be reached, refuses, or answers something else; inside the block, when it breaks off.
    """
    url = httpx.URL(endpoint.base + path).copy_with(host=judged_address(endpoint))
    try:
        with (
            httpx.Client(verify=_trust(), trust_env=False, follow_redirects=False, timeout=waits) as client,
            client.stream(
                "POST",
                url,
                json=body,
                headers=_headers(endpoint, answer),
                extensions={"sni_hostname": endpoint.host},
            ) as response,
        ):
            _insist(response, answer)
            yield response
    except httpx.HTTPError as failure:
        raise Failed(type(failure).__name__) from None


def in_time(response: httpx.Response, ends: float) -> Iterator[bytes]:
    """What comes before the monotonic moment `ends`.

    Raises:
        Failed: there was more to come.
    """
    for chunk in response.iter_raw():
        if time.monotonic() > ends:
            raise Failed("out of time")
        yield chunk


@cache
def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def _headers(endpoint: Endpoint, answer: str) -> dict[str, str]:
    headers = {"Host": endpoint.name, "Accept": answer, "Accept-Encoding": "identity"}
    return headers | ({"Authorization": f"Bearer {endpoint.key}"} if endpoint.key else {})


def _insist(response: httpx.Response, answer: str) -> None:
    if response.status_code != 200:
        raise Failed(f"status {response.status_code}", passing=response.status_code >= 500)
    plain = response.headers.get("Content-Encoding", "identity") == "identity"
    if not plain or not response.headers.get("Content-Type", "").startswith(answer):
        raise Failed(f"no {answer}")
