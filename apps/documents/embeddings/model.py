"""The model of this process: found when first asked for, loaded when first used, and then kept.

Loading takes a second. A web process begins with it when it starts, and nobody who asks waits while it goes on.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from threading import Lock, Thread
from typing import TYPE_CHECKING, Protocol

import structlog
from django.conf import settings

from apps.core.model_service.endpoint import configured
from apps.core.model_service.failures import Failed

from . import files
from .files import ModelFiles, NoModel
from .remote import RemoteEncoder, RemoteModel

if TYPE_CHECKING:
    import numpy as np

log = structlog.get_logger(__name__)
REMOTE = "EMBEDDING_MODEL"
Model = ModelFiles | RemoteModel
_loading = Lock()
_encoders: "dict[Model, Encoder | None]" = {}
_off: ContextVar[bool] = ContextVar("openhouse_embeddings_off", default=False)


class Encoder(Protocol):
    """Makes vectors of length 1, to be stored under its `key`. A remote one raises `Failed`."""

    key: str

    def encode(self, texts: Sequence[str]) -> "np.ndarray": ...


def key() -> str | None:
    """What this process's vectors are stored under; None when it makes none."""
    found = _find()
    return None if isinstance(found, str) else found.key


def missing() -> str:
    """Why there is no model; empty when there is one."""
    found = _find()
    return found if isinstance(found, str) else ""


def encoder(*, wait: bool = True) -> Encoder | None:
    """The loaded model; None when there is none, and without `wait` also while somebody else loads it."""
    found = _find()
    if isinstance(found, str):
        return None
    if found not in _encoders and _loading.acquire(blocking=wait):
        try:
            _encoders[found] = _encoders.get(found) or _loaded(found)
        finally:
            _loading.release()
    return _encoders.get(found)


def encoded(texts: Sequence[str], *, wait: bool = True) -> "np.ndarray | None":
    """Their vectors. None where words have to do: as for `encoder`, and where a model elsewhere fails."""
    loaded = encoder(wait=wait)
    try:
        return loaded.encode(texts) if loaded else None
    except Failed as failure:
        log.warning("embedding_model_failed", reason=failure.reason)
        return None


def load_in_background() -> None:
    Thread(target=_warm_up, name="embedding-model", daemon=True).start()


@contextmanager
def turned_off() -> Iterator[None]:
    """By words alone, as where there is no model: to compare the two."""
    before = _off.set(True)
    try:
        yield
    finally:
        _off.reset(before)


def _find() -> Model | str:
    if _off.get():
        return "turned off"
    if not settings.EMBEDDINGS:
        return "turned off by EMBEDDINGS"
    return _elsewhere() if settings.EMBEDDING_MODEL_URL else _found(settings.EMBEDDING_MODEL_DIR)


def _elsewhere() -> Model | str:
    endpoint = configured(REMOTE)
    if endpoint is None:
        return "EMBEDDING_MODEL_URL is not safe to ask"
    return RemoteModel(endpoint) if files.has_vectors() else files.NO_VECTORS


@cache
def _found(folder: str) -> Model | str:
    try:
        return files.find(folder)
    except NoModel as missing:
        log.info("search_by_words_only", reason=str(missing))
        return str(missing)


def _loaded(found: Model) -> Encoder | None:
    if isinstance(found, RemoteModel):
        return RemoteEncoder(found)
    from .encoder import OnnxEncoder

    try:
        return OnnxEncoder(found)
    except NoModel as broken:
        log.error("search_by_words_only", reason=str(broken))
        return None


def _warm_up() -> None:
    """The first text takes longer than the others, too."""
    loaded = encoder()
    if loaded and not settings.EMBEDDING_MODEL_URL:
        loaded.encode(["Where is the stopcock?"])
