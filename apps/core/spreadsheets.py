"""Cells that a spreadsheet program must not take for formulas, and the way back.

Excel and its like run a cell that begins with one of these characters, whoever wrote it. An apostrophe in front makes
it text. Needs no Django.
"""

import csv
import io
import re
from collections.abc import Iterable

DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
MADE_HARMLESS = re.compile(r"'+[=+\-@\t\r]")


def harmless(text: str) -> str:
    """`text` as a cell that is only ever text. What looks as if it had been made harmless already gets one more, so
    that `plain` always finds the way back."""
    return f"'{text}" if DANGEROUS.match(text) else text


def csv_line(cells: Iterable[object]) -> str:
    """One line of a CSV; text is harmless, and numbers are numbers."""
    out = io.StringIO()
    csv.writer(out).writerow(harmless(cell) if isinstance(cell, str) else cell for cell in cells)
    return out.getvalue()


def plain(text: str) -> str:
    """What `harmless` was given."""
    return text[1:] if MADE_HARMLESS.match(text) else text
