"""PDF by pdfium: the fast engine, and the one that crashes on some hostile files.

Text comes from one call a page. Size, weight and visibility are asked once for each text object, at the first letter
of a word, because asking for every character would cost more than the extraction itself.
"""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from apps.documents.ingestion.failures import ExtractionFailed, FailureCode
from apps.documents.ingestion.pages import PageFlag, RawLine, RawPage
from apps.documents.ingestion.readers.pdfium_ink import PageInk
from apps.documents.ingestion.readers.pdfium_scan import looks_scanned

MAX_BOOKMARKS = 5_000
FAILURES = {
    raw.FPDF_ERR_SUCCESS: FailureCode.EMPTY,  # what pdfium says of a document without pages
    raw.FPDF_ERR_PASSWORD: FailureCode.ENCRYPTED,
    raw.FPDF_ERR_SECURITY: FailureCode.ENCRYPTED,
}


def read(path: Path, *, max_pages: int) -> Iterator[RawPage]:
    document = _open(path)
    if len(document) > max_pages:
        raise ExtractionFailed(FailureCode.TOO_MANY_PAGES, str(len(document)))
    outline = _outline(document)
    for index in range(len(document)):
        yield _page(document, index, tuple(outline.get(index, ())))


def _open(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        code = FAILURES.get(error.err_code, FailureCode.DAMAGED)
        raise ExtractionFailed(code, f"pdfium {error.err_code}") from error


def _outline(document: pdfium.PdfDocument) -> dict[int, list[str]]:
    titles: dict[int, list[str]] = {}
    for bookmark in islice(document.get_toc(), MAX_BOOKMARKS):
        target = bookmark.get_dest()
        index = target.get_index() if target else None
        if index is not None:
            titles.setdefault(index, []).append(bookmark.get_title())
    return titles


def _page(document: pdfium.PdfDocument, index: int, outline: tuple[str, ...]) -> RawPage:
    try:
        page = document[index]
        text_page = page.get_textpage()
    except pdfium.PdfiumError:
        return RawPage((), frozenset({PageFlag.UNREADABLE}), outline, wrapped=True)
    text = text_page.get_text_range()
    ink = PageInk(page, text_page, text)
    lines = tuple(_lines(text, ink))
    flags = ink.flags | ({PageFlag.SCANNED} if looks_scanned(page, text) else set())
    text_page.close()
    page.close()
    return RawPage(lines, frozenset(flags), outline, wrapped=True)


def _lines(text: str, ink: PageInk) -> Iterator[RawLine]:
    start = 0
    for line in text.split("\r\n"):
        size, bold = ink.style_of_line(start, line)
        yield RawLine(line, size, bold)
        start += len(line) + 2
