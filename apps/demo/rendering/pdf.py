"""A source as a PDF. The same source always gives the same bytes, so a second seeding uploads nothing again."""

import io
from collections.abc import Iterator

from reportlab.platypus import Flowable, NextPageTemplate, PageBreak
from reportlab.platypus import Paragraph as Text
from reportlab.platypus.tableofcontents import TableOfContents

from .flowables import flowables
from .inline import to_reportlab
from .sheet import TEXT_WIDTH, Sheets
from .source import Source
from .styles import Look, look


def render(source: Source) -> bytes:
    file = io.BytesIO()
    Sheets(file, source).multiBuild(list(_story(source, look(source.colour))))
    return file.getvalue()


def _story(source: Source, style: Look) -> Iterator[Flowable]:
    yield from _cover(source, style)
    yield NextPageTemplate("body")
    yield PageBreak()
    if source.long:
        yield from _contents(style)
    yield from flowables(source.blocks, style, TEXT_WIDTH, chapters=source.long)


def _cover(source: Source, style: Look) -> Iterator[Flowable]:
    yield Text(to_reportlab(source.place), style.cover_title)
    yield Text(to_reportlab(source.title), style.cover_title)
    for line in (source.subtitle, source.author, source.edition):
        yield Text(to_reportlab(line), style.cover_line)


def _contents(style: Look) -> Iterator[Flowable]:
    contents = TableOfContents(dotsMinLevel=0)
    contents.levelStyles = [style.contents]
    yield Text("Contents", style.headings[0])
    yield contents
    yield PageBreak()
