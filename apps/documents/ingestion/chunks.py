"""Pages cut into the pieces that search finds and answers quote.

Measured: 900 characters with 150 overlap find more than 500 or 1,500. A chunk never crosses a page, because its
citation opens one page; its text is an exact slice of the page's text, so a quotation can be marked there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from apps.documents.ingestion.pages import PageFlag, PageText
from apps.documents.ingestion.sections import Section, sections
from apps.documents.ingestion.spans import pieces

ENTIRE_UP_TO = 4_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """`ordinal` counts from 0 over the whole document; `heading` is the one in force where the chunk begins."""

    page: int
    ordinal: int
    heading: str
    text: str
    flags: frozenset[PageFlag]


def chunk_pages(pages: Iterable[PageText]) -> list[Chunk]:
    """Chunks in reading order. Never an empty one, never one without a letter or digit."""
    return list(_chunks(pages))


def _chunks(pages: Iterable[PageText]) -> Iterator[Chunk]:
    ordinals = count()
    running = ""
    for page in pages:
        for section, text in _pieces(page, running):
            yield Chunk(page.number, next(ordinals), section.heading, text, page.flags)
        running = page.headings[-1][1] if page.headings else running


def _pieces(page: PageText, running: str) -> Iterator[tuple[Section, str]]:
    if page.entire and len(page.text) <= ENTIRE_UP_TO:
        yield Section(0, len(page.text), page.headings[0][1] if page.headings else ""), page.text
        return
    for section in sections(page, running):
        for start, end in pieces(page.text, section.start, section.end):
            text = page.text[start:end].strip()
            if any(character.isalnum() for character in text):
                yield section, text
