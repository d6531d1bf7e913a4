"""Rows of a text file: whatever encoding and separator a spreadsheet saves with. Runs in the confined child."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from . import columns
from .table import Unreadable

SEPARATORS = (",", ";", "\t", "|")
LOOKED_AT = 30
SAYS_SEPARATOR = re.compile(r"sep=(.)\r?\n")
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
Cells = list[object]


def sheets(path: Path) -> Iterator[tuple[str, Iterator[Cells]]]:
    """The one sheet that a text file is."""
    text = decoded(path.read_bytes())
    yield "", _rows(text, _separator(text))


def decoded(data: bytes) -> str:
    """
    Raises:
        Unreadable: these bytes are no text.
    """
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable("not_text")


def _encodings(data: bytes) -> tuple[str, ...]:
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return (encoding,)
    # Without a mark, UTF-16 of Latin letters has a NUL in every other byte.
    even, odd = data[:2000:2].count(0), data[1:2000:2].count(0)
    if even or odd:
        return ("utf-16-be",) if even > odd else ("utf-16-le",)
    return ("utf-8", "cp1252")


def _separator(text: str) -> str:
    """The one that a first line `sep=;` names, else the one that shows the most columns we know."""
    said = SAYS_SEPARATOR.match(text)
    return said[1] if said else max(SEPARATORS, key=lambda separator: _score(text, separator))


def _score(text: str, separator: str) -> tuple[int, int]:
    rows = [[str(cell) for cell in row] for row in islice(_rows(text, separator), LOOKED_AT)]
    known = max((sum(field is not None for field in columns.recognised(row)) for row in rows), default=0)
    return known, max(map(len, rows), default=0)


def _rows(text: str, separator: str) -> Iterator[Cells]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    if SAYS_SEPARATOR.match(text):
        next(lines)
        yield []
    try:
        yield from (list[object](row) for row in lines)
    except csv.Error:
        raise Unreadable("damaged") from None
