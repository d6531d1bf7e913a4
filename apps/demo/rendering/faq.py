"""A source as a table of questions and answers: each heading is a question, what follows it the answer."""

import csv
import io
from collections.abc import Iterator

from .blocks import Heading, Paragraph
from .inline import to_plain
from .source import Source


def render(source: Source) -> bytes:
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(["question", "answer"])
    rows.writerows(_entries(source))
    return file.getvalue().encode()


def _entries(source: Source) -> Iterator[tuple[str, str]]:
    question = ""
    for block in source.blocks:
        if isinstance(block, Heading):
            question = block.text
        elif isinstance(block, Paragraph):
            yield question, to_plain(block.text)
