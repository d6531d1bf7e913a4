"""One card: whose home it opens, its QR, and the code to type where there is no camera."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from ..printing import HomeCard
from . import code
from .type import BOLD, HEAVY, REGULAR, SMALLEST, Fitted, fitted, width_of, writable

WIDTH, HEIGHT = 92 * mm, 66 * mm
BAND, INSET, GAP = 12.5 * mm, 6 * mm, 4.5 * mm
CODE_SIDE = 37 * mm
FOOT = 15.5 * mm
LARGEST = 26
INK, SOFT = HexColor("#1b211e"), HexColor("#56605b")


@dataclass(frozen=True, slots=True)
class Look:
    """What all cards of a development share."""

    development: str
    accent: Color
    on_accent: Color


def draw(canvas: Canvas, printed: HomeCard, look: Look, x: float, y: float) -> None:
    """At (x, y), the lower left corner."""
    _band(canvas, look, x, y + HEIGHT - BAND)
    middle = y + FOOT
    # The quiet zone is paper already, so the pattern stands flush with the text above and below.
    quiet = CODE_SIDE * code.QUIET / 45
    code.draw(canvas, printed.card.url, x + INSET - quiet, middle - quiet / 2, CODE_SIDE)
    _home(canvas, printed, x + INSET + CODE_SIDE + GAP - 2 * quiet, x + WIDTH - INSET, y + HEIGHT - BAND - GAP)
    _foot(canvas, printed, x + INSET, y)


def _band(canvas: Canvas, look: Look, x: float, y: float) -> None:
    canvas.setFillColor(look.accent)
    canvas.rect(x, y, WIDTH, BAND, stroke=0, fill=1)
    name = fitted(look.development, BOLD, 13, WIDTH - 2 * INSET)
    canvas.setFillColor(look.on_accent)
    _write(canvas, name, BOLD, x + INSET, y + BAND / 2 + name.size * 0.64)


def _home(canvas: Canvas, printed: HomeCard, x: float, right: float, top: float) -> None:
    home, width = printed.home, right - x
    canvas.setFillColor(SOFT)
    y = _write(canvas, fitted(_("Home"), REGULAR, 8.5, width), REGULAR, x, top)
    canvas.setFillColor(INK)
    y = _write(canvas, _number(home.unit_number, width), HEAVY, x, y)
    canvas.setFillColor(SOFT)
    _write(canvas, fitted(home.address, REGULAR, 9, width, most_lines=4), REGULAR, x, y - 1.2 * mm)


def _number(number: str, width: float) -> Fitted:
    """Large where it is short; never cut, since it says whose card this is."""
    short = width_of(number, HEAVY, LARGEST * SMALLEST) <= width
    return fitted(number, HEAVY, LARGEST, width) if short else fitted(number, HEAVY, LARGEST / 2, width, most_lines=2)


def _foot(canvas: Canvas, printed: HomeCard, x: float, y: float) -> None:
    width = WIDTH - 2 * INSET
    canvas.setFillColor(INK)
    line = fitted(_("Scan with your phone's camera, and ask your home."), BOLD, 9, width)
    _write(canvas, line, BOLD, x, y + FOOT - 1 * mm)
    typed = writable(_("Or open %(place)s and type") % {"place": join_place(printed.card.url)}, REGULAR)
    canvas.setFillColor(SOFT)
    said = fitted(typed, REGULAR, 8, width - width_of(printed.card.short_code, HEAVY, 10.5) - 2 * mm)
    _write(canvas, said, REGULAR, x, y + 6.6 * mm + said.size)
    canvas.setFillColor(INK)
    canvas.setFont(HEAVY, 10.5)
    canvas.drawRightString(x + width, y + 6.6 * mm, printed.card.short_code)


def join_place(url: str) -> str:
    """Where the short code is typed, as people write an address."""
    return f"{urlsplit(url).netloc}/join"


def _write(canvas: Canvas, text: Fitted, font: str, x: float, top: float) -> float:
    """From `top` downwards; the top of what may follow."""
    canvas.setFont(font, text.size)
    for number, line in enumerate(text.lines):
        canvas.drawString(x, top - text.size - number * text.leading, line)
    return top - text.leading * len(text.lines)
