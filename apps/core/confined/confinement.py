"""The child locks itself in before it touches the file. Called once, first thing, by the program that reads.

Limits are set here and not between fork and exec: code run there by a threaded parent can dead-lock. Running as root
weakens the ban on new processes (the kernel exempts root), the rest holds.
"""

import ctypes
import resource
import signal
import sys

from .limits import Limits

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38


def confine(limits: Limits) -> None:
    """Apply every limit to this process for good. The hard limits hold too, so nothing can raise them again."""
    if sys.platform == "linux":
        _leave_no_way_out()
    # An orphan ends by itself even when its parent was killed before it could ask the kernel to be told.
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds)
    # Soft before hard by a second: the first signal says "out of time", the second could be anybody's.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    for what, most in _ceilings(limits).items():
        resource.setrlimit(what, (most, most))


def _ceilings(limits: Limits) -> dict[int, int]:
    return {
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: limits.open_files,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_AS: limits.memory_bytes,
    }


def _leave_no_way_out() -> None:
    """Die with the parent, gain no privilege, and let no other process look inside."""
    prctl = ctypes.CDLL(None).prctl
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
