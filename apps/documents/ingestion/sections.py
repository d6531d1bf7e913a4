"""The parts of a page between its headings. Parts too small to answer anything are joined to their neighbour."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from apps.documents.ingestion.pages import PageText

TINY = 200
LONGEST_HEADING = 160
HEADING_SEPARATOR = " / "


class Section(NamedTuple):
    start: int
    end: int
    heading: str


def sections(page: PageText, running: str) -> list[Section]:
    """Sections that cover the whole page. Text before the first heading belongs to `running`, the heading before it."""
    return _merge(_cut(page, running))


def _cut(page: PageText, running: str) -> Iterator[Section]:
    starts = [(0, running), *page.headings]
    ends = [offset for offset, _ in page.headings] + [len(page.text)]
    for (start, heading), end in zip(starts, ends, strict=True):
        if end > start:
            yield Section(start, end, heading)


def _merge(parts: Iterable[Section]) -> list[Section]:
    merged: list[Section] = []
    for part in parts:
        if merged and _is_tiny(merged[-1]):
            part = _join(merged.pop(), part)
        merged.append(part)
    if len(merged) > 1 and _is_tiny(merged[-1]):
        last = merged.pop()
        merged.append(merged.pop()._replace(end=last.end))
    return merged


def _is_tiny(section: Section) -> bool:
    return section.end - section.start < TINY


def _join(first: Section, second: Section) -> Section:
    titles = dict.fromkeys(title for title in (first.heading, second.heading) if title)
    return Section(first.start, second.end, HEADING_SEPARATOR.join(titles)[:LONGEST_HEADING])
