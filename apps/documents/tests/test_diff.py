"""What has changed from one version to another, from files that were really read."""

from typing import Any

import pytest

from apps.documents.comparison import COMPARED_LINES, MOST_ROWS, compare
from openhouse.testing.clients import ApiClient
from openhouse.testing.estates import Estate
from openhouse.testing.papers import pdf

from .ingestion import pdfs
from .uploads import add_version, detail, read_all, upload

SAME = ["Windows", "Clean the frames twice a year."]


@pytest.fixture
def document(builder: ApiClient, estate_a: Estate) -> str:
    first = pdf(["Heating", "The pressure should read 1.5 bar.", "Bleed the radiators in autumn."], SAME)
    second = pdf(["Heating", "The pressure should read <b>2</b> bar.", "Bleed the radiators in autumn."], SAME, ["New"])
    made: str = upload(builder, estate_a.development, first).json()["id"]
    read_all(estate_a.tenant.pk)
    note = builder.post(f"/api/developers/documents/{made}/versions", {"file": file(second), "note": " Pressure "})
    assert note.status_code == 202
    read_all(estate_a.tenant.pk)
    return made


def file(data: bytes) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("guide.pdf", data)


def diff(client: ApiClient, document: str, **query: int) -> Any:
    return client.get(f"/api/developers/documents/{document}/diff", query)


def changed(body: Any) -> list[tuple[str, Any, Any]]:
    rows = [row for row in body["rows"] if row["kind"] != "same"]
    return [
        (row["kind"], row["earlier"] and row["earlier"]["text"], row["later"] and row["later"]["text"]) for row in rows
    ]


def test_the_changed_lines_are_told_with_their_pages(builder: ApiClient, document: str) -> None:
    body = diff(builder, document).json()
    assert (body["from"], body["to"], body["complete"], body["changes"]) == (1, 2, True, 2)
    was, now = "The pressure should read 1.5 bar.", "The pressure should read <b>2</b> bar."
    assert changed(body) == [("changed", was, now), ("added", None, "New")]
    assert body["rows"][-1]["later"]["page"] == 3
    assert SAME[1] not in str(body)
    assert changed(diff(builder, document, **{"from": 2, "to": 1}).json())[0] == ("changed", now, was)
    assert detail(builder, document)["versions"][0]["note"] == "Pressure"


def test_what_cannot_be_compared_is_said(builder: ApiClient, estate_a: Estate, document: str, superuser: Any) -> None:
    assert diff(builder, document, **{"from": 9}).status_code == 404
    assert diff(builder, document, **{"from": 0}).status_code == 400
    assert changed(diff(builder, document, **{"from": 2, "to": 2}).json()) == []
    add_version(builder, document, pdfs.encrypted("secret"))
    read_all(estate_a.tenant.pk)
    assert "could not be read" in diff(builder, document, to=3).json()["detail"]
    assert diff(builder, document).json()["to"] == 2
    superuser.execute("UPDATE document_versions SET text_name = '' WHERE document_id = %s AND number = 1", [document])
    assert "was not kept" in diff(builder, document, **{"from": 1}).json()["detail"]


def test_the_text_goes_with_its_version(builder: ApiClient, estate_a: Estate, document: str, superuser: Any) -> None:
    from pathlib import Path

    from django.conf import settings

    folder = Path(settings.MEDIA_ROOT) / str(estate_a.tenant.pk)
    assert len(list(folder.iterdir())) == 4
    builder.post_json(f"/api/developers/documents/{document}/reingest")
    read_all(estate_a.tenant.pk)
    assert len(list(folder.iterdir())) == 4
    builder.delete(f"/api/developers/documents/{document}")
    assert list(folder.iterdir()) == []


def test_however_much_has_changed_the_answer_ends() -> None:
    lines = [(1, "\n".join(f"old {number}" for number in range(COMPARED_LINES * 2)))]
    found = compare(lines, [(1, "\n".join(["same"] * COMPARED_LINES * 2))])
    assert len(found.rows) == MOST_ROWS
    assert not found.complete
