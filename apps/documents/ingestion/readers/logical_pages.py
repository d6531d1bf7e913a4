"""Pages for formats that have none: about 3,000 characters, cut between lines, so that a citation can name a place.

A heading starts a new page once the current one is half full; a line is never cut.
"""

from collections.abc import Iterable, Iterator

from apps.documents.ingestion.pages import PageFlag, RawLine, RawPage

PAGE_CHARACTERS = 3_000


def paginate(lines: Iterable[RawLine], *, wrapped: bool, flags: frozenset[PageFlag] = frozenset()) -> Iterator[RawPage]:
    """`flags` are those of the whole document and stand on its first page."""
    page: list[RawLine] = []
    size = 0
    for line in lines:
        if page and _full(size, line):
            yield RawPage(tuple(page), flags, wrapped=wrapped)
            page, size, flags = [], 0, frozenset()
        page.append(line)
        size += len(line.text)
    if page:
        yield RawPage(tuple(page), flags, wrapped=wrapped)


def _full(size: int, line: RawLine) -> bool:
    return size + len(line.text) > PAGE_CHARACTERS or (line.heading and size > PAGE_CHARACTERS // 2)
