"""`make demo`: the whole product with demo data, on this machine, until Ctrl-C.

Processes start as early as their needs allow; `.local/demo.json` appears only when everything answers.
"""

import json
import os
import signal
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from . import environment, locks, page, secrets, server
from .messages import Trouble, say
from .paths import Layout
from .processes import Child, Children
from .server import Addresses
from .signals import Stopped

ADDRESS = "127.0.0.1"
MIGRATE_SECONDS, SEED_SECONDS, DOCUMENTS_SECONDS, WEB_SECONDS, STOP_SECONDS = 300, 300, 180, 60, 60


def run(layout: Layout, environ: Mapping[str, str], port: int) -> None:
    """Serve the demo. Returns after Ctrl-C once it was up; a stop before that is raised to the caller."""
    base_url = f"http://{ADDRESS}:{port}"
    with _only_demo(layout, base_url):
        layout.demo_file.unlink(missing_ok=True)
        require_free(port)
        with server.database(layout, environ) as addresses, Children(layout.logs) as children:
            commands = environment.for_commands(layout, environ, addresses)
            commands["PUBLIC_ORIGIN"] = environ.get("PUBLIC_ORIGIN") or base_url
            demo = _bring_up(layout, children, commands, port)
            try:
                _publish(layout, base_url, demo, addresses)
                children.watch()
            except Stopped:
                say("\nstopping")
            finally:
                layout.demo_file.unlink(missing_ok=True)
    say("stopped")


def lock_file(layout: Layout) -> Path:
    return layout.locks / "demo"


def stop_other(layout: Layout) -> bool:
    """Stop the demo that another process runs. False if there is none."""
    lock = lock_file(layout)
    if not locks.is_held(lock):
        return False
    process = locks.note_in(lock).split()[1]
    os.kill(int(process), signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while locks.is_held(lock):
        if time.monotonic() > deadline:
            raise Trouble(f"waited {STOP_SECONDS} s for the demo (process {process}) to stop")
        time.sleep(0.1)
    return True


def require_free(port: int) -> None:
    """Refuse a port that somebody listens on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            advice = "choose another one with make demo PORT=8001"
            raise Trouble(f"port {port} cannot be used ({error.strerror}): {advice}") from None


@contextmanager
def _only_demo(layout: Layout, base_url: str) -> Iterator[None]:
    try:
        with locks.only(lock_file(layout), f"process {os.getpid()} at {base_url}"):
            yield
    except locks.Held as held:
        raise Trouble(f"the demo runs already ({held}): use that one, or stop it with make down") from None


def _bring_up(layout: Layout, children: Children, commands: Mapping[str, str], port: int) -> dict[str, Any]:
    """Migrate, seed, ingest, serve; returns what `seed_demo` printed."""
    services = environment.for_services(commands)
    say("migrating the database and collecting static files")
    static = children.start("collectstatic", ["manage.py", "collectstatic", "--no-input", "-v0"], commands)
    migrate = children.start("migrate", ["manage.py", "migrate", "--no-input"], commands)
    children.finish(migrate, seconds=MIGRATE_SECONDS)
    say("loading the demo and reading its documents")
    _start_workers(layout, children, services)
    demo = _seed(layout, children, commands)
    children.finish(static, seconds=MIGRATE_SECONDS)
    _start_web(children, services, port)
    wait = ["manage.py", "wait_documents", "--timeout", str(DOCUMENTS_SECONDS)]
    documents = children.start("wait_documents", wait, commands, stdout=None)
    children.finish(documents, seconds=DOCUMENTS_SECONDS + 20)
    children.wait_for(lambda: _answers(port), seconds=WEB_SECONDS, what=f"{ADDRESS}:{port}/healthz to answer")
    return demo


def _start_workers(layout: Layout, children: Children, services: Mapping[str, str]) -> None:
    """One for everything but vectors, which take long, and one for those."""
    for folder in ("broker", "broker-control"):
        (layout.local / folder).mkdir(mode=0o700, exist_ok=True)
    schedule = str(layout.local / "celerybeat-schedule")
    children.start("worker", [*_worker("celery", 2), "--beat", "--schedule", schedule], services)
    children.start("embedder", _worker("embeddings", 1), services)


def _worker(queue: str, processes: int) -> list[str]:
    arguments = ["-m", "celery", "-A", "openhouse", "worker", "--queues", queue, "--hostname", f"{queue}@%h"]
    arguments += ["--concurrency", str(processes), "--loglevel", "info"]
    # Chatter between workers, which a broker of files only pays for.
    return [*arguments, "--without-gossip", "--without-mingle", "--without-heartbeat"]


def _start_web(children: Children, services: Mapping[str, str], port: int) -> Child:
    arguments = ["-m", "gunicorn", "openhouse.wsgi", "--bind", f"{ADDRESS}:{port}", "--no-control-socket"]
    arguments += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--graceful-timeout", "5"]
    return children.start("web", arguments, services)


def _seed(layout: Layout, children: Children, commands: Mapping[str, str]) -> dict[str, Any]:
    """Fill the database; the command's one JSON object holds passwords, so it goes into no log."""
    output = layout.local / "seed.json"
    secrets.write_private(output, "")
    with output.open("wb") as file:
        seed = children.start("seed_demo", ["manage.py", "seed_demo", "--json"], commands, stdout=file)
        try:
            children.finish(seed, seconds=SEED_SECONDS)
            return _parse_seed(output.read_text(encoding="utf-8"))
        finally:
            output.unlink()


def _parse_seed(text: str) -> dict[str, Any]:
    try:
        demo = json.loads(text)
        return {name: demo[name] for name in ("logins", "join_urls", "documents")}
    except (ValueError, KeyError, TypeError):
        raise Trouble("seed_demo --json did not print one JSON object with logins, join_urls and documents") from None


def _answers(port: int) -> bool:
    """Whether the web server is well, asked past any proxy of the environment."""
    try:
        with build_opener(ProxyHandler({})).open(f"http://{ADDRESS}:{port}/healthz", timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def _publish(layout: Layout, base_url: str, demo: Mapping[str, Any], addresses: Addresses) -> None:
    """Tell the person and programs that the demo is up; the file last, as the sign that all of it stands."""
    facts = {
        "base_url": base_url,
        "logins": demo["logins"],
        "join_urls": demo["join_urls"],
        "database": {"app": addresses.app, "owner": addresses.migrator},
    }
    page.show(base_url, demo["logins"], demo["join_urls"], documents=demo["documents"], logs=layout.logs)
    secrets.write_private(layout.demo_file, json.dumps(facts, indent=2) + "\n")
