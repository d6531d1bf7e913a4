"""The door for files: what may be stored at all, judged before a byte of it is.

Upload handling stops a body that is too large while it arrives, so that no request can fill a disk.
"""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, cast

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files import File
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from apps.core.errors import Invalid, TooLarge
from apps.core.printable import printable
from apps.documents.ingestion.checks import check_file
from apps.documents.ingestion.kinds import FileKind
from apps.documents.ingestion.refusals import RefusalCode, UploadRefused

NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be stored."""

    file: "File[bytes]"
    kind: FileKind
    name: str
    size: int
    sha256: str


def check(file: "File[bytes]") -> CheckedFile:
    """
    Raises:
        Invalid: the file is refused; the error's code is a `RefusalCode`, its message a sentence for the uploader.
        TooLarge: it is larger than `DOCUMENT_MAX_BYTES`.
    """
    name = _short(printable(PurePath(file.name or "file").name))
    stream = cast(BinaryIO, file.file)
    try:
        kind = check_file(stream, name, max_bytes=settings.DOCUMENT_MAX_BYTES)
    except UploadRefused as refusal:
        raise _problem(refusal) from None
    digest = hashlib.file_digest(stream, "sha256").hexdigest()
    file.seek(0)
    return CheckedFile(file, kind, name, file.size, digest)


def _short(name: str) -> str:
    """At most NAME_LENGTH characters, keeping the end, which tells the kind."""
    suffix = PurePath(name).suffix[:20]
    return name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - len(suffix)] + suffix


def _problem(refusal: UploadRefused) -> Invalid | TooLarge:
    if refusal.code is RefusalCode.TOO_LARGE:
        return TooLarge(refusal.message)
    return Invalid.field("file", refusal.code, refusal.message)


class UploadTooLarge(TooLarge, RequestDataTooBig):
    """Of Django's kind too: a form's body is read by the CSRF middleware, where Django answers only what it knows."""


class CappedUpload(TemporaryFileUploadHandler):
    """Writes an upload to a temporary file, and gives up once it is larger than any file may be."""

    received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > settings.DOCUMENT_MAX_BYTES:
            self.file.close()
            megabytes = settings.DOCUMENT_MAX_BYTES // (1024 * 1024)
            raise UploadTooLarge(UploadRefused(RefusalCode.TOO_LARGE, megabytes=megabytes).message)
        super().receive_data_chunk(raw_data, start)
