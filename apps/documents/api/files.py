"""Sending a stored file to somebody who has been found entitled to it, whole or the one range that a reader asks for.

What an uploader wrote is never run in our origin: a type that browsers render as a page is sent as plain text or as a
download, and sniffing is off.
"""

import re
from typing import IO

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from rest_framework.request import Request

from apps.core.errors import NotFound
from apps.documents import storage
from apps.documents.ingestion.kinds import FileKind
from apps.documents.models import DocumentVersion

CONTENT_TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.MARKDOWN: "text/plain; charset=utf-8",
    FileKind.TEXT: "text/plain; charset=utf-8",
    FileKind.FAQ_CSV: "text/csv; charset=utf-8",
    FileKind.ENTRY: "text/csv; charset=utf-8",
}
SHOWN = frozenset({FileKind.PDF, FileKind.MARKDOWN, FileKind.TEXT})
ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def begins(request: Request) -> bool:
    """Whether the file is opened with this request; a reader that goes on asks for later ranges."""
    return request.method == "GET" and request.headers.get("Range", "bytes=0-").startswith("bytes=0-")


def send(version: DocumentVersion, request: Request, *, as_attachment: bool = False) -> HttpResponseBase:
    """
    Raises:
        NotFound: the row is there and the file is not.
    """
    try:
        file = storage.open_file(version.storage_name)
    except FileNotFoundError:
        raise NotFound(reason="stored file is missing") from None
    response = _whole_or_part(file, version, _wanted(request, version))
    for name, value in _headers(version, as_attachment).items():
        response.headers[name] = value
    return response


def _headers(version: DocumentVersion, as_attachment: bool) -> dict[str, str]:
    kind = FileKind(version.kind)
    kept = as_attachment or kind not in SHOWN
    return {
        "Content-Type": CONTENT_TYPES[kind],
        "Content-Disposition": content_disposition_header(kept, version.file_name) or "inline",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=0, must-revalidate",
        "Accept-Ranges": "bytes",
        "ETag": _etag(version),
    }


def _etag(version: DocumentVersion) -> str:
    return f'"{version.sha256}"'


def _wanted(request: Request, version: DocumentVersion) -> range | None:
    """The bytes asked for; None for all, which is also the answer to what is not one plain range."""
    found = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if found is None or request.headers.get("If-Range", _etag(version)) != _etag(version):
        return None
    first, last = found.groups()
    size = version.size_bytes
    if first:
        return range(int(first), min(int(last or size), size - 1) + 1)
    return range(max(size - int(last), 0), size) if last else None


def _whole_or_part(file: IO[bytes], version: DocumentVersion, wanted: range | None) -> HttpResponseBase:
    if wanted is None:
        return FileResponse(file)
    if not wanted:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{version.size_bytes}"})
    part = FileResponse(Part(file, wanted), status=206)
    part.headers["Content-Length"] = str(len(wanted))
    part.headers["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{version.size_bytes}"
    return part


class Part:
    """A file that begins and ends where the reader asked."""

    def __init__(self, file: IO[bytes], wanted: range) -> None:
        self.file, self.left = file, len(wanted)
        self.file.seek(wanted.start)

    def read(self, size: int) -> bytes:
        block = self.file.read(min(size, self.left))
        self.left -= len(block)
        return block

    def close(self) -> None:
        self.file.close()
