"""How the text of a page is drawn: its size and weight for headings, its visibility for the builder's review."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from ctypes import byref, c_double, c_uint, create_string_buffer
from typing import NamedTuple

import pypdfium2 as pdfium  # type: ignore[import-untyped]
from pypdfium2 import raw

from apps.documents.ingestion.pages import PageFlag
from apps.documents.ingestion.readers import pdfium_calls as calls

WORD = re.compile(r"\S+")
BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
BOLD_WEIGHT = 600
NO_INK_MODES = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})
TINY_POINTS = 2.0
NEARLY_WHITE = 250
FILLED = (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_FORM)

Box = tuple[float, float, float, float]


class Style(NamedTuple):
    size: float
    bold: bool


PLAIN = Style(0.0, False)


class PageInk:
    """Answers for one open page. `flags` fills up as lines are asked for."""

    def __init__(self, page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, text: str) -> None:
        self._page, self._text = page, calls.handle_of(text_page)
        self._aligned = text_page.count_chars() == len(text)
        self._styles: dict[int, Style] = {}
        self._bold_fonts: dict[int, bool] = {}
        self._backgrounds: list[Box] | None = None
        self._matrix, self._colour = raw.FS_MATRIX(), [c_uint() for _ in range(4)]
        self.flags: set[PageFlag] = set()

    def style_of_line(self, start: int, line: str) -> Style:
        """The style of most words of the line that begins at `start` in the text of the page."""
        words = [self._index(start + word.start()) for word in WORD.finditer(line)]
        counts: Counter[Style] = Counter()
        for style, count in self._runs(words) if words else ():
            counts[style] += count
        return max(counts, key=counts.__getitem__, default=PLAIN)

    def _runs(self, words: list[int]) -> Iterator[tuple[Style, int]]:
        """Styles with their number of words. A stretch that begins and ends in one text object lies inside it."""
        first, last = calls.text_object(self._text, words[0]), calls.text_object(self._text, words[-1])
        if first == last:
            yield self._style(first, words[0]), len(words)
            return
        middle = len(words) // 2
        yield from self._runs(words[:middle])
        yield from self._runs(words[middle:])

    def _index(self, position: int) -> int:
        return position if self._aligned else int(calls.index_of_text(self._text, position))

    def _style(self, drawn: int | None, index: int) -> Style:
        if not drawn:
            return PLAIN
        if drawn not in self._styles:
            self._styles[drawn] = self._look(drawn, index)
        return self._styles[drawn]

    def _look(self, drawn: int, index: int) -> Style:
        size = self._size(index)
        if size < TINY_POINTS:
            self.flags.add(PageFlag.TINY_TEXT)
        self._check_ink(drawn, index)
        return Style(size, self._bold(calls.font(drawn) or 0, index))

    def _size(self, index: int) -> float:
        """Points on the page: the font's size after the scaling that most producers put into the matrix."""
        calls.matrix(self._text, index, byref(self._matrix))
        size = calls.font_size(self._text, index) * math.hypot(self._matrix.c, self._matrix.d)
        return round(size * 2) / 2 if math.isfinite(size) else 0.0

    def _bold(self, font: int, index: int) -> bool:
        if font not in self._bold_fonts:
            name = create_string_buffer(128)
            calls.font_name(self._text, index, name, 128, None)
            heavy = calls.font_weight(self._text, index) >= BOLD_WEIGHT
            self._bold_fonts[font] = heavy or bool(BOLD.search(name.value))
        return self._bold_fonts[font]

    def _check_ink(self, drawn: int, index: int) -> None:
        calls.fill_colour(self._text, index, *map(byref, self._colour))
        *paint, alpha = (part.value for part in self._colour)
        if calls.render_mode(drawn) in NO_INK_MODES or not alpha:
            self.flags.add(PageFlag.INVISIBLE_TEXT)
        elif min(paint) >= NEARLY_WHITE and not self._on_something(index):
            self.flags.add(PageFlag.WHITE_TEXT)

    def _on_something(self, index: int) -> bool:
        """White letters on a coloured bar are a usual design; on bare paper they hide."""
        x, y = c_double(), c_double()
        calls.origin(self._text, index, byref(x), byref(y))
        if self._backgrounds is None:
            self._backgrounds = [_box(thing) for thing in self._page.get_objects(filter=FILLED, max_depth=1)]
        return any(
            left <= x.value <= right and bottom <= y.value <= top for left, bottom, right, top in self._backgrounds
        )


def _box(thing: pdfium.PdfObject) -> Box:
    try:
        left, bottom, right, top = thing.get_bounds()
    except pdfium.PdfiumError:
        return (0.0, 0.0, -1.0, -1.0)
    return (left, bottom, right, top)
