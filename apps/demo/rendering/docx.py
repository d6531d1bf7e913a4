"""A source as a Word file. Zip entries get a fixed date, so equal text gives equal bytes here too."""

import io
import zipfile
from datetime import UTC, datetime
from functools import singledispatch

import docx
from docx.document import Document
from docx.text.paragraph import Paragraph as Line

from .blocks import Block, Heading, Items, Note, Paragraph, Table
from .inline import runs
from .source import Source

EPOCH = (2026, 1, 1, 0, 0, 0)


def render(source: Source) -> bytes:
    document = docx.Document()
    document.core_properties.title = f"{source.place}: {source.title}"
    document.core_properties.author = source.author
    document.core_properties.created = document.core_properties.modified = datetime(*EPOCH, tzinfo=UTC)
    document.add_heading(f"{source.place} {source.title}", 0)
    document.add_paragraph(f"{source.author} · {source.edition}")
    for block in source.blocks:
        write(block, document)
    file = io.BytesIO()
    document.save(file)
    return _dated(file)


def _dated(file: io.BytesIO) -> bytes:
    fixed = io.BytesIO()
    with zipfile.ZipFile(file) as before, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            after.writestr(zipfile.ZipInfo(entry.filename, EPOCH), before.read(entry), zipfile.ZIP_DEFLATED)
    return fixed.getvalue()


def _add(line: Line, text: str) -> None:
    for run in runs(text):
        written = line.add_run(run.text)
        written.bold, written.italic = run.bold or None, run.italic or None


@singledispatch
def write(block: Block, document: Document) -> None:
    raise TypeError(block)


@write.register
def _(block: Heading, document: Document) -> None:
    document.add_heading(block.text, block.level)


@write.register
def _(block: Paragraph, document: Document) -> None:
    _add(document.add_paragraph(), block.text)


@write.register
def _(block: Items, document: Document) -> None:
    for item in block.items:
        _add(document.add_paragraph(style="List Number" if block.ordered else "List Bullet"), item)


@write.register
def _(block: Note, document: Document) -> None:
    _add(document.add_paragraph(style="Intense Quote"), f"**{block.label}.** {block.text}")


@write.register
def _(block: Table, document: Document) -> None:
    grid = document.add_table(rows=0, cols=len(block.rows[0]), style="Light Grid Accent 1")
    for row in block.rows:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            _add(cell.paragraphs[0], text)
