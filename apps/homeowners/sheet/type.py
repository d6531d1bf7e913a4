"""The type of the cards: one family, shipped as a package and embedded, so that every printer shows the same accents.

What is written on a card is a builder's own text: it is fitted into its place by wrapping, then by smaller type, and
cut short only after that. A character that the family lacks is written by its plain letter.
"""

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD, HEAVY = "Manrope-Regular", "Manrope-SemiBold", "Manrope-ExtraBold"
SMALLEST, STEP = 0.6, 0.05
LEADING = 1.28


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines that fit, and the size at which they do."""

    lines: tuple[str, ...]
    size: float

    @property
    def leading(self) -> float:
        return self.size * LEADING


def fitted(text: str, font: str, size: float, width: float, most_lines: int = 1) -> Fitted:
    """In at most so many lines of `width`, at `size` or down to `SMALLEST` of it; what is left becomes an ellipsis."""
    load()
    plain, share = writable(text, font), 1.0
    while share > SMALLEST:
        lines = _lines(plain, font, size * share, width)
        if len(lines) <= most_lines:
            return Fitted(tuple(lines), size * share)
        share -= STEP
    least = size * SMALLEST
    kept = _lines(plain, font, least, width)[:most_lines]
    return Fitted((*kept[:-1], _cut(kept[-1], font, least, width)), least)


def width_of(text: str, font: str, size: float) -> float:
    load()
    return float(pdfmetrics.stringWidth(text, font, size))


def writable(text: str, font: str) -> str:
    """`text` in letters that the font has: others lose their marks, and what is then still unknown becomes `?`."""
    load()
    known = pdfmetrics.getFont(font).face.charToGlyph
    return "".join(_known(letter, known) for letter in unicodedata.normalize("NFC", " ".join(text.split())))


@cache
def load() -> None:
    for name in (REGULAR, BOLD, HEAVY):
        pdfmetrics.registerFont(TTFont(name, str(files("font_manrope") / "files" / f"{name}.ttf")))


def _known(letter: str, known: dict[int, int]) -> str:
    if ord(letter) in known:
        return letter
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if ord(part) in known)
    return plain or "?"


def _lines(text: str, font: str, size: float, width: float) -> list[str]:
    """By words; a word that is wider than the line is broken."""
    found: list[str] = []
    for line in simpleSplit(text, font, size, width) or [""]:
        while width_of(line, font, size) > width and len(line) > 1:
            end = next(end for end in range(len(line), 0, -1) if end == 1 or width_of(line[:end], font, size) <= width)
            found.append(line[:end])
            line = line[end:]
        found.append(line)
    return found


def _cut(line: str, font: str, size: float, width: float) -> str:
    while line and width_of(f"{line}…", font, size) > width:
        line = line[:-1]
    return f"{line.rstrip()}…"
