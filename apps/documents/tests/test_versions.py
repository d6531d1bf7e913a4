"""A document over time: replaced, brought back, changed, read again, removed; and what search has of it meanwhile."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from apps.documents.models import DocChunk, DocumentVersion, TermFrequency
from openhouse.testing.clients import ApiClient
from openhouse.testing.estates import Estate
from openhouse.testing.papers import pdf

from .ingestion import pdfs
from .uploads import add_version, detail, read_all, upload

Platform = Callable[[], Any]
FIRST, SECOND = pdf(["First", "Ring the aardvark."]), pdf(["Second", "Ring the buffalo."])

SECOND_IS = "UPDATE document_versions SET status = %s WHERE document_id = %s AND number = 2"


@pytest.fixture
def document(builder: ApiClient, estate_a: Estate) -> str:
    """A document whose first version has been read."""
    made: str = upload(builder, estate_a.development, FIRST).json()["id"]
    read_all(estate_a.tenant.pk)
    return made


@pytest.fixture
def searchable(platform: Platform, estate_a: Estate) -> Callable[[], str]:
    """Everything that search could quote in the development."""

    def look() -> str:
        with platform():
            found = DocChunk.objects.filter(development=estate_a.development)
            return " ".join(found.values_list("text", flat=True))

    return look


def test_a_new_version_takes_over_when_it_has_been_read(
    builder: ApiClient, estate_a: Estate, document: str, searchable: Callable[[], str]
) -> None:
    response = add_version(builder, document, SECOND)
    assert response.status_code == 202
    assert response.json() == response.json() | {"status": "queued", "version": 2, "current_version": 1}
    assert "aardvark" in searchable()
    read_all(estate_a.tenant.pk)
    assert detail(builder, document) == detail(builder, document) | {"status": "ready", "current_version": 2}
    assert "buffalo" in searchable()
    assert "aardvark" not in searchable()


def test_a_new_version_that_cannot_be_read_leaves_the_old_one_in_force(
    builder: ApiClient, estate_a: Estate, document: str, searchable: Callable[[], str]
) -> None:
    add_version(builder, document, pdfs.encrypted("secret"))
    read_all(estate_a.tenant.pk)
    body = detail(builder, document)
    assert (body["status"], body["failure"]["code"], body["current_version"]) == ("failed", "encrypted", 1)
    assert "aardvark" in searchable()
    assert builder.post_json(f"/api/developers/documents/{document}/rollback").json()["version"] == 3
    read_all(estate_a.tenant.pk)
    assert detail(builder, document)["status"] == "ready"


def test_an_older_version_that_is_read_late_does_not_take_over(
    builder: ApiClient, estate_a: Estate, document: str, searchable: Callable[[], str], superuser: Any
) -> None:
    add_version(builder, document, pdf(["Late", "Ring the camel."]))
    superuser.execute(
        "UPDATE document_versions SET status = 'reading' WHERE document_id = %s AND number = 2", [document]
    )
    add_version(builder, document, SECOND)
    read_all(estate_a.tenant.pk)
    superuser.execute(
        "UPDATE document_versions SET status = 'queued' WHERE document_id = %s AND number = 2", [document]
    )
    read_all(estate_a.tenant.pk)
    body = detail(builder, document)
    assert [version["status"] for version in body["versions"]] == ["ready", "ready", "ready"]
    assert body["current_version"] == 3
    assert "buffalo" in searchable()
    assert "camel" not in searchable()


def test_going_back_brings_the_old_file_as_a_new_version(
    builder: ApiClient, estate_a: Estate, document: str, searchable: Callable[[], str]
) -> None:
    path = f"/api/developers/documents/{document}/rollback"
    assert builder.post_json(path).status_code == 409
    add_version(builder, document, SECOND)
    read_all(estate_a.tenant.pk)
    assert builder.post_json(path, {"version": 7}).json()["errors"][0]["message"].endswith("Possible: 1.")
    response = builder.post_json(path, {"version": 1})
    assert (response.status_code, response.json()["version"], response.json()["status"]) == (202, 3, "queued")
    read_all(estate_a.tenant.pk)
    assert "aardvark" in searchable()
    assert "buffalo" not in searchable()
    newest = detail(builder, document)["versions"][0]
    assert (newest["version"], newest["restores"], newest["status"]) == (3, 1, "ready")


def test_changes_reach_the_chunks(builder: ApiClient, document: str, platform: Platform) -> None:
    path = f"/api/developers/documents/{document}"
    changed = builder.patch_json(path, {"title": "New", "must_read": True, "house_type": "BD02"})
    assert changed.json() == changed.json() | {"title": "New", "must_read": True, "house_type": "BD02"}
    with platform():
        assert {chunk.house_type_code for chunk in DocChunk.objects.filter(document=document)} == {"BD02"}
    assert builder.patch_json(path, {"house_type": None}).json()["house_type"] is None
    with platform():
        assert {chunk.house_type_code for chunk in DocChunk.objects.filter(document=document)} == {None}
    assert "BD01, BD02" in builder.patch_json(path, {"house_type": "X"}).json()["errors"][0]["message"]
    assert builder.patch_json(path, {"status": "ready"}).status_code == 400


def test_reading_again_goes_the_way_of_an_upload(
    builder: ApiClient, estate_a: Estate, document: str, searchable: Callable[[], str]
) -> None:
    response = builder.post_json(f"/api/developers/documents/{document}/reingest")
    assert (response.status_code, response.json()["status"]) == (202, "queued")
    assert "aardvark" in searchable()
    read_all(estate_a.tenant.pk)
    body = detail(builder, document)
    assert (body["status"], body["version"], len(body["versions"])) == ("ready", 1, 1)
    assert searchable().count("aardvark") == 1


def test_all_of_a_development_are_read_again_as_one_job(builder: ApiClient, estate_a: Estate, document: str) -> None:
    bad = upload(builder, estate_a.development, pdfs.encrypted("secret")).json()["id"]
    response = builder.post_json(f"/api/developers/developments/{estate_a.development.pk}/reingest")
    assert response.status_code == 202
    job = builder.get(response["Location"]).json()
    assert (job["state"], job["total"], job["done"], job["failed"]) == ("running", 2, 0, 0)
    read_all(estate_a.tenant.pk)
    job = builder.get(response["Location"]).json()
    assert (job["state"], job["total"], job["done"], job["failed"]) == ("done", 2, 2, 1)
    failures = {item["document"]: item["failure"] and item["failure"]["code"] for item in job["items"]}
    assert failures == {document: None, bad: "encrypted"}


def test_removing_a_document_leaves_nothing_of_it(
    builder: ApiClient, estate_a: Estate, document: str, platform: Platform
) -> None:
    add_version(builder, document, SECOND)
    kept = upload(builder, estate_a.development, pdf(["Kept", "The camel stays."])).json()["id"]
    read_all(estate_a.tenant.pk)
    assert builder.delete(f"/api/developers/documents/{document}").status_code == 204
    assert builder.get(f"/api/developers/documents/{document}").status_code == 404
    with platform():
        mine = {"tenant": estate_a.tenant}
        assert {chunk.document_id for chunk in DocChunk.objects.filter(**mine)} == {UUID(kept)}
        (version,) = DocumentVersion.objects.filter(**mine)
        terms = set(TermFrequency.objects.filter(**mine).values_list("term", flat=True))
    assert "camel" in terms
    assert not {"buffalo", "aardvark"} & terms
    folder = Path(settings.MEDIA_ROOT) / str(estate_a.tenant.pk)
    kept_files = {Path(name).name for name in (version.storage_name, version.text_name)}
    assert {file.name for file in folder.iterdir()} == kept_files
