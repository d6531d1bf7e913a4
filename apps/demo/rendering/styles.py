"""How the PDFs look: sizes, weights and distances, derived from the builder's colour."""

from functools import cache
from typing import NamedTuple

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.styles import ParagraphStyle

BODY = 10.5
CELL = 9.5
INK = HexColor("#1f2a30")
QUIET = HexColor("#5d6b73")
HAIRLINE = HexColor("#d5dbde")
BAND = HexColor("#f4f6f7")

NOTE_COLOURS = {"Danger": "#b3261e", "Warning": "#b26a00", "Tip": "#2e7d4f", "Note": "#3b6ea5"}


class Look(NamedTuple):
    colour: Color
    body: ParagraphStyle
    item: ParagraphStyle
    cell: ParagraphStyle
    head_cell: ParagraphStyle
    headings: tuple[ParagraphStyle, ParagraphStyle, ParagraphStyle]
    cover_title: ParagraphStyle
    cover_line: ParagraphStyle
    contents: ParagraphStyle


@cache
def look(colour: str) -> Look:
    main = HexColor(colour)
    body = ParagraphStyle("body", fontName="Helvetica", fontSize=BODY, leading=15.5, textColor=INK, spaceAfter=7)
    cell = ParagraphStyle("cell", body, fontSize=CELL, leading=13, spaceAfter=0)
    return Look(
        colour=main,
        body=body,
        item=ParagraphStyle("item", body, spaceAfter=4),
        cell=cell,
        head_cell=ParagraphStyle("head_cell", cell, fontName="Helvetica-Bold", textColor=HexColor("#ffffff")),
        headings=_headings(body, main),
        cover_title=ParagraphStyle(
            "cover_title", body, fontName="Helvetica-Bold", fontSize=34, leading=40, spaceAfter=10
        ),
        cover_line=ParagraphStyle("cover_line", body, fontSize=11.5, leading=18, textColor=QUIET, spaceAfter=4),
        contents=ParagraphStyle("contents", body, fontSize=11.5, leading=20, spaceAfter=1),
    )


def _headings(body: ParagraphStyle, main: Color) -> tuple[ParagraphStyle, ParagraphStyle, ParagraphStyle]:
    bold = ParagraphStyle("heading", body, fontName="Helvetica-Bold", alignment=TA_LEFT)
    return (
        ParagraphStyle("chapter", bold, fontSize=23, leading=28, textColor=main, spaceBefore=26, spaceAfter=12),
        ParagraphStyle("section", bold, fontSize=14.5, leading=19, textColor=main, spaceBefore=13, spaceAfter=6),
        ParagraphStyle("topic", bold, fontSize=11.8, leading=15, spaceBefore=8, spaceAfter=4),
    )
