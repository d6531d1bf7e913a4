"""Emphasis inside a line: `**strong**` and `*stressed*`."""

import re
from typing import NamedTuple
from xml.sax.saxutils import escape

MARK = re.compile(r"(\*\*|\*)(?=\S)(.+?)(?<=\S)\1")


# A telephone number or a measure that the end of a line cuts is hard to read, and harder to find.
INSEPARABLE = re.compile(r"(?<=\d) (?=\d|bar|°C|mm|per cent|minutes|months)")
NO_BREAK_SPACE = "\u00a0"


class Run(NamedTuple):
    text: str
    bold: bool = False
    italic: bool = False


def runs(text: str) -> list[Run]:
    """`text` in stretches of one look."""
    found, end = [], 0
    for mark in MARK.finditer(text):
        found += [Run(text[end : mark.start()]), Run(mark[2], bold=len(mark[1]) == 2, italic=len(mark[1]) == 1)]
        end = mark.end()
    return [run for run in [*found, Run(text[end:])] if run.text]


def to_reportlab(text: str) -> str:
    """The markup that reportlab's paragraphs read."""
    whole = INSEPARABLE.sub(NO_BREAK_SPACE, escape(text))
    return MARK.sub(lambda mark: f"<{'bi'[len(mark[1]) == 1]}>{mark[2]}</{'bi'[len(mark[1]) == 1]}>", whole)


def to_plain(text: str) -> str:
    return MARK.sub(r"\2", text)
