"""A spreadsheet as rows of text, the way it crosses from the child that read it, and the way it is kept for an hour.

The parent believes nothing of what the child writes: a child that a hostile file has taken over can write anything.
Needs no Django.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

END = b'{"end": true}'
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 20_000, 150, 2_000


class Unreadable(ValueError):
    """The file cannot be read; `code` is one of `failures.SENTENCES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Line:
    """One row with something in it. `number` is its place in the spreadsheet, 1 for the top. `flaws` says of a column
    why its cell is no text: `date`, `error`, `formula`, `too_long`, `unreadable`."""

    number: int
    cells: tuple[str, ...]
    flaws: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below the header. `sheet` is the name of the one that was read, '' for a file that has none."""

    header_row: int
    header: tuple[str, ...]
    lines: tuple[Line, ...]
    sheet: str = ""

    def cell(self, line: Line, column: int) -> str:
        return line.cells[column] if column < len(line.cells) else ""


def encode(table: Table) -> Iterator[bytes]:
    """One record a line, then the end mark."""
    yield _json([table.header_row, table.header, table.sheet])
    yield from (_json([line.number, line.cells, line.flaws]) for line in table.lines)
    yield END


def encode_failure(code: str) -> bytes:
    return _json({"failed": code})


def decode(output: bytes) -> Table:
    """
    Raises:
        Unreadable: the child said so, or what it wrote makes no sense.
    """
    try:
        first, *rest = [json.loads(record) for record in output.splitlines()]
        if isinstance(first, dict):
            raise Unreadable(str(first["failed"]))
        if not rest or rest.pop() != {"end": True}:
            raise Unreadable("too_complex")
        return _table(first, rest)
    except Unreadable:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Unreadable("damaged") from None


def to_json(table: Table) -> dict[str, Any]:
    return {
        "head": [table.header_row, list(table.header), table.sheet],
        "lines": [[line.number, list(line.cells), {str(k): v for k, v in line.flaws.items()}] for line in table.lines],
    }


def from_json(stored: Mapping[str, Any]) -> Table:
    return _table(stored["head"], stored["lines"])


def _table(head: Any, lines: Iterable[Any]) -> Table:
    row, header, sheet = head
    found = tuple(_line(*line) for line in lines)
    if len(found) > MAX_ROWS or len(header) > MAX_COLUMNS:
        raise Unreadable("too_many_rows")
    return Table(_number(row), tuple(map(_text, header)), found, _text(sheet))


def _line(number: Any, cells: Any, flaws: Any) -> Line:
    return Line(_number(number), tuple(map(_text, cells)), {int(column): _text(flaw) for column, flaw in flaws.items()})


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("number")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_CELL:
        raise TypeError("text")
    return value


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True).encode("ascii")
