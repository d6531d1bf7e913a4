"""The account the server runs as: PostgreSQL refuses to run as root.

Root lends it to `postgres` if the machine has that user, else to `nobody`; everybody else runs it as themselves.
"""

import os
import pwd
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .messages import Trouble

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An unprivileged user that root starts programs as; `None` for the others means "as I am"."""

    name: str
    uid: int
    gid: int

    def own(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid)

    def can(self, flag: str, path: Path) -> bool:
        """Whether the account passes `test FLAG PATH`: asked of the kernel, which knows every rule."""
        command = ["test", flag, str(path)]
        return subprocess.run(command, check=False, cwd="/", timeout=10, **self.as_user()).returncode == 0

    def as_user(self) -> dict[str, Any]:
        """Arguments that make `subprocess` start a program as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account() -> Account | None:
    """Who runs the server, or None where we need not change users."""
    if os.geteuid() != 0:
        return None
    for name in CANDIDATES:
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise Trouble("PostgreSQL does not run as root and no user `postgres` or `nobody` exists: run as another user")
