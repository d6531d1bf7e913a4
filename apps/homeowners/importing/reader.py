"""The child program: confine yourself, read one spreadsheet, write its rows to standard output.

Started only by `reading.py`, as `python -I reader.py KIND PATH LIMITS`. Every failure becomes one closed code on the
wire; whatever else goes wrong here ends this process and nothing more.
"""

import datetime
import importlib
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

if __name__ == "__main__":  # isolated mode puts neither the project nor this folder on the path
    sys.path.append(str(Path(__file__).resolve().parents[3]))

from apps.core.confined.confinement import confine
from apps.core.confined.limits import Limits
from apps.core.spreadsheets import plain
from apps.homeowners.importing import columns
from apps.homeowners.importing.table import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_ROWS,
    Line,
    Table,
    Unreadable,
    encode,
    encode_failure,
)

HEADER_WITHIN = 30
MAX_EMPTY_ROWS = 200_000  # a single cell at the very bottom of a sheet would else be a million rows
MODULES = {"csv": "rows_of_csv", "xlsx": "rows_of_xlsx"}
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
ERRORS = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)")
Cells = list[object]


def main(kind: str, path: str, limits_json: str) -> None:
    confine(Limits.from_json(limits_json))
    try:
        records = list(encode(read(kind, Path(path))))
    except Unreadable as failure:
        records = [encode_failure(failure.code)]
    except (MemoryError, RecursionError):
        records = [encode_failure("too_complex")]
    except Exception:  # noqa: BLE001 - parsers of hostile files raise anything
        records = [encode_failure("damaged")]
    sys.stdout.buffer.write(b"\n".join(records))
    sys.stdout.buffer.flush()


def read(kind: str, path: Path) -> Table:
    """The first sheet whose header we know, else the first with anything in it."""
    # Imported after the confinement, so that loading a parser is limited too.
    module = importlib.import_module(f"apps.homeowners.importing.{MODULES[kind]}")
    tables = [table for name, rows in module.sheets(path) if (table := _table(name, rows))]
    if not tables:
        raise Unreadable("empty")
    return max(tables, key=_known)


def _known(table: Table) -> bool:
    return _score(table.header) > 1


def _score(header: Iterable[str]) -> int:
    return sum(field is not None for field in columns.recognised(list(header)))


def _table(sheet: str, rows: Iterator[Cells]) -> Table | None:
    """The rows below the best header among the first rows; None for a sheet with nothing in it."""
    lines = list(islice(_lines(rows), MAX_ROWS + HEADER_WITHIN + 1))
    if not lines:
        return None
    head = max(range(min(len(lines), HEADER_WITHIN)), key=lambda place: _score(lines[place].cells))
    header, below = lines[head], lines[head + 1 :]
    if len(below) > MAX_ROWS:
        raise Unreadable("too_many_rows")
    width = max(map(_width, [header, *below]))
    if width > MAX_COLUMNS:
        raise Unreadable("too_many_columns")
    # A column without a header is told of too.
    names = tuple(cell.strip() for cell in header.cells) + ("",) * width
    return Table(header.number, names[:width], tuple(below), sheet[:MAX_CELL])


def _width(line: Line) -> int:
    return max((place for place, cell in enumerate(line.cells, 1) if cell.strip()), default=0)


def _lines(rows: Iterator[Cells]) -> Iterator[Line]:
    """The rows that hold anything."""
    for number, row in enumerate(rows, 1):
        if number > MAX_EMPTY_ROWS:
            raise Unreadable("too_many_rows")
        cells = [_read(cell) for cell in row]
        if any(flaw or text.strip() for text, flaw in cells):
            flaws = {place: flaw for place, (_, flaw) in enumerate(cells) if flaw}
            yield Line(number, tuple(text for text, _ in cells), flaws)


def _read(cell: object) -> tuple[str, str]:
    """The text of a cell, and its flaw."""
    if isinstance(cell, datetime.datetime | datetime.date | datetime.time | datetime.timedelta):
        return str(cell)[:MAX_CELL], "date"
    if isinstance(cell, float):
        return format(cell, ".15g"), ""
    if cell is None or isinstance(cell, str | int):
        return _read_text("" if cell is None else str(cell))
    return "", "formula"


def _read_text(text: str) -> tuple[str, str]:
    if UNSTORABLE.search(text):
        return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)[:MAX_CELL], "unreadable"
    if len(text) > MAX_CELL:
        return text[:MAX_CELL], "too_long"
    return plain(text), "error" if ERRORS.fullmatch(text.strip()) else ""


if __name__ == "__main__":
    main(*sys.argv[1:])
