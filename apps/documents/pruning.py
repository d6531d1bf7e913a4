"""Stored files and the rows that name them, where the two have lost each other.

A file is stored before the transaction that names it commits, so a commit that fails leaves a file that nobody names.
Only names that `storage.save` makes are looked at, and young ones are left alone: their transaction may still be open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.core.files.storage import storages
from django.utils import timezone

from . import storage
from .models import DocumentVersion

log = structlog.get_logger(__name__)

KEEP = timedelta(days=1)
# Failed commits leave a few. More, or a larger share of all, look like another database's files beside ours.
MOST_UNSEEN, MOST_SHARE = 100, 0.05
FOLDER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
FILE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Lost:
    """`unnamed`: stored files without a row, of `stored` ones. `missing`: versions without their file, as document and
    number.
    """

    unnamed: tuple[str, ...]
    missing: tuple[tuple[UUID, int], ...]
    stored: int


def look() -> Lost:
    """In a scope that reaches every tenant's rows."""
    stored = set(_stored())
    named, missing = set(), []
    for document_id, number, file, text in _versions():
        named |= {file, text}
        # Asked once more: it may have come since the folders were looked at.
        if file not in stored and not storages["documents"].exists(file):
            missing.append((document_id, number))
    return Lost(tuple(filter(_is_old, sorted(stored - named))), tuple(missing), len(stored))


def prune(lost: Lost) -> None:
    storage.delete(lost.unnamed)


def prune_unseen(lost: Lost) -> None:
    """As `prune`, where nobody looks on: what is too much for failed commits is left to a person, and told."""
    for document, number in lost.missing:
        log.error("stored_file_missing", document=str(document), version=number)
    if len(lost.unnamed) > max(MOST_UNSEEN, lost.stored * MOST_SHARE):
        log.error("prune_files_refused", unnamed=len(lost.unnamed), stored=lost.stored)
    else:
        prune(lost)


def _versions() -> Iterator[tuple[UUID, int, str, str]]:
    rows = DocumentVersion.objects.order_by("created_at", "pk")
    return rows.values_list("document_id", "number", "storage_name", "text_name").iterator()


def _stored() -> Iterator[str]:
    for folder in filter(FOLDER.fullmatch, _folders()):
        _, files = storages["documents"].listdir(folder)
        yield from (f"{folder}/{file}" for file in files if FILE.fullmatch(file))


def _folders() -> list[str]:
    try:
        return list(storages["documents"].listdir("")[0])
    except FileNotFoundError:  # nothing has been stored yet
        return []


def _is_old(path: str) -> bool:
    try:
        stored_at: datetime = storages["documents"].get_modified_time(path)
    except FileNotFoundError:  # gone meanwhile, with its document
        return False
    return stored_at < timezone.now() - KEEP
