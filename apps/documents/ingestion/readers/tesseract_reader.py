"""Scanned pages of a PDF: drawn by pdfium as a person would see them, read by tesseract.

What nobody would see is not read either: hardly any difference from the paper is made none before recognition, and
letters under two points are flagged.
"""

import math
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from PIL.Image import Image

from apps.documents.ingestion.pages import PageFlag, RawPage
from apps.documents.ingestion.readers.recognised_lines import Line, lines_of, raw_lines
from apps.documents.ingestion.readers.tesseract_library import Tesseract

# A page of A4 has these at 300 dots an inch.
MOST_PIXELS, LONGEST_SIDE = 8_700_000, 10_000
LARGEST_SCALE = 8.0
POINTS_PER_INCH = 72
NEARLY_BLACK, NEARLY_WHITE = 40, 215
TINY_POINTS = 2.0


def read(path: Path, pages: str, languages: str, *, max_pages: int) -> Iterator[RawPage]:
    """`pages` are numbers from 1, joined by commas; one page for each, without lines where nothing was recognised."""
    tesseract = Tesseract(languages)
    numbers = [int(number) for number in pages.split(",") if number][:max_pages]
    document = pdfium.PdfDocument(path) if numbers else None
    for number in numbers:
        yield _page(document, number - 1, tesseract)


def _page(document: pdfium.PdfDocument, index: int, tesseract: Tesseract) -> RawPage:
    try:
        page = document[index]
        scale = _scale(*page.get_size())
        picture = page.render(scale=scale, grayscale=True).to_pil().convert("L").point(_levels())
        page.close()
    except pdfium.PdfiumError:
        return RawPage((), wrapped=True)
    lines = _lines(picture, scale, tesseract)
    tiny = any(line.height < TINY_POINTS * scale for line in lines)
    return RawPage(tuple(raw_lines(lines)), frozenset({PageFlag.TINY_TEXT} if tiny else ()), wrapped=True)


def _lines(picture: Image, scale: float, tesseract: Tesseract) -> list[Line]:
    """Of a page that says nothing, those that it has upside down: tesseract does not turn pages with little on them."""
    resolution = round(scale * POINTS_PER_INCH)
    upright = lines_of(tesseract.table(picture.tobytes(), *picture.size, resolution))
    return upright or lines_of(tesseract.table(picture.rotate(180).tobytes(), *picture.size, resolution))


def _scale(width: float, height: float) -> float:
    """Pixels a point: as sharp as a good scan, bounded for a page of any size."""
    return min(LARGEST_SCALE, math.sqrt(MOST_PIXELS / (width * height)), LONGEST_SIDE / max(width, height))


def _levels() -> list[int]:
    """What stands for each shade of grey."""
    return [0 if shade < NEARLY_BLACK else 255 if shade > NEARLY_WHITE else shade for shade in range(256)]
