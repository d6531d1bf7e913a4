"""Lines of a page from what text recognition says of its words: those it is sure of, in paragraphs.

A picture without writing, or one that lies upside down, gives words too; nobody should be quoted those.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import fmean, median
from typing import NamedTuple

from apps.documents.ingestion.pages import RawLine

WORD_LEVEL, FIELDS = "5", 12
# Per cent, as tesseract tells them.
SURE_OF_WORD, SURE_OF_LINE, SURE_OF_PAGE = 30.0, 60.0, 65.0
LARGER = 1.3
LONGEST_HEADING = 80

Paragraph = tuple[str, str]


class Word(NamedTuple):
    paragraph: Paragraph
    line: str
    height: int
    sure: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """`height` is that of its tallest word, in pixels."""

    paragraph: Paragraph
    text: str
    height: int
    sure: float


def lines_of(table: str) -> list[Line]:
    """The lines of tesseract's table that can be believed, none if the page as a whole cannot."""
    words = [word for word in _words(table) if word.sure >= SURE_OF_WORD]
    if not words or _sureness(words) < SURE_OF_PAGE:
        return []
    grouped = (list(group) for _, group in groupby(words, key=lambda word: (word.paragraph, word.line)))
    return [line for line in map(_line, grouped) if line.sure >= SURE_OF_LINE]


def raw_lines(lines: list[Line]) -> Iterator[RawLine]:
    """An empty line ends each paragraph. Heights differ with the letters of a line, so no size is told, but a line
    much higher than most is a heading."""
    usual = median(line.height for line in lines) if lines else 0
    for line, following in pairwise([*lines, None]):
        if line is None:
            return
        yield RawLine(line.text, heading=line.height >= LARGER * usual and len(line.text) <= LONGEST_HEADING)
        if following is not None and following.paragraph != line.paragraph:
            yield RawLine("")


def _words(table: str) -> Iterator[Word]:
    for row in table.splitlines():
        level, _, block, paragraph, line, _, _, _, _, height, sure, text = (row.split("\t") + [""] * FIELDS)[:FIELDS]
        if level == WORD_LEVEL and text.strip():
            yield Word((block, paragraph), line, int(height), float(sure), text.strip())


def _line(words: list[Word]) -> Line:
    text = " ".join(word.text for word in words)
    return Line(words[0].paragraph, text, max(word.height for word in words), _sureness(words))


def _sureness(words: list[Word]) -> float:
    """Long words weigh more: specks on the paper are read as short ones."""
    return fmean((word.sure for word in words), weights=[len(word.text) for word in words])
