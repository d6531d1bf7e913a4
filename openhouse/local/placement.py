"""Where the private cluster lies: inside `.local/`, unless its account or the length of a socket's path forbids it."""

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .account import Account
from .messages import Trouble
from .paths import Layout

SYSTEM_DATA = Path("/var/lib")
SOCKET_NAME = ".s.PGSQL.5432"
# sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing zero included.
SOCKET_PATH_LIMIT = 103


@dataclass(frozen=True)
class Placement:
    """`home` holds data, log and marker; `sockets` the unix socket. Both belong to the server's account."""

    home: Path
    sockets: Path


def place(layout: Layout, account: Account | None) -> Placement:
    """Where the cluster is or shall be. Remembered, because data must not move when a folder's mode changes."""
    known = remembered(layout)
    home = known.home if known else _choose_home(layout, account)
    _create(home, account)
    sockets = known.sockets if known and _is_private(known.sockets, home) else _choose_sockets(home, account)
    placement = Placement(home, sockets)
    _remember(layout, placement)
    return placement


def remembered(layout: Layout) -> Placement | None:
    """The recorded placement. A record that a copied or moved clone brought along does not count."""
    record = _record(layout)
    if record and record["clone"] == str(layout.local) and Path(record["home"]).is_dir():
        return Placement(Path(record["home"]), Path(record["sockets"]))
    return None


def refuse_anothers(layout: Layout) -> None:
    """A folder that is reached here by a link or a mount is another clone's. A server that runs in it was started under
    the other name: it would be taken for a stranger, and for stale what it holds.

    Raises:
        Trouble: it is.
    """
    record = _record(layout)
    clone = Path(record["clone"]) if record else layout.local
    if clone != layout.local and clone.exists() and clone.samefile(layout.local):
        raise Trouble(
            f"{layout.local} is the data of the checkout in {clone.parent}: "
            "remove the link, or set LOCAL_DIR to a folder of this checkout's own"
        )


def _record(layout: Layout) -> dict[str, str] | None:
    with suppress(FileNotFoundError, ValueError):
        record = json.loads(layout.placement_file.read_text(encoding="utf-8"))
        return record if {"clone", "home", "sockets"} <= record.keys() else None
    return None


def _remember(layout: Layout, placement: Placement) -> None:
    record = {"clone": str(layout.local), "home": str(placement.home), "sockets": str(placement.sockets)}
    layout.placement_file.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def _choose_home(layout: Layout, account: Account | None) -> Path:
    if account is None or account.can("-x", layout.local):
        return layout.local / "postgres"
    return SYSTEM_DATA / f"openhouse-{layout.digest}"


def _choose_sockets(home: Path, account: Account | None) -> Path:
    if len(os.fsencode(home / SOCKET_NAME)) <= SOCKET_PATH_LIMIT:
        return home
    short = Path(tempfile.mkdtemp(prefix="openhouse-", dir="/tmp"))
    _create(short, account)
    return short


def _create(folder: Path, account: Account | None) -> None:
    folder.mkdir(mode=0o700, exist_ok=True)
    if account:
        account.own(folder)


def _is_private(sockets: Path, home: Path) -> bool:
    """A folder under /tmp may have been swept away and made anew by somebody else."""
    with suppress(FileNotFoundError):
        status = sockets.lstat()
        return sockets.is_dir() and not sockets.is_symlink() and status.st_uid == home.stat().st_uid
    return False
