"""Blocks as reportlab flowables."""

from collections.abc import Iterator, Sequence
from functools import singledispatch
from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, ListFlowable, ListItem, Spacer, TableStyle
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from .blocks import Block, Heading, Items, Note, Paragraph, Table
from .inline import to_plain, to_reportlab
from .styles import BAND, CELL, HAIRLINE, NOTE_COLOURS, Look

ROOM_FOR_CHAPTER = 300
ROWS_KEPT_TOGETHER = 9
CELL_PADDING = 14
NUMBERS: dict[str, Any] = {"bulletType": "1", "bulletFormat": "%s."}
POINTS: dict[str, Any] = {"bulletType": "bullet", "start": "•"}


class Title(Text):
    """A heading that the table of contents and the bookmarks list."""

    def __init__(self, heading: Heading, text: str, look: Look) -> None:
        super().__init__(to_reportlab(text), look.headings[heading.level - 1])
        self.level, self.title = heading.level, to_plain(text)


def flowables(blocks: Sequence[Block], look: Look, width: float, *, chapters: bool) -> Iterator[Flowable]:
    """`chapters`: number the headings. A heading is never parted from what follows it."""
    numbers, titles = [0, 0], list[Flowable]()
    for block in blocks:
        if isinstance(block, Heading):
            if block.level == 1:
                yield CondPageBreak(ROOM_FOR_CHAPTER)
            titles.append(Title(block, _numbered(block, numbers) if chapters else block.text, look))
        else:
            first, *rest = draw(block, look, width)
            yield KeepTogether([*titles, first]) if titles or _is_short(block) else first
            yield from rest
            titles = []


def _is_short(block: Block) -> bool:
    return isinstance(block, Note) or (isinstance(block, Table) and len(block.rows) <= ROWS_KEPT_TOGETHER)


def _numbered(heading: Heading, numbers: list[int]) -> str:
    if heading.level == 3:
        return heading.text
    numbers[heading.level - 1] += 1
    if heading.level == 1:
        numbers[1] = 0
        return f"{numbers[0]} {heading.text}"
    return f"{numbers[0]}.{numbers[1]} {heading.text}"


@singledispatch
def draw(block: Block, look: Look, width: float) -> Iterator[Flowable]:
    raise TypeError(block)


@draw.register
def _(block: Paragraph, look: Look, width: float) -> Iterator[Flowable]:
    yield Text(to_reportlab(block.text), look.body)


@draw.register
def _(block: Items, look: Look, width: float) -> Iterator[Flowable]:
    items = [ListItem(Text(to_reportlab(item), look.item), bulletColor=look.colour) for item in block.items]
    kind = NUMBERS if block.ordered else POINTS
    yield ListFlowable(items, leftIndent=20, bulletFontName="Helvetica-Bold", bulletFontSize=10, **kind)
    yield Spacer(0, 6)


@draw.register
def _(block: Table, look: Look, width: float) -> Iterator[Flowable]:
    head, *body = block.rows
    cells = [[Text(to_reportlab(cell), look.head_cell) for cell in head]]
    cells += [[Text(to_reportlab(cell), look.cell) for cell in row] for row in body]
    yield Grid(cells, _widths(block, width), repeatRows=1, style=_grid_style(look), spaceBefore=3, spaceAfter=10)


def _widths(table: Table, width: float) -> list[float]:
    """Columns that need less than a fair share get what they need, so that short cells are never wrapped."""
    needs = [max(map(_need, column)) for column in zip(*table.rows, strict=True)]
    widths: dict[int, float] = {}
    for column in sorted(range(len(needs)), key=needs.__getitem__):
        fair = (width - sum(widths.values())) / (len(needs) - len(widths))
        widths[column] = min(needs[column], fair)
    spare = (width - sum(widths.values())) / len(needs)
    return [widths[column] + spare for column in range(len(needs))]


def _need(cell: str) -> float:
    return float(stringWidth(to_plain(cell), "Helvetica-Bold", CELL)) + CELL_PADDING


def _grid_style(look: Look) -> TableStyle:
    return TableStyle(
        [
            ("BACKGROUND", (0, 0), (-1, 0), look.colour),
            ("ROWBACKGROUNDS", (0, 1), (-1, -1), [white, BAND]),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, HAIRLINE),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
        ]
    )


@draw.register
def _(block: Note, look: Look, width: float) -> Iterator[Flowable]:
    colour = HexColor(NOTE_COLOURS[block.label])
    text = Text(f"<font color='{colour.hexval()}'><b>{block.label}.</b></font> {to_reportlab(block.text)}", look.cell)
    style = [("BACKGROUND", (0, 0), (-1, -1), BAND), ("LINEBEFORE", (0, 0), (0, -1), 4, colour)]
    padding = [(f"{side}PADDING", (0, 0), (-1, -1), 9) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
    yield Grid([[text]], [width], style=TableStyle(style + padding), spaceBefore=3, spaceAfter=10)
