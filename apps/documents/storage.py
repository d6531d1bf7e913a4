"""Where uploaded files lie: private, under random names, in the storage that settings call "documents".

A name tells the tenant and nothing of the file. No URL leads here; whoever opens a file has asked `selectors` first.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import structlog
from django.core.files import File
from django.core.files.storage import Storage, storages

log = structlog.get_logger(__name__)


def _documents() -> Storage:
    return storages["documents"]


def save(tenant_id: UUID, file: "File[bytes]") -> str:
    """Store the file; the name to find it by."""
    return _documents().save(f"{tenant_id}/{uuid4().hex}", file)


def open_file(name: str) -> "File[bytes]":
    """The stored file, to be read.

    Raises:
        FileNotFoundError: it is not there.
    """
    return _documents().open(name)


def delete(names: Iterable[str]) -> None:
    """Remove files whose rows are gone. What cannot be removed is logged: nothing refers to it any more."""
    for name in names:
        try:
            _documents().delete(name)
        except OSError:
            log.exception("stored_file_not_removed", name=name)


@contextmanager
def local_copy(name: str) -> Iterator[Path]:
    """The stored file as a plain one, which a confined child process can open. Gone when left.

    Raises:
        FileNotFoundError: it is not there.
    """
    with TemporaryDirectory(prefix="document-") as folder:
        path = Path(folder) / "file"
        with open_file(name) as stored, path.open("wb") as copy:
            shutil.copyfileobj(stored, copy, 1024 * 1024)
        yield path
