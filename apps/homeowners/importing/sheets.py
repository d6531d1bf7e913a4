"""Rows of text as a file: CSV as they come, XLSX when all are there. No cell of either is ever a formula."""

from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from apps.core.spreadsheets import csv_line, harmless

CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Excel takes a CSV for the encoding of its machine, unless this stands in front.
MARK = "\ufeff"
BLOCK = 64 * 1024
Rows = Iterable[Sequence[str]]


def written(rows: Rows, shape: str) -> Iterator[str] | Iterator[bytes]:
    """The file in parts. Nothing of `rows` is read before the first part is asked for: by then the view's transaction
    has ended, and rows that are read in slices may begin their own."""
    return _as_xlsx(rows) if shape == XLSX else _as_csv(rows)


def _as_csv(rows: Rows) -> Iterator[str]:
    yield MARK
    yield from map(csv_line, rows)


def _as_xlsx(rows: Rows) -> Iterator[bytes]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Homes")
    for row in rows:
        sheet.append([harmless(ILLEGAL_CHARACTERS_RE.sub("", cell)) for cell in row])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while block := file.read(BLOCK):
            yield block
