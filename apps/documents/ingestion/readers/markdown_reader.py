"""Markdown, as far as an answer needs it: headings, paragraphs, plain words without emphasis marks.

Pictures and links stay as written: the review flags need to see where they point. A comment is text that no reader of
the rendered page sees, so it raises the flag for invisible text.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from apps.documents.ingestion.pages import PageFlag, RawLine, RawPage
from apps.documents.ingestion.readers.logical_pages import paginate
from apps.documents.ingestion.readers.text_reader import read_text

HEADING = re.compile(r" {0,3}#{1,6}\s+(?P<title>[^\n]*?)\s*#*\s*")
UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})\s*")
TABLE_RULE = re.compile(r" {0,3}\|?[\s:|-]*-[\s:|-]*\|[\s:|-]*")
FENCE = re.compile(r" {0,3}(?:```|~~~)")
EMPHASIS = re.compile(r"(\*\*|__)(?=\S)([^*_\n]{1,500})(?<=\S)\1|`([^`\n]{1,500})`")
COMMENT = "<!--"


def read(path: Path, *, max_pages: int) -> Iterator[RawPage]:
    text = read_text(path)
    flags = frozenset({PageFlag.INVISIBLE_TEXT}) if COMMENT in text else frozenset[PageFlag]()
    return paginate(_lines(text.split("\n")), wrapped=True, flags=flags)


def _lines(source: list[str]) -> Iterator[RawLine]:
    fenced = False
    for position, line in enumerate(source):
        if FENCE.match(line):
            fenced = not fenced
        elif fenced:
            yield RawLine(line)
        elif not TABLE_RULE.fullmatch(line) and not _underlines(source, position):
            yield _line(line, underlined=_underlines(source, position + 1))


def _underlines(source: list[str], position: int) -> bool:
    """This line only marks the one above as a heading."""
    if not 0 < position < len(source):
        return False
    above = source[position - 1].strip()
    return bool(above and not HEADING.match(above) and UNDERLINE.fullmatch(source[position]))


def _line(line: str, *, underlined: bool) -> RawLine:
    heading = HEADING.fullmatch(line)
    text = heading["title"] if heading else line
    return RawLine(EMPHASIS.sub(r"\2\3", text), heading=bool(heading) or underlined)
