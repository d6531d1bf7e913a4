"""Lines joined back into the sentences that the paper's width had cut, so that a quotation reads as it was written.

A line is joined to the one above only when that one filled the column or the sentence plainly goes on. Rows of tables,
list items and headings keep their own line.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from apps.documents.ingestion.pages import RawLine

SENTENCE_END = (".", "!", "?", ":", ";", "|")
NEW_ITEM = re.compile(r"(?:[•▪●■◦*\u2013-]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s")
GOES_ON = re.compile(r"[a-zß-öø-ÿ(,]")
FULL_SHARE = 0.8
FULL_AT_LEAST = 40


def unwrap(lines: Sequence[RawLine]) -> list[RawLine]:
    """Lines of one page as paragraphs. An empty line always separates, and is dropped here."""
    width = _column_width(lines)
    return list(_paragraphs(lines, max(FULL_AT_LEAST, FULL_SHARE * width)))


def _paragraphs(lines: Iterable[RawLine], full: float) -> Iterator[RawLine]:
    open_lines: list[RawLine] = []
    for line in lines:
        if open_lines and not (line.text and _continues(open_lines[-1], line, full)):
            yield _join(open_lines)
            open_lines = []
        if line.text:
            open_lines.append(line)
    if open_lines:
        yield _join(open_lines)


def _join(lines: Sequence[RawLine]) -> RawLine:
    return lines[0]._replace(text=" ".join(line.text for line in lines))


def _continues(above: RawLine, line: RawLine, full: float) -> bool:
    if above.heading or line.heading:
        return above.heading and line.heading and above.size > 0 and (above.size, above.bold) == (line.size, line.bold)
    if above.text.endswith(SENTENCE_END) or NEW_ITEM.match(line.text) or above.size != line.size:
        return False
    return len(above.text) >= full or (bool(GOES_ON.match(line.text)) and len(above.text) >= full / 2)


def _column_width(lines: Sequence[RawLine]) -> int:
    """Longer than nine of ten lines."""
    widths = sorted(len(line.text) for line in lines if line.text)
    return widths[len(widths) * 9 // 10] if widths else 0
