"""A source as Markdown: the markup that it was written in, evenly spaced."""

from collections.abc import Iterator
from functools import singledispatch

from .blocks import Block, Heading, Items, Note, Paragraph, Table
from .source import Source


def render(source: Source) -> bytes:
    parts = [f"{source.author}, {source.place}, {source.edition}", *("\n".join(write(b)) for b in source.blocks)]
    return ("\n\n".join(parts) + "\n").encode()


@singledispatch
def write(block: Block) -> Iterator[str]:
    raise TypeError(block)


@write.register
def _(block: Heading) -> Iterator[str]:
    yield f"{'#' * block.level} {block.text}"


@write.register
def _(block: Paragraph) -> Iterator[str]:
    yield block.text


@write.register
def _(block: Items) -> Iterator[str]:
    for number, item in enumerate(block.items, 1):
        yield f"{number}. {item}" if block.ordered else f"- {item}"


@write.register
def _(block: Note) -> Iterator[str]:
    yield f"> **{block.label}.** {block.text}"


@write.register
def _(block: Table) -> Iterator[str]:
    head, *body = block.rows
    for row in (head, ("---",) * len(head), *body):
        yield f"| {' | '.join(row)} |"
