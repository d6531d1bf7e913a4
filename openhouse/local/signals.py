"""Ctrl-C, termination and a closed terminal, all as one exception, which cannot be lost.

Python runs a signal's handler between any two instructions, also inside hooks that swallow exceptions (a fork's, an
object's end). So the handler also notes the signal, and whoever waits asks for the note; and a process is started
inside `uninterrupted`, or it could run without anybody knowing it.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """A person or the system asked us to end. Not an `Exception`: nothing may take it for an error and go on."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class _State:
    received: int | None = None
    deferring: bool = False


def catch() -> None:
    """From now on the first ending signal raises `Stopped`; later ones must not cut the cleaning up short."""
    for number in ENDING:
        signal.signal(number, _handle)


def check() -> None:
    """Raise `Stopped` if a signal has come. For every loop that waits, except those that clean up."""
    if _State.received is not None:
        raise Stopped(_State.received)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let a signal wait until the block is done."""
    _State.deferring = True
    try:
        yield
    finally:
        _State.deferring = False
    check()


def _handle(number: int, frame: FrameType | None) -> None:
    for other in ENDING:
        signal.signal(other, signal.SIG_IGN)
    _State.received = number
    if not _State.deferring:
        raise Stopped(number)
