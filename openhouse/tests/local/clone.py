"""A clone with the real set-up and a stand-in for Django, so that the set-up is tested alone and for real.

The stand-in's commands do as little as the real ones promise: they exit 0, and `seed_demo` prints its object.
"""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from openhouse.local.paths import POSTGRES_REQUIREMENTS, ROLES_SQL, ROOT, Layout

MANAGE = """
import json, os, sys
print(sys.argv[1], file=open("calls", "a"))
if sys.argv[1] == os.environ.get("FAILING_COMMAND"):
    sys.exit("the stand-in failed as asked")
if sys.argv[1] == "seed_demo":
    login = {"role": "admin", "tenant": "acme", "email": "ann@acme.test", "password": "pass-word"}
    join = {"tenant": "acme", "unit": "12", "url": "http://127.0.0.1:8000/join/AbCdEfGh"}
    print(json.dumps({"logins": [login], "join_urls": [join], "documents": 7}))
"""
WSGI = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]
"""
CELERY = """
import os
from celery import Celery
app = Celery("openhouse", broker="filesystem://")
folder = os.environ["LOCAL_DIR"] + "/broker"
app.conf.broker_transport_options = {
    "data_folder_in": folder, "data_folder_out": folder, "control_folder": folder + "-control",
}
"""
OURS = ("DATABASE_", "DJANGO_", "LOCAL_DIR", "POSTGRES_BIN", "PUBLIC_", "PYTEST_", "SECRET_KEY", "GATE_", "JWT_")


@dataclass
class Clone:
    """A stand-in clone in `root`; what it starts is stopped by `close`."""

    root: Path
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def layout(self) -> Layout:
        return Layout(self.root / ".local")

    def create(self) -> None:
        shutil.copytree(ROOT / "openhouse" / "local", self.root / "openhouse" / "local")
        (self.root / ROLES_SQL.relative_to(ROOT)).parent.mkdir(parents=True)
        shutil.copy(ROLES_SQL, self.root / ROLES_SQL.relative_to(ROOT))
        shutil.copy(POSTGRES_REQUIREMENTS, self.root)
        (self.root / "openhouse" / "settings").mkdir()
        sources = {"__init__": "", "wsgi": WSGI, "celery": CELERY, "settings/dev": "SECRET_KEY = 'stand-in'\n"}
        for name, text in sources.items():
            (self.root / "openhouse" / f"{name}.py").write_text(text)
        (self.root / "manage.py").write_text(MANAGE)

    def environment(self, extra: Mapping[str, str]) -> dict[str, str]:
        """Nothing of the clone that runs these tests may reach this one."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        return inherited | {"LOCAL_DIR": str(self.layout.local)} | extra

    def start(self, *arguments: str, **extra: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "openhouse.local", *arguments]
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        process = subprocess.Popen(command, cwd=self.root, env=self.environment(extra), text=True, **streams)
        self.started.append(process)
        return process

    def run(self, *arguments: str, **extra: str) -> tuple[int, str]:
        """Exit code and output of a command that ends by itself."""
        process = self.start(*arguments, **extra)
        output, _ = process.communicate(timeout=300)
        return process.returncode, output

    def end(self, process: subprocess.Popen[str], number: int = signal.SIGINT) -> tuple[int, str]:
        process.send_signal(number)
        output, _ = process.communicate(timeout=60)
        return process.returncode, output

    def close(self) -> None:
        for process in self.started:
            if process.poll() is None:
                self.end(process, signal.SIGTERM)
            process.stdout.close()
        if self.layout.local.exists():
            self.run("clean")
