"""A long list is a job: watched while it is written, written once, and lost by nobody who dies."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.audit.models import AuditLog
from apps.core import row_security
from apps.homeowners.importing import jobs, leases
from apps.homeowners.importing.models import HomeImport

from . import lists
from .lists import counts

LOSE = "UPDATE home_imports SET lease_until = now() - interval '1 second' WHERE id = %s"


@pytest.fixture
def queued(sent, settings):
    """`queued(rows)` sends a list that is too long to be written at once; the answer."""
    settings.IMPORT_SYNC_ROWS = 2

    def send(count=5, **fields):
        rows = ([f"J{number}", f"{number} Oak Park", "BD01", "Seán & Áine Ó Briain", ""] for number in range(count))
        return sent(lists.as_csv(lists.plain(*rows)), **fields)

    return send


@pytest.fixture
def work(estate_a):
    """Do what a worker would do with the import."""

    def run(import_id):
        with row_security.service_scope(estate_a.tenant.pk, "test") as principal:
            jobs.run(principal, UUID(import_id))

    return run


def test_a_long_list_waits_is_written_and_tells_how_it_went(queued, work, builder, present, superuser, estate_a):
    accepted = queued()
    assert accepted.status_code == 202
    job = accepted.headers["Location"]
    with CaptureQueriesContext(connection) as asked:
        assert builder.get(job).json().items() >= {"kind": "import", "state": "queued", "total": 5, "done": 0}.items()
    read = [query["sql"] for query in asked if '"home_imports"."done"' in query["sql"]]
    assert read
    assert not any('"home_imports"."report"' in sql for sql in read)
    assert set(present()[0]) == {"1", "2"}
    work(accepted.json()["id"])
    done = builder.get(job).json()
    assert (done["state"], done["done"], done["written"]) == ("done", 5, True)
    assert counts(done) == [5, 5, 0, 0, 0]
    assert present()[1]["J4"] == ["Seán Ó Briain", "Áine Ó Briain"]
    actors = "SELECT DISTINCT actor_id, actor_role FROM audit_log WHERE tenant_id = %s AND event = 'units.imported'"
    assert superuser.execute(actors, [estate_a.tenant.pk]).fetchall() == [(estate_a.builder.pk, "service")]


def test_a_long_list_with_an_error_is_refused_at_once(queued):
    refused = queued(mapping='{"House type": "address", "Address": "house_type_code"}')
    assert (refused.status_code, refused.json()["state"]) == (200, "checked")
    assert counts(refused.json()) == [5, 0, 0, 0, 5]


def test_a_worker_that_dies_loses_nothing(queued, work, superuser, estate_a, present, builder):
    import_id = queued().json()["id"]
    with row_security.service_scope(estate_a.tenant.pk, "test"):
        assert leases.take(UUID(import_id)).attempt == 1
        assert leases.take(UUID(import_id)) is None
        superuser.execute(LOSE, [import_id])
        assert estate_a.tenant.pk in leases.due_tenants()
        assert leases.recover() == [UUID(import_id)]
    work(import_id)
    assert builder.get(f"/api/developers/jobs/{import_id}").json()["state"] == "done"
    assert len(present()[0]) == 7


def test_a_worker_that_was_thought_dead_writes_nothing(queued, superuser, estate_a, present):
    import_id = queued().json()["id"]

    class Overtaken(leases.Claim):
        def tell(self, done):
            superuser.execute("UPDATE home_imports SET attempts = attempts + 1 WHERE id = %s", [import_id])

    with row_security.service_scope(estate_a.tenant.pk, "test") as principal:
        claim = leases.take(UUID(import_id))
        with pytest.raises(jobs.Lost):
            jobs._written(principal, Overtaken(claim.import_id, claim.attempt))
    assert set(present()[0]) == {"1", "2"}


def test_a_job_that_cannot_be_written_says_so_and_writes_nothing(queued, work, superuser, present, builder):
    import_id = queued().json()["id"]
    superuser.execute("UPDATE home_imports SET attempts = attempts_allowed WHERE id = %s", [import_id])
    work(import_id)
    failed = builder.get(f"/api/developers/jobs/{import_id}").json()
    assert (failed["state"], failed["failure"]) == ("failed", jobs.INTERRUPTED)
    assert set(present()[0]) == {"1", "2"}


@pytest.fixture
def failed(queued, work, superuser, builder, estate_a):
    """An import that was cut off too often, and its address."""
    import_id = queued().json()["id"]
    superuser.execute("UPDATE home_imports SET attempts = attempts_allowed WHERE id = %s", [import_id])
    work(import_id)
    assert builder.get(f"/api/developers/jobs/{import_id}").json()["state"] == "failed"
    return f"/api/developers/developments/{estate_a.development.pk}/imports/{import_id}"


def retried(platform, estate):
    with platform():
        told = AuditLog.objects.filter(tenant_id=estate.tenant.pk, event="units.import_retried")
        return [row.actor_id for row in told]


def test_what_failed_is_tried_again_once_however_often_asked(failed, work, builder, present, platform, estate_a):
    import_id = failed.split("/")[-1]
    again = builder.post_json(f"{failed}/retry", {})
    assert (again.status_code, again.json()["state"], again.json()["failure"]) == (202, "queued", "")
    assert builder.post_json(f"{failed}/retry", {}).status_code == 202
    work(import_id)
    done = builder.post_json(f"{failed}/retry", {})
    assert (done.status_code, done.json()["state"]) == (200, "done")
    assert counts(done.json()) == [5, 5, 0, 0, 0]
    assert len(present()[0]) == 7
    assert retried(platform, estate_a) == [estate_a.builder.pk]


def test_what_failed_and_was_forgotten_is_not_tried_again(failed, builder, superuser, estate_a, platform):
    page = f"/developments/{estate_a.development.pk}/import/{failed.split('/')[-1]}"
    assert 'value="retry"' in builder.get(page).content.decode()
    superuser.execute("UPDATE home_imports SET forget_at = now() - interval '1 second' WHERE id = %s", [page[-36:]])
    with row_security.service_scope(estate_a.tenant.pk, "test"):
        leases.forget()
    assert builder.post_json(f"{failed}/retry", {}).status_code == 409
    told = builder.get(page).content.decode()
    assert 'value="retry"' not in told
    assert "Please upload it again." in told
    assert builder.post(page, {"act": "retry"}).status_code == 400
    assert retried(platform, estate_a) == []


def test_what_was_read_is_forgotten_and_the_counts_stay(sent, builder, estate_a, superuser):
    listed = sent(lists.as_csv(lists.the_75()), only_valid="true").json()
    forgetting = "UPDATE home_imports SET forget_at = now() - interval '1 second' WHERE id = %s"
    superuser.execute(forgetting, [listed["id"]])
    assert estate_a.tenant.pk in leases.due_tenants()
    with row_security.service_scope(estate_a.tenant.pk, "test"):
        leases.forget()
    kept = "SELECT content, report, inserted FROM home_imports WHERE id = %s"
    assert superuser.execute(kept, [listed["id"]]).fetchone() == (None, None, 73)
    assert builder.get(f"/api/developers/jobs/{listed['id']}").json()["errors"] == []
    errors = f"/api/developers/developments/{estate_a.development.pk}/imports/{listed['id']}/errors"
    assert builder.get(errors).status_code == 404


@pytest.mark.slow
def test_ten_thousand_rows_cost_few_statements(queued, work, builder, platform, estate_a):
    accepted = queued(10_000)
    with CaptureQueriesContext(connection) as captured:
        work(accepted.json()["id"])
    assert len(captured) < 200
    assert builder.get(accepted.headers["Location"]).json()["inserted"] == 10_000
    with platform():
        assert HomeImport.objects.get(pk=accepted.json()["id"]).done == 10_000
