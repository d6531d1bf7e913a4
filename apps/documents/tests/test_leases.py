"""What happens to a reading whose worker, message or broker is lost: it is done once, and never by two."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import psycopg
import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import connection

from apps.core import row_security
from apps.documents import jobs, leases, tasks
from apps.documents.ingestion.failures import ExtractionFailed, FailureCode
from openhouse.testing.clients import ApiClient
from openhouse.testing.estates import Estate
from openhouse.testing.waiting import wait_for

from .ingestion import pdfs
from .uploads import detail, read_all, upload

EXPIRE = "UPDATE document_versions SET lease_until = now() - interval '1 s' WHERE tenant_id = %s RETURNING id"
VERSION = "SELECT id FROM document_versions WHERE tenant_id = %s"
STATE = "SELECT status, attempts FROM document_versions WHERE tenant_id = %s"
CHUNKS = "SELECT count(*) FROM doc_chunks WHERE tenant_id = %s"


@pytest.fixture
def waiting(builder: ApiClient, estate_a: Estate) -> str:
    """A document whose file waits to be read."""
    made: str = upload(builder, estate_a.development).json()["id"]
    return made


@pytest.fixture
def one(superuser: psycopg.Connection, estate_a: Estate) -> Callable[[str], Any]:
    """The first row of a statement about the tenant."""
    return lambda statement: superuser.execute(statement, [estate_a.tenant.pk]).fetchone()


@pytest.fixture
def in_tenant(estate_a: Estate) -> Callable[[], Any]:
    return lambda: row_security.service_scope(estate_a.tenant.pk, "test")


def test_a_version_belongs_to_one_worker(waiting: str, one: Callable[[str], Any], in_tenant: Callable[[], Any]) -> None:
    version_id = one(VERSION)[0]
    with in_tenant() as principal:
        claim = leases.take(version_id)
        assert claim is not None
        assert leases.take(version_id) is None
        jobs.ingest(principal, version_id)
        assert leases.recover() == []
    assert one(STATE) == ("reading", 1)


def test_a_lost_reading_is_found_and_finished_once(
    waiting: str, one: Callable[[str], Any], in_tenant: Callable[[], Any], estate_a: Estate, builder: ApiClient
) -> None:
    version_id = one(VERSION)[0]
    with in_tenant():
        lost = leases.take(version_id)
    assert estate_a.tenant.pk not in leases.lost_tenants()
    one(EXPIRE)
    assert estate_a.tenant.pk in leases.lost_tenants()
    tasks.dispatch_jobs()
    assert one(STATE) == ("queued", 1)
    assert estate_a.tenant.pk not in leases.lost_tenants()
    read_all(estate_a.tenant.pk)
    assert one(STATE) == ("ready", 2)
    chunks = one(CHUNKS)
    with in_tenant() as principal:
        jobs.fail(principal, lost, ExtractionFailed(FailureCode.DAMAGED))
    assert detail(builder, waiting)["status"] == "ready"
    assert one(CHUNKS) == chunks


def test_a_worker_that_is_still_reading_is_left_alone(
    waiting: str, one: Callable[[str], Any], in_tenant: Callable[[], Any], estate_a: Estate, settings: Any
) -> None:
    settings.INGEST_LEASE_SECONDS = 3
    version_id = one(VERSION)[0]
    with in_tenant() as principal:
        claim = leases.take(version_id)
        with leases.kept_alive(principal.session, claim):
            one(EXPIRE)
            wait_for(lambda: estate_a.tenant.pk not in leases.lost_tenants())


def test_a_file_that_always_ends_its_worker_fails_in_the_end(
    waiting: str, one: Callable[[str], Any], in_tenant: Callable[[], Any], builder: ApiClient, estate_a: Estate
) -> None:
    for _ in range(jobs.MAX_ATTEMPTS):
        with in_tenant():
            assert leases.take(one(EXPIRE)[0]) is not None
        one(EXPIRE)
        tasks.dispatch_jobs()
    read_all(estate_a.tenant.pk)
    failure = detail(builder, waiting)["failure"]
    assert failure["code"] == "interrupted"
    assert builder.post_json(f"/api/developers/documents/{waiting}/reingest").json()["status"] == "queued"
    read_all(estate_a.tenant.pk)
    assert detail(builder, waiting)["status"] == "ready"


def test_a_document_that_is_removed_while_it_is_read_stays_removed(
    waiting: str, one: Callable[[str], Any], in_tenant: Callable[[], Any], builder: ApiClient
) -> None:
    version_id = one(VERSION)[0]
    with in_tenant() as principal:
        claim = leases.take(version_id)
        extraction, chunks = jobs.read(principal, claim)
    assert builder.delete(f"/api/developers/documents/{waiting}").status_code == 204
    with in_tenant() as principal:
        jobs.publish(principal, claim, extraction, chunks)
        jobs.ingest(principal, version_id)
    assert one(CHUNKS) == (0,)


def test_a_broker_that_is_down_costs_time_only(
    builder: ApiClient, estate_a: Estate, one: Callable[[str], Any], caplog: pytest.LogCaptureFixture
) -> None:
    folder = Path(project.BROKER_FOLDER)
    away = folder.rename(folder.with_name(f"{folder.name}-away"))
    try:
        made = upload(builder, estate_a.development)
    finally:
        away.rename(folder)
    assert (made.status_code, made.json()["status"]) == (202, "queued")
    assert "on_commit" in caplog.text
    messages = len(list(folder.iterdir()))
    one(EXPIRE)
    tasks.dispatch_jobs()
    assert len(list(folder.iterdir())) > messages


def test_the_list_of_lost_jobs_needs_the_applications_own_proof(app_login: psycopg.Connection) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_login.execute("SELECT security.tenants_with_lost_jobs(%s)", [b"guess"])


def test_waiting_tells_what_could_not_be_read_and_what_was_late(
    waiting: str, builder: ApiClient, estate_a: Estate, capsys: Any
) -> None:
    slug = estate_a.tenant.slug
    with pytest.raises(CommandError, match="not read after 0 s: guide"):
        call_command("wait_documents", timeout=0, tenant=slug)
    read_all(estate_a.tenant.pk)
    call_command("wait_documents", timeout=0, tenant=slug)
    assert capsys.readouterr().out == "0 documents have been read.\n"
    upload(builder, estate_a.development, pdfs.encrypted("secret"), title="Locked")
    with worker_in_a_moment(estate_a), pytest.raises(CommandError, match=r"Locked \(This file needs a password"):
        call_command("wait_documents", timeout=60, tenant=slug)


@contextmanager
def worker_in_a_moment(estate: Estate) -> Iterator[None]:
    """Another thread reads what waits, a little later than this one goes on."""

    def work() -> None:
        read_all(estate.tenant.pk)
        connection.close()

    timer = Timer(1, work)
    timer.start()
    yield
    timer.join()
