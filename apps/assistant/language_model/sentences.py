"""Whole sentences out of a stream of tokens. A sentence is whole once something else has begun behind it, because its
citation may stand behind its full stop, and because half a number is another number."""

import re
from collections.abc import Iterable, Iterator

from apps.core.printable import printable

from ..quotes import ABBREVIATED

CITED = r"(?:[ \t]*\[[\d, ]+\])*"
END = re.compile(rf"\n+|(?<=[.!?])[\"')\]]*{CITED}[ \t]*(?:\n+|[ \t](?=[^\s\[]))")
ORDINAL = re.compile(r"(?:^|\n)\s*\d+\.$")


def whole_sentences(tokens: Iterable[str]) -> Iterator[str]:
    """Each with the white space behind it. The last comes when the stream has ended well, and not at all otherwise."""
    waiting = ""
    for token in tokens:
        waiting += printable(token.replace("\t", " "))
        *whole, waiting = _split(waiting)
        yield from whole
    if waiting.strip():
        yield waiting


def _split(text: str) -> list[str]:
    parts, start = [], 0
    for end in END.finditer(text):
        before = text[start : end.start()]
        # Behind a line's end a citation of that line may still follow.
        if end.end() == len(text) or ABBREVIATED.search(before) or ORDINAL.search(before):
            continue
        parts.append(text[start : end.end()])
        start = end.end()
    return [*parts, text[start:]]
