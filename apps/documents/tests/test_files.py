"""A stored file on its way out: its name, its type, and parts of it."""

from typing import Any

import pytest

from apps.documents import storage
from openhouse.testing.clients import ApiClient
from openhouse.testing.estates import Estate
from openhouse.testing.papers import pdf

from .uploads import add_version, upload


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def stored(builder: ApiClient, estate_a: Estate) -> tuple[str, bytes]:
    """The path of a PDF's file, and what it holds."""
    data = pdf()
    made = upload(builder, estate_a.development, data, "Gäste „Haus“.pdf").json()
    return f"/api/developers/documents/{made['id']}/file", data


def test_a_pdf_opens_in_the_browser_under_its_own_name(builder: ApiClient, stored: tuple[str, bytes]) -> None:
    path, data = stored
    response = builder.get(path, headers={"Accept": "application/pdf"})
    assert (response.status_code, content(response)) == (200, data)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(data))
    assert response["Content-Disposition"] == "inline; filename*=utf-8''G%C3%A4ste%20%E2%80%9EHaus%E2%80%9C.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"].startswith("private")


@pytest.mark.parametrize(
    ("name", "data", "content_type", "disposition"),
    [
        ("notes.md", b"# <script>alert(1)</script>\n\nWords.", "text/plain; charset=utf-8", "inline"),
        ("faq.csv", b"question,answer\nWhen?,Now.\n", "text/csv; charset=utf-8", "attachment"),
    ],
)
def test_no_other_kind_is_run_as_a_page(
    name: str, data: bytes, content_type: str, disposition: str, builder: ApiClient, estate_a: Estate
) -> None:
    made = upload(builder, estate_a.development, data, name).json()
    response = builder.get(f"/api/developers/documents/{made['id']}/file")
    assert content(response) == data
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"].split(";")[0] == disposition


@pytest.mark.parametrize(
    ("asked", "first", "last"), [("bytes=0-99", 0, 99), ("bytes=100-", 100, -1), ("bytes=-50", -50, -1)]
)
def test_a_reader_may_ask_for_a_part(
    asked: str, first: int, last: int, builder: ApiClient, stored: tuple[str, bytes]
) -> None:
    path, data = stored
    response = builder.get(path, headers={"Range": asked})
    begin, end = first % len(data), last % len(data)
    assert (response.status_code, content(response)) == (206, data[begin : end + 1])
    assert response["Content-Range"] == f"bytes {begin}-{end}/{len(data)}"
    assert response["Content-Length"] == str(end - begin + 1)


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "lines=1-2", "bytes=-", "bytes=x-y"])
def test_what_is_not_one_range_gets_the_whole(asked: str, builder: ApiClient, stored: tuple[str, bytes]) -> None:
    path, data = stored
    response = builder.get(path, headers={"Range": asked})
    assert (response.status_code, content(response)) == (200, data)


@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=5-2", "bytes=-0"])
def test_a_range_outside_the_file_is_refused(asked: str, builder: ApiClient, stored: tuple[str, bytes]) -> None:
    path, data = stored
    response = builder.get(path, headers={"Range": asked})
    assert (response.status_code, response["Content-Range"]) == (416, f"bytes */{len(data)}")


def test_each_version_has_its_file(builder: ApiClient, stored: tuple[str, bytes]) -> None:
    path, first = stored
    second = pdf(["The second"])
    add_version(builder, path.split("/")[4], second)
    assert content(builder.get(path)) == second
    assert content(builder.get(f"{path}?version=1")) == first
    assert builder.get(f"{path}?version=3").status_code == 404


def test_a_lost_file_is_not_found(builder: ApiClient, stored: tuple[str, bytes], superuser: Any) -> None:
    path, _ = stored
    row = superuser.execute("SELECT storage_name FROM document_versions WHERE document_id = %s", [path.split("/")[4]])
    storage.delete(row.fetchone())
    assert builder.get(path).status_code == 404
