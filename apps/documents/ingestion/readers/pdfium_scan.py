"""Is a page a picture of text? Then the builder is told, since its words cannot be found without text recognition."""

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

FEW_CHARACTERS = 100
MOST_OF_PAGE = 0.5


def looks_scanned(page: pdfium.PdfPage, text: str) -> bool:
    if len(text.strip()) >= FEW_CHARACTERS:
        return False
    width, height = page.get_size()
    pictures = page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=2)
    return any(_area(picture) > MOST_OF_PAGE * width * height for picture in pictures)


def _area(picture: pdfium.PdfObject) -> float:
    try:
        left, bottom, right, top = picture.get_bounds()
    except pdfium.PdfiumError:
        return 0.0
    return float((right - left) * (top - bottom))
