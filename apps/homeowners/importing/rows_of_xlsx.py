"""Rows of a workbook, its visible sheets one after the other. Runs in the confined child.

A formula counts as what it last came to. Macros are refused, links to other files are not followed, entities are not
expanded (`defusedxml`), and no sheet is believed about its own size.
"""

import zipfile
from collections.abc import Iterator
from itertools import repeat, zip_longest
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from apps.core.confined import archive as archives
from apps.core.confined.limits import MEGABYTE

from .table import MAX_COLUMNS, Unreadable

MAX_UNPACKED = 100 * MEGABYTE
BLOCK = 1 * MEGABYTE
FORMULA = (b"<f>", b"<f ")
UNSOLVED = object()
Cells = list[object]


def sheets(path: Path) -> Iterator[tuple[str, Iterator[Cells]]]:
    with path.open("rb") as file:
        _inspect(file)
        workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        formulas = load_workbook(file, read_only=True, keep_links=False) if _has_formulas(file) else None
        for sheet in workbook.worksheets:
            if sheet.sheet_state == "visible":
                yield sheet.title, _rows(sheet, formulas[sheet.title] if formulas else None)


def _inspect(file: Any) -> None:
    try:
        archive = archives.open_archive(file, max_unpacked=MAX_UNPACKED)
    except archives.UnsafeArchive:
        raise Unreadable("too_complex") from None
    except archives.ArchiveDamaged:
        raise Unreadable("damaged") from None
    names = [name.casefold() for name in archive.namelist()]
    if not any(name.startswith("xl/workbook") for name in names):
        raise Unreadable("content_mismatch")
    if any("vbaproject" in name or "macrosheets" in name for name in names):
        raise Unreadable("macros")


def _has_formulas(file: Any) -> bool:
    with zipfile.ZipFile(file) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(_holds_formula(archive, part) for part in parts)


def _holds_formula(archive: zipfile.ZipFile, part: str) -> bool:
    tail = b""
    with archive.open(part) as stream:
        while block := stream.read(BLOCK):
            if any(mark in tail + block for mark in FORMULA):
                return True
            tail = block[-3:]
    return False


def _rows(sheet: Any, formulas: Any) -> Iterator[Cells]:
    """Values; a formula that never came to anything is UNSOLVED."""
    written: Iterator[Any] = _values(formulas) if formulas is not None else repeat(())
    for values, texts in zip(_values(sheet), written, strict=False):
        cells = [_value(*pair) for pair in zip_longest(values, texts)] if texts else list(values)
        width = max((place for place, value in enumerate(cells, 1) if value is not None), default=0)
        if width > MAX_COLUMNS:
            raise Unreadable("too_many_columns")
        yield cells[:width]


def _values(sheet: Any) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1)
    return rows


def _value(value: object, text: object) -> object:
    return UNSOLVED if value is None and isinstance(text, str) and text.startswith("=") else value
