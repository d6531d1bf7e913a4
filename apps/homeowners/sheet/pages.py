"""Cards on A4 with marks for cutting: eight a page, edge to edge, so that every cut parts two cards."""

import io
from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from apps.core import calendar
from apps.tenants.colours import text_on

from ..printing import Deck, HomeCard
from . import card
from .type import REGULAR, fitted

COLUMNS, ROWS = 2, 4
A_PAGE = COLUMNS * ROWS
LEFT = (A4[0] - COLUMNS * card.WIDTH) / 2
BOTTOM = (A4[1] - ROWS * card.HEIGHT) / 2
MARK, CLEAR = 5 * mm, 1.5 * mm
MARK_GREY, EDGE_GREY, NOTE_GREY = 0.35, 0.86, 0.45


def pdf(deck: Deck) -> bytes:
    """The file; a page holds `A_PAGE` cards."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, lang="en")
    name = deck.development.name
    canvas.setTitle(_("QR cards of %(development)s") % {"development": name})
    canvas.setAuthor("OpenHouse")
    look = card.Look(name, HexColor(deck.colour), HexColor(text_on(deck.colour)))
    pages = [deck.cards[start : start + A_PAGE] for start in range(0, len(deck.cards), A_PAGE)]
    for number, cards in enumerate(pages, 1):
        _page(canvas, cards, look)
        _note(canvas, name, number, len(pages))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _page(canvas: Canvas, cards: Sequence[HomeCard], look: card.Look) -> None:
    for place, printed in enumerate(cards):
        row, column = divmod(place, COLUMNS)
        x, y = LEFT + column * card.WIDTH, BOTTOM + (ROWS - 1 - row) * card.HEIGHT
        card.draw(canvas, printed, look, x, y)
        canvas.setStrokeGray(EDGE_GREY)
        canvas.setLineWidth(0.3)
        canvas.rect(x, y, card.WIDTH, card.HEIGHT, stroke=1, fill=0)
    _cut_marks(canvas, rows=-(-len(cards) // COLUMNS))


def _cut_marks(canvas: Canvas, rows: int) -> None:
    """Outside the cards, in line with every cut."""
    canvas.setStrokeGray(MARK_GREY)
    canvas.setLineWidth(0.4)
    top, right = BOTTOM + ROWS * card.HEIGHT, LEFT + COLUMNS * card.WIDTH
    low = top - rows * card.HEIGHT
    for column in range(COLUMNS + 1):
        x = LEFT + column * card.WIDTH
        canvas.line(x, low - CLEAR, x, low - CLEAR - MARK)
        canvas.line(x, top + CLEAR, x, top + CLEAR + MARK)
    for row in range(rows + 1):
        y = top - row * card.HEIGHT
        canvas.line(LEFT - CLEAR, y, LEFT - CLEAR - MARK, y)
        canvas.line(right + CLEAR, y, right + CLEAR + MARK, y)


def _note(canvas: Canvas, name: str, number: int, pages: int) -> None:
    """For whoever cuts them, outside the cards: which sheet this is."""
    day = date_format(calendar.today(), "j F Y")
    said = _("%(development)s · page %(number)d of %(pages)d · printed %(day)s · each card is a key to its home") % {
        "development": name,
        "number": number,
        "pages": pages,
        "day": day,
    }
    text = fitted(said, REGULAR, 7, A4[0] - 2 * LEFT)
    canvas.setFont(REGULAR, text.size)
    canvas.setFillGray(NOTE_GREY)
    canvas.drawCentredString(A4[0] / 2, 6 * mm, text.lines[0])
