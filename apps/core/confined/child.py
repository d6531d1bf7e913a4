"""Starting, bounding and ending one child process. Knows nothing of what is read.

Whatever the child does, this returns: it is watched for wall time and amount of output, and its whole process group
is killed afterwards. It sees an empty environment, no input and an empty folder.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from .limits import Limits

BLOCK_BYTES = 64 * 1024


class Ending(StrEnum):
    CLOSED = "closed"
    OVER_TIME = "over_time"
    OVER_OUTPUT = "over_output"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`status` is the exit status; negative is the signal that the child died of, as in `subprocess`."""

    ending: Ending
    status: int
    output: bytes

    @property
    def died_by(self) -> signal.Signals | None:
        return signal.Signals(-self.status) if self.ending is Ending.CLOSED and self.status < 0 else None


def run_script(script: Path, *arguments: str, limits: Limits) -> Outcome:
    """Run a Python program that confines itself to `limits`, its last argument, before it touches any file."""
    # -I ignores the environment and the user's site folder, -B writes no byte code.
    command = [sys.executable, "-I", "-B", str(script), *arguments, limits.to_json()]
    return run(command, wall_seconds=limits.wall_seconds, output_bytes=limits.output_bytes)


def run(command: Sequence[str], *, wall_seconds: float, output_bytes: int) -> Outcome:
    """Run `command` to its end or to the first limit it meets."""
    with tempfile.TemporaryDirectory(prefix="reading-") as folder, _start(command, folder) as process:
        try:
            ending, output = _collect(_output_of(process), time.monotonic() + wall_seconds, output_bytes)
        finally:
            # Before the leader is waited for, so that its number cannot belong to another group yet.
            _kill_group(process.pid)
        return Outcome(ending, process.wait(), output)


def _start(command: Sequence[str], folder: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        cwd=folder,
        env={},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _output_of(process: subprocess.Popen[bytes]) -> int:
    """The descriptor itself: reading it directly never waits for a buffer to fill."""
    if process.stdout is None:
        raise ValueError("started without a pipe")
    return process.stdout.fileno()


def _collect(pipe: int, deadline: float, most: int) -> tuple[Ending, bytes]:
    output = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while selector.select(max(0.0, deadline - time.monotonic())):
            block = os.read(pipe, BLOCK_BYTES)
            output += block
            if not block or len(output) > most:
                return (Ending.OVER_OUTPUT if block else Ending.CLOSED), bytes(output[:most])
    return Ending.OVER_TIME, bytes(output)


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
