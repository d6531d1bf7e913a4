"""Out of force and back, and reading several again as one job."""

from typing import Any
from uuid import uuid4

import pytest

from openhouse.testing.clients import ApiClient
from openhouse.testing.estates import Estate
from openhouse.testing.papers import pdf, ready_document

from .ingestion import pdfs
from .uploads import add_version, detail, read_all, upload


def test_a_document_out_of_force_is_kept_and_neither_seen_nor_found(
    builder: ApiClient, estate_a: Estate, as_homeowner: Any
) -> None:
    document = ready_document(estate_a, lines=["Heating", "The aardvark valve is blue."])
    path, home = f"/api/developers/documents/{document.pk}", as_homeowner(estate_a.homeowner)
    trial = f"/api/developers/developments/{estate_a.development.pk}/assistant/try"

    def found() -> bool:
        return "aardvark" in str(builder.post_json(trial, {"text": "Where is the aardvark valve?"}).json()["passages"])

    def seen() -> int:
        return len(home.get("/api/homeowner/documents").json()["results"])

    assert (found(), seen()) == (True, 1)
    gone = builder.post_json(f"{path}/deprecate").json()
    assert (gone["current_version"], gone["deprecated_at"] is None) == (None, False)
    assert (found(), seen()) == (False, 0)
    assert home.get(f"/api/homeowner/documents/{document.pk}/file").status_code == 404
    assert builder.post_json(f"{path}/deprecate").status_code == 409
    add_version(builder, document.pk, pdf(["Heating", "The aardvark valve is red."]))
    builder.post_json(f"{path}/reingest")
    read_all(estate_a.tenant.pk)
    assert (detail(builder, document.pk)["status"], found(), seen()) == ("ready", False, 0)
    assert builder.post_json(f"{path}/reinstate").status_code == 202
    read_all(estate_a.tenant.pk)
    assert (detail(builder, document.pk)["current_version"], found(), seen()) == (2, True, 1)
    assert builder.post_json(f"{path}/reinstate").status_code == 409


@pytest.fixture
def three(builder: ApiClient, estate_a: Estate) -> list[str]:
    bad = upload(builder, estate_a.development, pdfs.encrypted("secret")).json()["id"]
    read_all(estate_a.tenant.pk)
    return [bad, *(str(ready_document(estate_a, title=title).pk) for title in ("A", "B"))]


def test_a_selection_is_read_again_and_what_failed_once_more(
    builder: ApiClient, estate_a: Estate, estate_b: Estate, three: list[str]
) -> None:
    path = f"/api/developers/developments/{estate_a.development.pk}/reingest"
    started = builder.post_json(path, {"documents": three[:2]})
    assert (started.status_code, started.json()["total"], started.json()["state"]) == (202, 2, "running")
    read_all(estate_a.tenant.pk)
    job = builder.get(started["Location"]).json()
    assert (job["state"], job["done"], job["failed"], job["items"][0]["document"]) == ("done", 2, 1, three[0])
    retried = builder.post_json(f"{started['Location']}/retry")
    assert (retried.status_code, retried.json()["total"]) == (202, 1)
    assert builder.post_json(f"{started['Location']}/retry").status_code == 409
    for wrong in ([str(uuid4())], [str(ready_document(estate_b).pk)], []):
        assert builder.post_json(path, {"documents": wrong}).status_code == 400


def test_the_list_is_narrowed(builder: ApiClient, estate_a: Estate, three: list[str]) -> None:
    ready_document(estate_a, title="Oak stairs", house_type_code="BD02")
    path = f"/api/developers/developments/{estate_a.development.pk}/documents"

    def titles(**query: str) -> set[str]:
        return {row["title"] for row in builder.get(path, query).json()["results"]}

    assert titles(search="OAK") == titles(house_type="BD02") == {"Oak stairs"}
    assert titles(house_type="") == {"A", "B", "guide"}
    assert titles(status="failed") == {"guide"}
    assert titles(needs_review="false") == titles() == {"A", "B", "guide", "Oak stairs"}
