"""Plain text. A form feed ends a page, as it always has; otherwise pages are logical ones."""

from collections.abc import Iterator
from pathlib import Path

from apps.documents.ingestion.encoding import NotText, decode
from apps.documents.ingestion.failures import ExtractionFailed, FailureCode
from apps.documents.ingestion.pages import RawLine, RawPage
from apps.documents.ingestion.readers.logical_pages import paginate


def read(path: Path, *, max_pages: int) -> Iterator[RawPage]:
    for part in read_text(path).split("\f"):
        yield from paginate((RawLine(line) for line in part.split("\n")), wrapped=True)


def read_text(path: Path) -> str:
    try:
        return decode(path.read_bytes()).replace("\r\n", "\n").replace("\r", "\n")
    except NotText as error:
        raise ExtractionFailed(FailureCode.NOT_SUPPORTED, "encoding") from error
