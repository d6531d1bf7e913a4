"""Word files, read straight from their XML.

Libraries for Word skip what builders use: content controls, text boxes, tracked insertions. So the body is walked here.
Page numbers are those that Word saved at its last rendering; a file without them is cut at its own page breaks, and
one without either into logical pages.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from xml.etree.ElementTree import Element

from apps.documents.ingestion import docx_archive
from apps.documents.ingestion.docx_archive import BODY, STYLES, open_archive, read_part
from apps.documents.ingestion.failures import ExtractionFailed, FailureCode
from apps.documents.ingestion.pages import RawLine, RawPage
from apps.documents.ingestion.readers.docx_ink import hidden_flags
from apps.documents.ingestion.readers.docx_paragraphs import PAGE_BREAK, Paragraphs
from apps.documents.ingestion.readers.docx_styles import heading_styles
from apps.documents.ingestion.readers.docx_xml import parse
from apps.documents.ingestion.readers.logical_pages import paginate

REASONS: dict[type[Exception], FailureCode] = {
    docx_archive.NotWord: FailureCode.NOT_SUPPORTED,
    docx_archive.UnsafeArchive: FailureCode.TOO_COMPLEX,
    docx_archive.ArchiveEncrypted: FailureCode.ENCRYPTED,
    docx_archive.ArchiveDamaged: FailureCode.DAMAGED,
}


def read(path: Path, *, max_pages: int) -> Iterator[RawPage]:
    body, styles = _load(path)
    lines = list(Paragraphs(body, heading_styles(styles)).lines())
    flags = hidden_flags(body)
    if not any(PAGE_BREAK in line.text for line in lines):
        yield from paginate(lines, wrapped=False, flags=flags)
        return
    for page in _cut(lines):
        yield RawPage(page, flags)
        flags = frozenset()


def _load(path: Path) -> tuple[Element, Element | None]:
    try:
        with path.open("rb") as file, open_archive(file) as archive:
            styles = read_part(archive, STYLES)
            return parse(read_part(archive, BODY)), parse(styles) if styles else None
    except tuple(REASONS) as error:
        raise ExtractionFailed(REASONS[type(error)], f"docx {error}") from error


def _cut(lines: Iterable[RawLine]) -> Iterator[tuple[RawLine, ...]]:
    numbered = _number_pages(lines)
    for _, group in groupby(numbered, key=lambda item: item[0]):
        yield tuple(line for _, line in group)


def _number_pages(lines: Iterable[RawLine]) -> Iterator[tuple[int, RawLine]]:
    number = 1
    for line in lines:
        first, *rest = line.text.split(PAGE_BREAK)
        yield number, line._replace(text=first)
        for text in rest:
            number += 1
            yield number, line._replace(text=text)
