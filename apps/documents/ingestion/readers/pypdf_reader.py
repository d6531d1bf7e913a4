"""PDF by pypdf: twenty times slower, pure Python, so it survives files that crash pdfium. Knows no style or ink."""

from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

from apps.documents.ingestion.failures import ExtractionFailed, FailureCode
from apps.documents.ingestion.pages import PageFlag, RawLine, RawPage


def read(path: Path, *, max_pages: int) -> Iterator[RawPage]:
    try:
        yield from _pages(_open(path), max_pages)
    except LimitReachedError as error:
        raise ExtractionFailed(FailureCode.TOO_COMPLEX, "pypdf limit") from error


def _open(path: Path) -> PdfReader:
    reader = PdfReader(path)
    if reader.is_encrypted and not _opens_without_password(reader):
        raise ExtractionFailed(FailureCode.ENCRYPTED, "pypdf")
    return reader


def _opens_without_password(reader: PdfReader) -> bool:
    try:
        return bool(reader.decrypt(""))
    except (DependencyError, PyPdfError, NotImplementedError):
        return False


def _pages(reader: PdfReader, max_pages: int) -> Iterator[RawPage]:
    count = len(reader.pages)
    if count > max_pages:
        raise ExtractionFailed(FailureCode.TOO_MANY_PAGES, str(count))
    for index in range(count):
        yield _page(reader, index)


def _page(reader: PdfReader, index: int) -> RawPage:
    try:
        text = reader.pages[index].extract_text()
    except LimitReachedError:
        raise
    except PyPdfError:
        return RawPage((), frozenset({PageFlag.UNREADABLE}), wrapped=True)
    return RawPage(tuple(RawLine(line) for line in text.split("\n")), wrapped=True)
