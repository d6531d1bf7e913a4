"""May this file enter at all? Judged by signature and name before a byte is stored; nothing is parsed here.

The name and the content must agree: a file that claims one thing and is another is either a mistake the builder
should hear about or an attempt. Deep faults (a truncated PDF) are found later, by the reader in its child.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import BinaryIO

from apps.core.confined import compound
from apps.core.confined.limits import MEGABYTE
from apps.documents.ingestion import docx_archive, encoding, faq_table
from apps.documents.ingestion.kinds import FileKind
from apps.documents.ingestion.refusals import RefusalCode, UploadRefused

MAX_BYTES = 50 * MEGABYTE
HEAD_BYTES = 4096
SIGNATURE_WITHIN = 1024

EXTENSIONS: Mapping[str, FileKind] = {
    ".pdf": FileKind.PDF,
    ".docx": FileKind.DOCX,
    ".md": FileKind.MARKDOWN,
    ".markdown": FileKind.MARKDOWN,
    ".txt": FileKind.TEXT,
    ".csv": FileKind.FAQ_CSV,
}
PDF_SIGNATURE = b"%PDF-"
ZIP_SIGNATURE = b"PK\x03\x04"
# PDF allows junk before its signature, but a page, archive, picture or program there is a file with two faces.
OTHER_FACE = re.compile(rb"<[a-zA-Z!?/]|^(?:PK\x03\x04|MZ|\x7fELF|GIF8|\x89PNG|\xff\xd8\xff|Rar!|#!)")


def check_upload(head: bytes, size: int, filename: str, *, max_bytes: int = MAX_BYTES) -> FileKind:
    """The kind of a file from its first bytes (HEAD_BYTES are enough), size and name. Raises UploadRefused.

    Only `check_file` tells which Word file it is.
    """
    if size <= 0 or not head:
        raise UploadRefused(RefusalCode.EMPTY)
    if size > max_bytes:
        raise UploadRefused(RefusalCode.TOO_LARGE, megabytes=max_bytes // MEGABYTE)
    extension = PurePath(filename).suffix.lower()
    kind = EXTENSIONS.get(extension)
    if kind is None:
        raise UploadRefused(RefusalCode.UNSUPPORTED_TYPE)
    SIGNATURES[kind](head, size, extension)
    return kind


def check_file(file: BinaryIO, filename: str, *, max_bytes: int = MAX_BYTES) -> FileKind:
    """`check_upload` for a whole open file, plus a look into a Word file. Leaves the file at its start."""
    size = file.seek(0, 2)
    file.seek(0)
    kind = check_upload(file.read(HEAD_BYTES), size, filename, max_bytes=max_bytes)
    if kind is FileKind.DOCX:
        _check_word(file)
    file.seek(0)
    return kind


def _check_pdf(head: bytes, size: int, extension: str) -> None:
    position = head[:SIGNATURE_WITHIN].find(PDF_SIGNATURE)
    if position < 0 or OTHER_FACE.search(head[:position]):
        raise UploadRefused(RefusalCode.CONTENT_MISMATCH, extension=extension)


def _check_docx(head: bytes, size: int, extension: str) -> None:
    if not head.startswith((ZIP_SIGNATURE, compound.SIGNATURE)):
        raise UploadRefused(RefusalCode.CONTENT_MISMATCH, extension=extension)


def _check_text(head: bytes, size: int, extension: str) -> None:
    _readable(head, size, extension)


def _check_faq(head: bytes, size: int, extension: str) -> None:
    try:
        faq_table.find_columns(_readable(head, size, extension))
    except faq_table.ColumnsMissing as error:
        raise UploadRefused(RefusalCode.FAQ_COLUMNS) from error


def _readable(head: bytes, size: int, extension: str) -> str:
    if head.startswith(PDF_SIGNATURE):
        raise UploadRefused(RefusalCode.CONTENT_MISMATCH, extension=extension)
    try:
        text = encoding.decode(head, complete=len(head) >= size)
    except encoding.NotText as error:
        raise UploadRefused(RefusalCode.NOT_TEXT) from error
    if not text.strip() and len(head) >= size:
        raise UploadRefused(RefusalCode.EMPTY)
    return text


def _check_word(file: BinaryIO) -> None:
    file.seek(0)
    if file.read(len(compound.SIGNATURE)) == compound.SIGNATURE:
        raise UploadRefused(RefusalCode.ENCRYPTED if compound.needs_password(file) else RefusalCode.OLD_WORD)
    try:
        docx_archive.open_archive(file)
    except docx_archive.NotWord as error:
        raise UploadRefused(RefusalCode.CONTENT_MISMATCH, extension=".docx") from error
    except docx_archive.UnsafeArchive as error:
        raise UploadRefused(RefusalCode.UNSAFE_ARCHIVE) from error
    except docx_archive.ArchiveEncrypted as error:
        raise UploadRefused(RefusalCode.ENCRYPTED) from error
    except docx_archive.ArchiveDamaged as error:
        raise UploadRefused(RefusalCode.DAMAGED) from error


SIGNATURES: Mapping[FileKind, Callable[[bytes, int, str], None]] = {
    FileKind.PDF: _check_pdf,
    FileKind.DOCX: _check_docx,
    FileKind.MARKDOWN: _check_text,
    FileKind.TEXT: _check_text,
    FileKind.FAQ_CSV: _check_faq,
}
