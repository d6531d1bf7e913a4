"""The private cluster: made once, started on a unix socket only, stopped cleanly.

It listens on no network address, every login needs a password, and it runs as an unprivileged account.
"""

import locale
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from . import signals
from .account import Account
from .database import connect, url_for
from .messages import Trouble, last_line, say
from .pidfile import is_alive, remove_stale, server_process
from .placement import Placement
from .secrets import write_private
from .sources import Programs

SUPERUSER = "postgres"
START_SECONDS, STOP_SECONDS, MAKE_SECONDS = 60, 30, 180
SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "shared_buffers": "256MB",
    "max_connections": "200",
    "jit": "off",
    "log_min_duration_statement": "1s",
}


@dataclass
class Cluster:
    """One data folder and the server that runs on it."""

    placement: Placement
    account: Account | None
    password: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        return self.placement.home / "data"

    @property
    def log(self) -> Path:
        return self.placement.home / "server.log"

    @property
    def complete(self) -> Path:
        """Marks data that `initdb` finished."""
        return self.placement.home / "complete"

    @property
    def url(self) -> str:
        """The superuser's address."""
        address = make_conninfo(host=str(self.placement.sockets), port=5432)
        return url_for(address, dbname="postgres", user=SUPERUSER, password=self.password)

    @property
    def major(self) -> int | None:
        """The version that made the data, if there is finished data."""
        return int((self.data / "PG_VERSION").read_text(encoding="utf-8")) if self.complete.exists() else None

    @property
    def running(self) -> bool:
        return server_process(self.data) is not None

    def start(self, programs: Programs) -> None:
        """Make the data if there is none, start the server and wait until it accepts logins."""
        programs = self._reachable(programs)
        if not self.complete.exists():
            self._make(programs)
        remove_stale(self.data, self.placement.sockets)
        say(f"starting PostgreSQL {programs.major} in {self.placement.home}")
        try:
            self._launch(programs)
            self.wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while (reason := self._refusal()) is not None:
            signals.check()
            if "password authentication failed" in reason:
                raise Trouble("the password in .local/env-admin does not open the local database: run make clean")
            if not self._has_process():
                raise Trouble(f"PostgreSQL did not start: {last_line(self._log_text())} (log: {self.log})")
            if time.monotonic() > deadline:
                raise Trouble(f"waited {START_SECONDS} s for PostgreSQL to accept logins: {reason} (log: {self.log})")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop the server: a fast shutdown, then an immediate one, which the next start recovers from."""
        for number, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, 10)):
            if (process := self._server()) is None:
                return
            os.kill(process, number)
            if self._ended(process, seconds):
                return
        raise Trouble(f"waited {STOP_SECONDS + 10} s for PostgreSQL to stop (log: {self.log})")

    def _reachable(self, programs: Programs) -> Programs:
        """The programs, or a copy beside the data where the server's account cannot run them in place."""
        if self.account is None or self.account.can("-x", programs.folder / "postgres"):
            return programs
        install, bundled = programs.folder.parent, programs.libraries.is_dir()
        copy = self.placement.home / "programs"
        place = copy / install.relative_to(programs.libraries.parent) if bundled else copy
        if not (place / "copied").exists():
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(install, place, ignore=shutil.ignore_patterns("include", "*.a"))
            if bundled:
                shutil.copytree(programs.libraries, copy / programs.libraries.name)
            subprocess.run(["chmod", "-R", "a+rX", str(copy)], check=True, timeout=60)
            (place / "copied").touch()
        return Programs(programs.major, place / programs.folder.name)

    def _make(self, programs: Programs) -> None:
        if self.data.exists():
            say("the local database was only half made: making it again")
            shutil.rmtree(self.data)
        password_file = self.placement.home / "password"
        write_private(password_file, self.password)
        if self.account:
            self.account.own(password_file)
        try:
            self._initdb(programs, password_file)
        finally:
            password_file.unlink(missing_ok=True)
        self.complete.touch()

    def _initdb(self, programs: Programs, password_file: Path) -> None:
        say(f"making a private PostgreSQL {programs.major} cluster in {self.placement.home}")
        command = [str(programs.folder / "initdb"), f"--pgdata={self.data}", f"--username={SUPERUSER}"]
        command += [f"--pwfile={password_file}", "--auth=scram-sha-256", "--encoding=UTF8", f"--locale={_locale()}"]
        with self.log.open("ab") as log:
            try:
                made = subprocess.run(command, check=False, timeout=MAKE_SECONDS, **self._surroundings(log))
            except subprocess.TimeoutExpired:
                raise Trouble(f"waited {MAKE_SECONDS} s for initdb (log: {self.log})") from None
        if made.returncode:
            raise Trouble(f"initdb failed: {last_line(self._log_text())} (log: {self.log})")

    def _launch(self, programs: Programs) -> None:
        settings = SETTINGS | {"unix_socket_directories": _quoted(self.placement.sockets)}
        command = [str(programs.folder / "postgres"), "-D", str(self.data)]
        command += [argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log, signals.uninterrupted():
            # Its own session: Ctrl-C must reach the set-up, which stops the server last.
            self.process = subprocess.Popen(command, start_new_session=True, **self._surroundings(log))

    def _surroundings(self, log: Any) -> dict[str, Any]:
        """No credentials of ours in the server's environment, and a folder that its account can enter."""
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "TZ", "TMPDIR")}
        account = self.account.as_user() if self.account else {}
        streams = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
        return {"cwd": self.placement.home, "env": kept} | streams | account

    def _server(self) -> int | None:
        if self.process and self.process.poll() is None:
            return self.process.pid
        return server_process(self.data)

    def _has_process(self) -> bool:
        return self._server() is not None

    def _ended(self, process: int, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if (self.process and self.process.poll() is not None) or not is_alive(process):
                return True
            time.sleep(0.05)
        return False

    def _refusal(self) -> str | None:
        """Why a login fails, or None if it works."""
        try:
            connect(self.url).close()
        except psycopg.OperationalError as error:
            return last_line(str(error))
        return None

    def _log_text(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""


def _locale() -> str:
    """C.UTF-8 sorts by code point everywhere and knows letters; where it is missing, plain C."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C.UTF-8"


def _quoted(folder: Path) -> str:
    """One entry of a list of folders, whatever characters its name has."""
    return '"{}"'.format(str(folder).replace('"', '""'))
