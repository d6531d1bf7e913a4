"""Pages as read become pages as quoted. The order matters: words are mended before lines are compared, furniture goes
before headings are weighed, and offsets are taken last, when nothing moves any more."""

from collections.abc import Iterable, Sequence

from apps.documents.ingestion import furniture, headings, hyphens, paragraphs
from apps.documents.ingestion.instructions import reads_like_instruction
from apps.documents.ingestion.normalise import normalise
from apps.documents.ingestion.pages import PageFlag, PageText, RawLine, RawPage


def clean_pages(pages: Sequence[RawPage]) -> tuple[PageText, ...]:
    """Same number of pages, in the same order, numbered from 1. A page may end up without text."""
    texts = _mend([_normalise(page) for page in pages])
    body = headings.Body(line for lines in texts for line in lines)
    if any(page.wrapped for page in pages):
        texts = furniture.drop_repeated(texts, body)
    return tuple(
        _assemble(number, page, lines, body) for number, (page, lines) in enumerate(zip(pages, texts, strict=True), 1)
    )


def _normalise(page: RawPage) -> list[RawLine]:
    return [line._replace(text=normalise(line.text)) for line in page.lines]


def _mend(pages: Sequence[list[RawLine]]) -> list[list[RawLine]]:
    known = hyphens.compounds(line for lines in pages for line in lines)
    return [hyphens.join_words(lines, known) for lines in pages]


def _assemble(number: int, page: RawPage, lines: Sequence[RawLine], body: headings.Body) -> PageText:
    outline = [normalise(title) for title in page.outline]
    marked = headings.mark(lines, body, outline)
    whole = paragraphs.unwrap(marked) if page.wrapped else [line for line in marked if line.text]
    text = "\n".join(line.text for line in whole)
    flags = page.flags | ({PageFlag.INSTRUCTION_LIKE} if reads_like_instruction(text) else set())
    titles = [(0, title) for title in headings.missing_titles(whole, outline)[-1:]]
    return PageText(number, text, (*titles, *_offsets(whole)), flags, page.entire)


def _offsets(lines: Iterable[RawLine]) -> list[tuple[int, str]]:
    found, offset = [], 0
    for line in lines:
        if line.heading:
            found.append((offset, line.text))
        offset += len(line.text) + 1
    return found
