"""The paper: cover, running header and footer, bookmarks and the entries of the table of contents."""

import re
from typing import Any

from reportlab.lib.colors import Color, white
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from .flowables import Title
from .source import Source
from .styles import HAIRLINE, QUIET, look

WIDTH, HEIGHT = A4
MARGIN = 62
TEXT_WIDTH = WIDTH - 2 * MARGIN
COVER_HEIGHT = 330
# Left edge, width, height of the wall and of the gable, for each house of the drawing on the cover.
HOUSES = (
    (40, 70, 70, 34),
    (110, 60, 92, 30),
    (170, 90, 64, 44),
    (300, 76, 84, 38),
    (376, 64, 60, 32),
    (440, 100, 76, 48),
)


class Sheets(BaseDocTemplate):
    """One PDF. `invariant` keeps dates and random ids out, so that equal text gives equal bytes."""

    def __init__(self, file: Any, source: Source) -> None:
        super().__init__(
            file,
            pagesize=A4,
            invariant=1,
            title=f"{source.place}: {source.title}",
            author=source.author,
            subject=source.subtitle,
            lang="en-IE",
        )
        self.source = source
        cover = Frame(MARGIN, MARGIN, TEXT_WIDTH, HEIGHT - COVER_HEIGHT - MARGIN - 30, 0, 0, 0, 0)
        body = Frame(MARGIN, 70, TEXT_WIDTH, HEIGHT - 150, 0, 0, 0, 0)
        self.addPageTemplates(
            [PageTemplate("cover", [cover], onPage=_draw_cover), PageTemplate("body", [body], onPage=_draw_furniture)]
        )

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's hook
        if not isinstance(flowable, Title) or flowable.level > 2:
            return
        key = f"{self.page}-{re.sub(r'[^a-z0-9]+', '-', flowable.title.lower())}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(flowable.title, key, level=flowable.level - 1, closed=flowable.level == 1)
        if flowable.level == 1:
            self.notify("TOCEntry", (0, flowable.title, self.page, key))


def _draw_furniture(canvas: Canvas, sheets: Sheets) -> None:
    source = sheets.source
    canvas.saveState()
    canvas.setStrokeColor(HAIRLINE)
    canvas.setLineWidth(0.6)
    canvas.line(MARGIN, HEIGHT - 58, WIDTH - MARGIN, HEIGHT - 58)
    canvas.line(MARGIN, 52, WIDTH - MARGIN, 52)
    canvas.setFillColor(QUIET)
    canvas.setFont("Helvetica", 8.5)
    canvas.drawString(MARGIN, HEIGHT - 50, f"{source.place} · {source.title}")
    canvas.drawString(MARGIN, 38, f"{source.author} · {source.edition}")
    canvas.drawRightString(WIDTH - MARGIN, 38, f"Page {sheets.page}")
    canvas.restoreState()


def _draw_cover(canvas: Canvas, sheets: Sheets) -> None:
    main = look(sheets.source.colour).colour
    canvas.saveState()
    canvas.setFillColor(main)
    canvas.rect(0, HEIGHT - COVER_HEIGHT, WIDTH, COVER_HEIGHT, stroke=0, fill=1)
    for number, house in enumerate(HOUSES):
        _draw_house(canvas, *house, shade=Color(1, 1, 1, 0.10 + 0.05 * (number % 3)))
    canvas.setFillColor(white)
    canvas.setFont("Helvetica-Bold", 13)
    canvas.drawString(MARGIN, HEIGHT - 70, sheets.source.author)
    canvas.restoreState()


def _draw_house(canvas: Canvas, left: float, width: float, wall: float, gable: float, *, shade: Color) -> None:
    ground = HEIGHT - COVER_HEIGHT
    canvas.setFillColor(shade)
    outline = canvas.beginPath()
    outline.moveTo(left, ground)
    for x, y in ((left, wall), (left + width / 2, wall + gable), (left + width, wall), (left + width, 0)):
        outline.lineTo(x, ground + y)
    outline.close()
    canvas.drawPath(outline, stroke=0, fill=1)
    canvas.rect(left + width * 0.2, ground + wall * 0.45, width * 0.2, wall * 0.3, stroke=0, fill=1)
    canvas.rect(left + width * 0.6, ground, width * 0.22, wall * 0.5, stroke=0, fill=1)
