"""Reading a spreadsheet at the cost of one child process, never of a worker: rows, or one sentence on why not."""

from pathlib import Path, PurePath
from typing import BinaryIO, cast

from django.core.files import File
from django.core.files.uploadedfile import TemporaryUploadedFile

from apps.core.confined import child, compound
from apps.core.confined.limits import MEGABYTE, Limits
from apps.core.errors import Invalid, TooLarge

from . import table
from .failures import MAX_MEGABYTES, SENTENCES, sentence
from .table import Table, Unreadable

READER = Path(__file__).with_name("reader.py")
LIMITS = Limits(memory_bytes=512 * MEGABYTE, cpu_seconds=20, wall_seconds=30.0, output_bytes=40 * MEGABYTE)
ZIP_SIGNATURE, PDF_SIGNATURE = b"PK\x03\x04", b"%PDF-"
KINDS = {".csv": "csv", ".tsv": "csv", ".txt": "csv", ".xlsx": "xlsx"}


def read(file: "File[bytes]") -> Table:
    """
    Raises:
        Invalid: the file is refused; the error's code is one of `failures.SENTENCES`.
        TooLarge: it is larger than any list of homes is.
    """
    try:
        if file.size > MAX_MEGABYTES * MEGABYTE:
            raise TooLarge(sentence("too_large"))
        return _read(_path_of(file), _kind(file))
    except Unreadable as failure:
        code = failure.code if failure.code in SENTENCES else "damaged"
        raise Invalid.field("file", code, sentence(code)) from None


def _path_of(file: "File[bytes]") -> Path:
    """Uploads lie in a temporary file already (`CappedUpload`), as does what a command was given."""
    if isinstance(file, TemporaryUploadedFile):
        return Path(file.temporary_file_path())
    return Path(cast(str, file.name))


def _kind(file: "File[bytes]") -> str:
    """By name and signature, which must agree."""
    file.seek(0)
    head = file.read(len(compound.SIGNATURE))
    file.seek(0)
    suffix = PurePath(file.name or "").suffix.lower()
    if not head:
        raise Unreadable("empty")
    if suffix in (".xls", ".xlsm", ".xlsb"):
        raise Unreadable("macros" if suffix == ".xlsm" else "old_format")
    kind = KINDS.get(suffix)
    if kind is None:
        raise Unreadable("unsupported_type")
    if head == compound.SIGNATURE and kind == "xlsx":
        raise Unreadable("encrypted" if compound.needs_password(cast(BinaryIO, file)) else "old_format")
    if head.startswith(ZIP_SIGNATURE) is not (kind == "xlsx") or head.startswith((PDF_SIGNATURE, compound.SIGNATURE)):
        raise Unreadable("content_mismatch")
    return kind


def _read(path: Path, kind: str) -> Table:
    outcome = child.run_script(READER, kind, str(path.resolve()), limits=LIMITS)
    if outcome.ending is not child.Ending.CLOSED or outcome.died_by:
        raise Unreadable("too_complex")
    return table.decode(outcome.output)
