"""Vectors of a model that runs elsewhere, behind an OpenAI-compatible address, in the place of the local one.

It is asked like a language model (`core/model_service`), and what it answers is judged before it is used.
"""

import hashlib
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import httpx
from django.conf import settings

from apps.core.model_service.breaker import Breaker
from apps.core.model_service.endpoint import Endpoint
from apps.core.model_service.exchange import in_time, posted
from apps.core.model_service.failures import Failed

if TYPE_CHECKING:
    import numpy as np

PATH, JSON = "/embeddings", "application/json"
MOST_BYTES = 4_000_000
FAILURES, PAUSE_SECONDS = 3, 30.0


@dataclass(frozen=True, slots=True)
class RemoteModel:
    """`key` names the model, and tells it from the one of that name at another address."""

    endpoint: Endpoint

    @property
    def key(self) -> str:
        place = hashlib.sha256(f"{self.endpoint.base}\n{self.endpoint.model}".encode()).hexdigest()[:16]
        return f"{self.endpoint.model[:60]}@{place}"


class RemoteEncoder:
    """As `Encoder`, save that it may fail."""

    def __init__(self, model: RemoteModel) -> None:
        self.key, self._endpoint = model.key, model.endpoint
        self._breaker = _breaker_of(model.endpoint)

    def encode(self, texts: Sequence[str]) -> "np.ndarray":
        """One row of length 1 for each text.

        Raises:
            Failed: the model cannot be asked, is left alone for a while, or has answered something else.
        """
        if not self._breaker.allows():
            raise Failed("left alone")
        try:
            vectors = _vectors(_asked(self._endpoint, texts), len(texts))
        except Failed:
            self._breaker.failed()
            raise
        self._breaker.succeeded()
        return vectors


@cache
def _breaker_of(endpoint: Endpoint) -> Breaker:
    return Breaker(FAILURES, PAUSE_SECONDS)


def _asked(endpoint: Endpoint, texts: Sequence[str]) -> bytes:
    patience = settings.EMBEDDING_MODEL_SECONDS * len(texts)
    ends = time.monotonic() + patience
    waits = httpx.Timeout(patience, connect=settings.EMBEDDING_MODEL_CONNECT_SECONDS)
    body = {"model": endpoint.model, "input": list(texts), "encoding_format": "float"}
    answer = b""
    with posted(endpoint, PATH, body, answer=JSON, waits=waits) as response:
        for part in in_time(response, ends):
            answer += part
            if len(answer) > MOST_BYTES:
                raise Failed("too large", passing=False)
    return answer


def _vectors(answer: bytes, count: int) -> "np.ndarray":
    """In the order of the texts, which the answer need not have."""
    import numpy as np

    try:
        rows = {row["index"]: row["embedding"] for row in json.loads(answer)["data"]}
        vectors = np.array([_numbers(rows[place]) for place in range(count)], dtype="float32")
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        raise Failed("garbage") from None
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    if vectors.ndim != 2 or not np.isfinite(lengths).all() or not lengths.all():
        raise Failed("garbage")
    return vectors / lengths


def _numbers(row: Any) -> list[float]:
    if not isinstance(row, list) or not row:
        raise ValueError
    return [float(number) for number in row]
