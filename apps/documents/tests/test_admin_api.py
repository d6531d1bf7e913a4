"""What an admin sees of documents and of the work on them."""

from collections.abc import Callable
from typing import Any

from openhouse.testing.clients import ApiClient
from openhouse.testing.estates import Estate

from .ingestion import pdfs
from .uploads import read_all, upload

AsStaff = Callable[[Any], ApiClient]


def test_an_admin_lists_the_work_that_is_not_done_in_the_own_tenant_only(
    builder: ApiClient, estate_a: Estate, estate_b: Estate, as_staff: AsStaff
) -> None:
    upload(builder, estate_a.development, title="Read")
    upload(builder, estate_a.development, pdfs.encrypted("secret"), title="Locked")
    read_all(estate_a.tenant.pk)
    upload(builder, estate_a.development, title="Waiting")
    rows = as_staff(estate_a.admin).get("/api/admin/jobs").json()["results"]
    assert [(row["title"], row["status"], row["attempts"]) for row in rows] == [
        ("Waiting", "queued", 0),
        ("Locked", "failed", 1),
    ]
    assert rows[1]["failure"]["code"] == "encrypted"
    assert as_staff(estate_b.admin).get("/api/admin/jobs").json()["results"] == []
    assert builder.get("/api/admin/jobs").status_code == 403


def test_an_admin_lists_documents_with_their_newest_state(
    builder: ApiClient, estate_a: Estate, as_staff: AsStaff
) -> None:
    upload(builder, estate_a.development, title="Waiting")
    (row,) = as_staff(estate_a.admin).get("/api/admin/documents").json()["results"]
    assert (row["title"], row["status"], row["version"]) == ("Waiting", "queued", 1)
