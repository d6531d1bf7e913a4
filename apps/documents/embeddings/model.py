"""The model of this process: found when first asked for, loaded when first used, and then kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

import structlog
from django.conf import settings

from . import files
from .files import ModelFiles, NoModel

if TYPE_CHECKING:
    from .encoder import Encoder

log = structlog.get_logger(__name__)
_loading = Lock()
_off: ContextVar[bool] = ContextVar("openhouse_embeddings_off", default=False)


def key() -> str | None:
    """What this process's vectors are stored under; None when it makes none."""
    found = _find()
    return found.key if isinstance(found, ModelFiles) else None


def missing() -> str:
    """Why there is no model; empty when there is one."""
    found = _find()
    return "" if isinstance(found, ModelFiles) else found


def encoder() -> "Encoder | None":
    """The loaded model; None when there is none."""
    found = _find()
    if not isinstance(found, ModelFiles):
        return None
    with _loading:
        return _loaded(found)


@contextmanager
def turned_off() -> Iterator[None]:
    """By words alone, as where there is no model: to compare the two."""
    before = _off.set(True)
    try:
        yield
    finally:
        _off.reset(before)


def _find() -> ModelFiles | str:
    if _off.get():
        return "turned off"
    return _found(settings.EMBEDDING_MODEL_DIR) if settings.EMBEDDINGS else "turned off by EMBEDDINGS"


@cache
def _found(folder: str) -> ModelFiles | str:
    try:
        return files.find(folder)
    except NoModel as missing:
        log.info("search_by_words_only", reason=str(missing))
        return str(missing)


@cache
def _loaded(found: ModelFiles) -> "Encoder | None":
    from .encoder import Encoder

    try:
        return Encoder(found)
    except NoModel as broken:
        log.error("search_by_words_only", reason=str(broken))
        return None
