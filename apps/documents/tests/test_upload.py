"""A builder's file through the door: accepted, refused in a sentence, sent twice."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as project
from django.utils import timezone

from apps.core.tests.compound_files import compound_file
from apps.developments.models import Development
from apps.documents.models import Document
from openhouse.testing.clients import ApiClient
from openhouse.testing.estates import Estate
from openhouse.testing.papers import LINES, pdf

from .ingestion import pdfs
from .uploads import add_version, detail, read_all, upload

Platform = Callable[[], Any]


def test_an_upload_is_queued_then_ready(builder: ApiClient, estate_a: Estate) -> None:
    data = pdf(["Cover"], LINES)
    response = upload(builder, estate_a.development, data, "Home_user guide.pdf", house_type="BD01", must_read="true")
    body = response.json()
    assert response.status_code == 202
    assert response["Location"] == f"/api/developers/documents/{body['id']}"
    accepted = {"status": "queued", "failure": None, "pages": None, "version": 1, "current_version": None}
    described = {"title": "Home user guide", "house_type": "BD01", "must_read": True, "kind": "pdf"}
    stored = {"file_name": "Home_user guide.pdf", "size_bytes": len(data)}
    assert body == body | accepted | described | stored
    read_all(estate_a.tenant.pk)
    ready = builder.get(response["Location"]).json()
    assert ready == ready | {"status": "ready", "failure": None, "pages": 2, "current_version": 1, "flags": {}}
    assert [version["version"] for version in ready["versions"]] == [1]


def test_the_stored_name_tells_the_tenant_and_nothing_of_the_file(builder: ApiClient, estate_a: Estate) -> None:
    upload(builder, estate_a.development, name="secret plans.pdf")
    (stored,) = (Path(project.MEDIA_ROOT) / str(estate_a.tenant.pk)).iterdir()
    assert len(stored.name) == 32
    assert stored.name.isalnum()


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * 300_000_000)
    return out.getvalue()


REFUSED = {
    "nothing in it": ("guide.pdf", b"", "empty"),
    "not a PDF": ("guide.pdf", b"Just words, however many.", "content_mismatch"),
    "a page that says it is a PDF": ("guide.pdf", b"<html>%PDF-1.7</html>", "content_mismatch"),
    "a PDF that says it is text": ("guide.txt", b"%PDF-1.7 and so on", "content_mismatch"),
    "an unknown kind": ("guide.exe", b"MZ and more", "unsupported_type"),
    "no extension": ("guide", b"%PDF-1.7", "unsupported_type"),
    "a Word file with a password": ("guide.docx", compound_file("EncryptedPackage"), "encrypted"),
    "an older Word file": ("guide.docx", compound_file("WordDocument"), "old_word"),
    "half a Word file": ("guide.docx", b"PK\x03\x04 and nothing else", "damaged"),
    "a table without columns": ("faq.csv", b"a,b\n1,2\n", "faq_columns"),
    "not text": ("notes.txt", b"\x00\x01\x02\xff" * 90, "not_text"),
}


@pytest.mark.parametrize(("name", "data", "code"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_read_is_refused_in_a_sentence_and_leaves_nothing(
    name: str, data: bytes, code: str, builder: ApiClient, estate_a: Estate, platform: Platform
) -> None:
    response = upload(builder, estate_a.development, data, name)
    (error,) = response.json()["errors"]
    assert (response.status_code, response.json()["code"]) == (400, "invalid")
    assert (error["field"], error["code"]) == ("file", code)
    assert error["message"].endswith(".")
    _nothing_is_kept(estate_a, platform)


def test_a_word_file_that_unpacks_without_end_is_refused(
    builder: ApiClient, estate_a: Estate, platform: Platform
) -> None:
    response = upload(builder, estate_a.development, zip_bomb(), "guide.docx")
    assert [error["code"] for error in response.json()["errors"]] == ["unsafe_archive"]
    _nothing_is_kept(estate_a, platform)


@pytest.mark.parametrize("declared", [True, False], ids=["by its length", "while it arrives"])
def test_a_file_that_is_too_large_is_refused(
    declared: bool, builder: ApiClient, estate_a: Estate, settings: Any
) -> None:
    settings.DOCUMENT_MAX_BYTES = 1024 * 1024
    assert upload(builder, estate_a.development, pdf()).status_code == 202
    excess = 2 * 1024 * 1024 if declared else 10
    response = upload(builder, estate_a.development, b"%PDF-" + bytes(1024 * 1024 + excess))
    assert response.status_code == 413
    assert "larger than 1 MB" in response.json()["detail"]


def test_the_form_is_strict(builder: ApiClient, estate_a: Estate) -> None:
    unknown = upload(builder, estate_a.development, tenant_id=str(uuid4()))
    assert [error["code"] for error in unknown.json()["errors"]] == ["unknown_field"]
    path = f"/api/developers/developments/{estate_a.development.pk}/documents"
    assert [error["field"] for error in builder.post(path, {}).json()["errors"]] == ["file"]
    assert builder.post_json(path, {"title": "x"}).status_code == 415
    assert upload(builder, estate_a.development, title="a\0b").status_code == 400
    assert upload(builder, estate_a.development, title=["One", "Two"]).status_code == 400
    assert upload(builder, estate_a.development, title="x" * 201).status_code == 400


def test_an_unknown_house_type_is_refused_with_the_valid_codes(builder: ApiClient, estate_a: Estate) -> None:
    (error,) = upload(builder, estate_a.development, house_type="ZZ").json()["errors"]
    assert error["field"] == "house_type"
    assert "BD01, BD02" in error["message"]


def test_an_archived_development_takes_no_files(builder: ApiClient, estate_a: Estate, platform: Platform) -> None:
    document = upload(builder, estate_a.development).json()["id"]
    read_all(estate_a.tenant.pk)
    with platform():
        Development.objects.filter(pk=estate_a.development.pk).update(archived_at=timezone.now())
    assert upload(builder, estate_a.development).status_code == 409
    assert add_version(builder, document, pdf()).status_code == 409
    assert builder.post_json(f"/api/developers/documents/{document}/rollback").status_code == 409
    assert detail(builder, document)["version"] == 1


def test_the_same_key_and_file_is_the_same_document(builder: ApiClient, estate_a: Estate) -> None:
    def send(data: bytes, key: str) -> Any:
        return upload(builder, estate_a.development, data, headers={"Idempotency-Key": key})

    data, key = pdf(), uuid4().hex
    first, second = send(data, key), send(data, key)
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["id"] == second.json()["id"]
    assert send(pdf(["Other words"]), key).status_code == 422
    assert send(data, uuid4().hex).json()["id"] != first.json()["id"]
    assert send(data, "not a key").status_code == 400


def test_a_key_belongs_to_one_person(
    builder: ApiClient, estate_a: Estate, as_staff: Callable[[Any], ApiClient]
) -> None:
    data, headers = pdf(), {"Idempotency-Key": "monday"}
    first = upload(builder, estate_a.development, data, headers=headers)
    second = upload(as_staff(estate_a.admin), estate_a.development, data, headers=headers)
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json()["id"] != second.json()["id"]


HOSTILE = {
    "needs a password": (pdfs.encrypted("secret"), "encrypted"),
    "cut off": (pdfs.plain(20)[:300], "damaged"),
    "no pages": (pdfs.zero_pages(), "empty"),
    "pictures only": (pdfs.picture_only(), "no_text"),
    "a stream that unpacks without end": (pdfs.stream_bomb(2000), None),
    "forms that draw themselves": (pdfs.form_loop(), None),
    "a tower of forms": (pdfs.form_tower(40), None),
}


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=list(HOSTILE))
def test_what_passes_the_door_and_cannot_be_read_fails_in_a_sentence(
    data: bytes, code: str | None, builder: ApiClient, estate_a: Estate
) -> None:
    good = upload(builder, estate_a.development).json()["id"]
    response = upload(builder, estate_a.development, data)
    assert response.status_code == 202
    read_all(estate_a.tenant.pk)
    body = detail(builder, response.json()["id"])
    assert (body["status"], body["current_version"]) == ("failed", None)
    assert body["failure"]["code"] == code or code is None
    assert body["failure"]["message"].endswith(".")
    assert detail(builder, good)["status"] == "ready"


def _nothing_is_kept(estate: Estate, platform: Platform) -> None:
    with platform():
        assert not Document.objects.filter(tenant=estate.tenant).exists()
    assert not (Path(project.MEDIA_ROOT) / str(estate.tenant.pk)).exists()
