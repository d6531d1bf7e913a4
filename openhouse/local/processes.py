"""Children of the set-up: started in order, watched, stopped in reverse order, whatever ends the set-up."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from . import signals
from .messages import Trouble, last_line
from .paths import ROOT

STOP_SECONDS = 15
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Child:
    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def failure(self) -> Trouble:
        line = last_line(self.log.read_text(encoding="utf-8", errors="replace"))
        return Trouble(f"{self.name} failed ({_reason(self.process.returncode)}): {line} (log: {self.log})")


class Children:
    """The running children of one command. Leaving the block stops all of them."""

    def __init__(self, logs: Path) -> None:
        self._logs = logs
        self._running: list[Child] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in reversed(self._running):
            _stop(child.process)

    def start(self, name: str, arguments: Sequence[str], env: Mapping[str, str], **streams: Any) -> Child:
        """Start Python with `arguments`; what it prints goes to the log `NAME.log` unless `streams` says otherwise."""
        log = self._logs / f"{name}.log"
        with log.open("wb") as output:
            options: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": output, "stderr": output} | streams
            with signals.uninterrupted():
                # Its own session, so that Ctrl-C reaches only us and we keep the order of stopping.
                process = subprocess.Popen(
                    [sys.executable, *arguments],
                    cwd=ROOT,
                    env=dict(env),
                    start_new_session=True,
                    umask=0o077,
                    preexec_fn=_die_with_parent,
                    **options,
                )
                child = Child(name, process, log)
                self._running.append(child)
        return child

    def finish(self, child: Child, *, seconds: float) -> None:
        """Wait for a child that ends by itself, while the others must go on running."""
        what = f"{child.name} (log: {child.log})"
        self.wait_for(lambda: child.process.poll() is not None, seconds=seconds, what=what)
        self._running.remove(child)
        if child.process.returncode:
            raise child.failure()

    def wait_for(self, condition: Callable[[], bool], *, seconds: float, what: str) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            signals.check()
            self.check()
            if time.monotonic() > deadline:
                raise Trouble(f"waited {seconds:.0f} s for {what}")
            time.sleep(0.1)

    def check(self) -> None:
        """Raise when a child has died that should be running."""
        for child in self._running:
            if child.process.poll():
                raise child.failure()

    def watch(self) -> None:
        """Run until a child dies or somebody stops us."""
        while True:
            signals.check()
            for child in self._running:
                if child.process.poll() is not None:
                    raise child.failure()
            time.sleep(0.5)


def _die_with_parent() -> None:
    """Ask Linux to end the child should we be killed outright; elsewhere there is no such thing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)
    # What is left of its session: pool processes of a worker that was killed, children that ignored the signal.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _reason(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit {code}"
