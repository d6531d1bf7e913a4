"""Question-and-answer tables: which columns count, which separator is used. One rule for upload check and reader.

Before the row of names may stand what spreadsheets put there: empty rows, and a line that tells the separator.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

QUESTION_NAMES = frozenset({"question", "questions", "q", "faq"})
ANSWER_NAMES = frozenset({"answer", "answers", "a", "response", "reply"})
SEPARATORS = ",;\t|"
EMPTY_ROWS = r"(?:[\s,;|]*[\r\n])?"
BEFORE_NAMES = re.compile(rf"\A{EMPTY_ROWS}(?:sep=[,;\t|][\r\n]+)?{EMPTY_ROWS}", re.IGNORECASE)


class ColumnsMissing(ValueError):
    """The first row names no question and answer column."""


class Columns(NamedTuple):
    question: int
    answer: int


class Entry(NamedTuple):
    question: str
    answer: str


def find_columns(text: str) -> Columns:
    """Positions of both columns in the first row. Raises ColumnsMissing."""
    header = next(_rows(text), [])
    names = [name.strip().casefold() for name in header]
    return Columns(_position(names, QUESTION_NAMES), _position(names, ANSWER_NAMES))


def read_entries(text: str) -> Iterator[Entry]:
    """Every row with a question and an answer. A row that lacks either says nothing and is left out."""
    columns = find_columns(text)
    for row in list(_rows(text))[1:]:
        if len(row) > max(columns) and row[columns.question].strip() and row[columns.answer].strip():
            yield Entry(row[columns.question].strip(), row[columns.answer].strip())


def _position(names: list[str], wanted: frozenset[str]) -> int:
    for position, name in enumerate(names):
        if name in wanted:
            return position
    raise ColumnsMissing


def _rows(text: str) -> Iterator[list[str]]:
    """Those with anything in them."""
    table = BEFORE_NAMES.sub("", text, count=1)
    separator = max(SEPARATORS, key=table.splitlines()[0].count) if table else ","
    rows = csv.reader(io.StringIO(table, newline=""), delimiter=separator)
    return (row for row in rows if any(cell.strip() for cell in row))
