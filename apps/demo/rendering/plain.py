"""A source as plain text of 78 columns, as somebody writes it who sends it by e-mail."""

import textwrap
from collections.abc import Iterator
from functools import singledispatch

from .blocks import Block, Heading, Items, Note, Paragraph, Table
from .inline import to_plain
from .source import Source

COLUMNS = 78


def render(source: Source) -> bytes:
    lines = [f"{source.place}: {source.title}".upper(), f"{source.author}, {source.edition}", ""]
    for block in source.blocks:
        lines += [*write(block), ""]
    return "\n".join(lines).encode()


def _wrapped(text: str, first: str = "") -> list[str]:
    return textwrap.wrap(to_plain(text), COLUMNS, initial_indent=first, subsequent_indent=" " * len(first))


@singledispatch
def write(block: Block) -> Iterator[str]:
    raise TypeError(block)


@write.register
def _(block: Heading) -> Iterator[str]:
    yield block.text
    yield ("=" if block.level == 1 else "-") * len(block.text)


@write.register
def _(block: Paragraph) -> Iterator[str]:
    yield from _wrapped(block.text)


@write.register
def _(block: Items) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        yield from _wrapped(item, f"{number}. " if block.ordered else "- ")


@write.register
def _(block: Note) -> Iterator[str]:
    yield from _wrapped(f"{block.label.upper()}: {block.text}")


@write.register
def _(block: Table) -> Iterator[str]:
    for row in block.rows[1:]:
        yield from _wrapped(": ".join(row), "- ")
