"""Is the process that a server's lock file names really that server?

PostgreSQL itself only looks whether *some* process has the number, so after a crash or in a new container a stranger
with the same number keeps it from starting.
"""

import os
import subprocess
from contextlib import suppress
from pathlib import Path

from .messages import say


def server_process(data: Path) -> int | None:
    """The running server of this data folder."""
    process = _first_number(data / "postmaster.pid")
    return process if process and str(data) in _command_line(process) else None


def remove_stale(data: Path, sockets: Path) -> None:
    """Remove lock files that name a living stranger. Those of dead processes the server clears, with better checks."""
    for file in (data / "postmaster.pid", *sockets.glob(".s.PGSQL.*.lock")):
        process = _first_number(file)
        if process and is_alive(process) and str(data) not in _command_line(process):
            say(f"a stale {file.name} named process {process}, which is not PostgreSQL: removed")
            file.unlink(missing_ok=True)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _first_number(file: Path) -> int | None:
    with suppress(FileNotFoundError, IndexError, ValueError):
        return int(file.read_text(encoding="utf-8", errors="replace").splitlines()[0])
    return None


def _command_line(process: int) -> str:
    """The command of a living process; empty for a dead one and for a zombie."""
    if Path("/proc/self/cmdline").exists():
        with suppress(FileNotFoundError, ProcessLookupError):
            return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        return ""
    command = ["ps", "-p", str(process), "-o", "command="]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=10).stdout
