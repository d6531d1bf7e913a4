"""What has changed between two texts, line by line, each line with its page.

Two steps keep it quick however long the documents are: pages that are the same are passed over whole, and only the
lines of the others are compared, up to a number that nobody would read anyway.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

Pages = Sequence[tuple[int, str]]

# Lines of one changed stretch that are compared, and rows that are told.
COMPARED_LINES, MOST_ROWS = 2_000, 1_000
# Lines that stand around a change, so that one sees where it is.
AROUND = 2
LONGEST_LINE = 2_000


class Line(NamedTuple):
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of both texts (`same`), of the earlier or the later only, or one in the place of another (`changed`)."""

    kind: str
    earlier: Line | None
    later: Line | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """`rows` are the changes in reading order, with the lines around them; `complete` is False when there are more."""

    rows: tuple[Row, ...]
    complete: bool

    @property
    def changes(self) -> int:
        return sum(row.kind != "same" for row in self.rows)


def compare(earlier: Pages, later: Pages) -> Comparison:
    rows, complete = [], True
    for old, new in _changed_pages(earlier, later):
        complete = complete and max(len(old), len(new)) <= COMPARED_LINES
        rows += _rows(old[:COMPARED_LINES], new[:COMPARED_LINES])
        if len(rows) > MOST_ROWS:
            return Comparison(tuple(rows[:MOST_ROWS]), False)
    return Comparison(tuple(rows), complete)


def _changed_pages(earlier: Pages, later: Pages) -> Iterator[tuple[list[Line], list[Line]]]:
    """The lines of each stretch of pages that is not the same in both."""
    matcher = SequenceMatcher(None, [text for _, text in earlier], [text for _, text in later])
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield _lines(earlier[a:b]), _lines(later[c:d])


def _lines(pages: Pages) -> list[Line]:
    said = ((number, line.strip()) for number, text in pages for line in text.splitlines())
    return [Line(number, line[:LONGEST_LINE]) for number, line in said if line]


def _rows(old: list[Line], new: list[Line]) -> Iterator[Row]:
    matcher = SequenceMatcher(None, [line.text for line in old], [line.text for line in new])
    for group in matcher.get_grouped_opcodes(AROUND):
        for kind, a, b, c, d in group:
            yield from _pairs(kind, old[a:b], new[c:d])


def _pairs(kind: str, old: list[Line], new: list[Line]) -> Iterator[Row]:
    for before, after in zip_longest(old, new):
        both = before is not None and after is not None
        yield Row("same" if kind == "equal" else "changed" if both else "removed" if before else "added", before, after)
