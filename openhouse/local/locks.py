"""File locks between the commands of one clone. The kernel drops them with their process, so none is ever stale."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from .messages import Trouble


class Held(Exception):
    """Another process holds the lock; carries what that process wrote into it."""


def _open(path: Path) -> TextIO:
    return open(path, "a+", encoding="utf-8")


@contextmanager
def turn(path: Path, *, seconds: float, what: str) -> Iterator[None]:
    """Hold `path` alone, waiting at most `seconds` for the others."""
    with _open(path) as file:
        deadline = time.monotonic() + seconds
        while not _try(file, fcntl.LOCK_EX):
            if time.monotonic() > deadline:
                raise Trouble(f"waited {seconds:.0f} s for {what}")
            time.sleep(0.1)
        yield


@contextmanager
def only(path: Path, note: str) -> Iterator[None]:
    """Hold `path` alone or raise `Held` at once with the holder's note."""
    with _open(path) as file:
        if not _try(file, fcntl.LOCK_EX):
            raise Held(note_in(path))
        file.truncate(0)
        file.write(note)
        file.flush()
        yield
        file.truncate(0)


def note_in(path: Path) -> str:
    with suppress(FileNotFoundError):
        return path.read_text(encoding="utf-8").strip()
    return ""


def is_held(path: Path) -> bool:
    with _open(path) as file:
        return not _try(file, fcntl.LOCK_SH)


class Share:
    """One of several users of a thing; `leave` tells the last of them."""

    def __init__(self, path: Path) -> None:
        self._file = _open(path)
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Give the share back. True when nobody else has one."""
        with self._file:
            return _try(self._file, fcntl.LOCK_EX)


def _try(file: TextIO, operation: int) -> bool:
    try:
        fcntl.flock(file, operation | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
