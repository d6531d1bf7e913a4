"""What this installation stands on, looked at from this process: each part answers by itself, and briefly."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from celery import current_app
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError

from apps.documents import text_recognition
from apps.documents.embeddings import model, pending
from apps.documents.search import HYBRID, KEYWORD

PATIENCE_SECONDS = 3
PROBE = "doctor"


@dataclass(frozen=True, slots=True)
class Sign:
    """`well` is False where something needed does not work; what is merely absent is well."""

    part: str
    well: bool
    told: str


def examine() -> list[Sign]:
    needed: dict[str, Callable[[], str]] = {"database": _database, "broker": _broker, "storage": _storage}
    return [*(_asked(part, probe) for part, probe in needed.items()), *_search(), _recognition(), _language_model()]


def _asked(part: str, probe: Callable[[], str]) -> Sign:
    try:
        return Sign(part, True, probe())
    except (DatabaseError, OperationalError, OSError) as error:
        return Sign(part, False, f"does not answer ({type(error).__name__})")


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        return f"PostgreSQL {cursor.fetchone()[0]}"


def _broker() -> str:
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=PATIENCE_SECONDS)
        return str(broker.transport_cls)


def _storage() -> str:
    """A file goes in, comes back and is removed."""
    storage = storages["documents"]
    name = storage.save(PROBE, ContentFile(PROBE.encode()))
    try:
        with storage.open(name) as file:
            if file.read() != PROBE.encode():
                raise OSError("another file came back")
    finally:
        storage.delete(name)
    return type(storage).__name__


def _search() -> Iterator[Sign]:
    """An unusable model is a sign only where one was asked for."""
    usable = model.encoder() is not None
    wanted = bool(settings.EMBEDDINGS and (settings.EMBEDDING_MODEL_DIR or settings.EMBEDDING_MODEL_URL))
    yield Sign(
        "embedding model", usable or not wanted, model.key() if usable else model.missing() or "cannot be loaded"
    )
    yield Sign("search mode", True, HYBRID if usable else KEYWORD)
    yield _asked("embedding", _waiting)


def _waiting() -> str:
    return f"{len(pending.tenants())} tenants have passages without vectors"


def _recognition() -> Sign:
    """Asked of the very child that reads scans."""
    if not settings.OCR:
        return Sign("text recognition", True, "turned off: scanned pages are not read")
    missing = text_recognition.missing()
    return Sign("text recognition", not missing, missing or f"tesseract, {settings.OCR_LANGUAGES}")


def _language_model() -> Sign:
    host = urlsplit(settings.LANGUAGE_MODEL_URL).hostname
    return Sign("language model", True, host or "none: answers are quotes")
