"""A real worker in its own process, fed by the broker that needs no server; also one that is killed while it reads."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as project

from apps.documents import text_recognition
from apps.documents.embeddings import model
from openhouse.testing import databases
from openhouse.testing.clients import ApiClient
from openhouse.testing.estates import Estate
from openhouse.testing.papers import pdf
from openhouse.testing.waiting import wait_for

from .scans import scan
from .uploads import detail, upload

pytestmark = pytest.mark.slow

PATIENCE = 120
CHUNKS = "SELECT count(*) FROM doc_chunks WHERE tenant_id = %s"
ATTEMPTS = "SELECT attempts FROM document_versions WHERE document_id = %s"
EMBEDDED = "SELECT embedded_by FROM document_versions WHERE document_id = %s"
VECTORS = """SELECT count(*) > 1 AND bool_and(EXISTS (SELECT FROM vector_blocks b WHERE b.tenant_id = c.tenant_id
AND b.version_id = c.version_id AND position(uuid_send(c.id) IN b.vectors) > 0))
FROM doc_chunks c WHERE c.tenant_id = %s"""
READINGS = "SELECT count(*) FROM audit_log WHERE event = 'document.read' AND subject_id = %s"
WORD = "The valve of the boiler stands behind the door of the hot press on floor {0}, beside tap {0}."

Worker = Callable[..., Any]


@pytest.fixture
def worker(superuser: psycopg.Connection, tmp_path: Path) -> Worker:
    """`with worker() as process:` runs one, as `make demo` starts it, on this run's database, files and broker, with
    these further settings.

    What other tests have left to be read is none of its business.
    """
    superuser.execute("UPDATE document_versions SET status = 'failed' WHERE status IN ('queued', 'reading')")
    for message in Path(project.BROKER_FOLDER).iterdir():
        message.unlink()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "openhouse.settings.dev",
        "DATABASE_URL": databases.app_url_here(),
        "DATABASE_MIGRATOR_URL": "",
        "MEDIA_ROOT": project.MEDIA_ROOT,
        "AUDIT_SEAL_FILE": project.AUDIT_SEAL_FILE,
        "BROKER_FOLDER": project.BROKER_FOLDER,
        "INGEST_LEASE_SECONDS": "2",
        "JOB_DISPATCH_SECONDS": "1",
    }
    arguments = ["-m", "celery", "-A", "openhouse", "worker", "--beat", "--schedule", str(tmp_path / "schedule")]
    arguments += ["--concurrency", "2", "--loglevel", "info", "--without-gossip", "--without-mingle"]

    @contextmanager
    def run(**settings: str) -> Iterator[subprocess.Popen[bytes]]:
        with (tmp_path / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments], env=environment | settings, stdout=log, stderr=log, start_new_session=True
            )
        try:
            yield process
        finally:
            kill(process)

    return run


def kill(process: subprocess.Popen[bytes]) -> None:
    """The whole group at once, as when a machine is switched off."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(happens: Callable[[], bool]) -> None:
    wait_for(happens, PATIENCE)


def large(pages: int) -> bytes:
    return pdf(
        *([f"Floor {page}", *[WORD.format(f"{page}-{row}") for row in range(35)]] for page in range(1, pages + 1))
    )


@pytest.fixture
def watch(builder: ApiClient, forget_limits: Callable[[], None]) -> Callable[[str], Any]:
    """A document as the builder's page sees it, asked for more often than a page may."""

    def look(document_id: str) -> Any:
        forget_limits()
        return detail(builder, document_id)

    return look


def test_a_worker_reads_what_is_uploaded(
    builder: ApiClient, estate_a: Estate, worker: Worker, watch: Callable[[str], Any]
) -> None:
    with worker():
        made = upload(builder, estate_a.development).json()["id"]
        wait_until(lambda: watch(made)["status"] == "ready")


@pytest.mark.skipif(bool(text_recognition.missing()), reason="no text recognition is installed")
def test_a_worker_reads_scans_where_it_is_set_up_to(
    builder: ApiClient, estate_a: Estate, worker: Worker, watch: Callable[[str], Any]
) -> None:
    with worker(OCR="true"):
        made = upload(builder, estate_a.development, scan(["The boiler pressure is 1.5 bar when cold."])).json()["id"]
        wait_until(lambda: watch(made)["status"] in ("ready", "failed"))
    assert watch(made)["flags"] == {"recognised": [1]}


@pytest.mark.skipif(model.key() is None, reason="no embedding model is installed")
def test_a_worker_embeds_what_it_has_read(
    builder: ApiClient, estate_a: Estate, worker: Worker, superuser: psycopg.Connection
) -> None:
    made = upload(builder, estate_a.development, large(2)).json()["id"]
    with worker():
        wait_until(lambda: superuser.execute(EMBEDDED, [made]).fetchone() == (model.key(),))
    assert superuser.execute(VECTORS, [estate_a.tenant.pk]).fetchone() == (True,)


def test_three_hundred_pages_go_through(
    builder: ApiClient, estate_a: Estate, worker: Worker, watch: Callable[[str], Any]
) -> None:
    with worker():
        made = upload(builder, estate_a.development, large(300)).json()["id"]
        wait_until(lambda: watch(made)["status"] == "ready")
    assert watch(made)["pages"] == 300


def test_a_worker_that_is_killed_while_it_reads_loses_nothing_and_shows_nothing_half_done(
    builder: ApiClient,
    estate_a: Estate,
    worker: Worker,
    watch: Callable[[str], Any],
    superuser: psycopg.Connection,
) -> None:
    made = upload(builder, estate_a.development, large(600)).json()["id"]
    seen = set()

    def chunks() -> int:
        return superuser.execute(CHUNKS, [estate_a.tenant.pk]).fetchone()[0]

    def reaches(status: str) -> bool:
        seen.add(chunks())
        return watch(made)["status"] == status

    with worker() as process:
        wait_until(lambda: reaches("reading"))
        kill(process)
    assert (watch(made)["status"], seen) == ("reading", {0})
    with worker():
        wait_until(lambda: reaches("ready"))
    assert seen | {chunks()} == {0, chunks()}
    assert superuser.execute(ATTEMPTS, [made]).fetchall() == [(2,)]
    assert superuser.execute(READINGS, [made]).fetchall() == [(1,)]
