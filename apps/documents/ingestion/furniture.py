"""Lines that belong to the paper and not to the text: running headers, footers, page numbers.

A line is furniture when it stands on most pages, or, at the top or bottom edge, when it does so but for one number that
counts along with the pages. "Unit 7" set as a title is kept even then: in a file with a page for each home it is the
fact itself. The first appearance of any furniture stays, because an emergency number may be printed nowhere else. If it
would take more than half of the document, the document just repeats itself, and nothing is dropped.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from apps.documents.ingestion.headings import Body
from apps.documents.ingestion.pages import RawLine

Page = list[RawLine]
Keys = tuple[str, ...]
FEWEST_PAGES = 4
# Left and right pages often differ, so each header stands on less than half of the pages.
SHARE_OF_PAGES = 0.4
EDGE_LINES = 2
NUMBER = re.compile(r"(?<!\d)[0-9]{1,4}(?!\d)")
MOST_NUMBERS = 3
ONLY_A_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.)?[\W_]*(?:[0-9]+|[ivxlc]{1,6})[\W_]*(?:(?:of|/|-)?[\W_]*[0-9]+)?[\W_]*", re.IGNORECASE
)


def drop_repeated(pages: Sequence[Page], body: Body) -> list[Page]:
    """The pages without furniture."""
    keyed = [list(_keys(page, number, body)) for number, page in enumerate(pages)]
    repeated = _repeated(keyed)
    kept = list(_without(pages, keyed, repeated))
    return kept if 2 * _size(kept) >= _size(pages) else [list(page) for page in pages]


def _repeated(keyed: Sequence[list[Keys]]) -> frozenset[str]:
    if len(keyed) < FEWEST_PAGES:
        return frozenset()
    counts = Counter(key for page in keyed for key in {key for keys in page for key in keys})
    most = max(FEWEST_PAGES - 1, SHARE_OF_PAGES * len(keyed))
    return frozenset(key for key, count in counts.items() if count >= most)


def _keys(page: Page, number: int, body: Body) -> Iterator[Keys]:
    """What each line is counted as: itself, and at an edge also with one of its numbers relative to the page's."""
    last = len(page) - EDGE_LINES
    for position, line in enumerate(page):
        exact = line.text.casefold()
        edge = (position < EDGE_LINES or position >= last) and not body.stands_out(line)
        yield (exact, *_counting_along(exact, number)) if edge else (exact,)


def _counting_along(text: str, number: int) -> Iterator[str]:
    for found in islice(NUMBER.finditer(text), MOST_NUMBERS):
        yield f"{text[: found.start()]}#{int(found[0]) - number}#{text[found.end() :]}"


def _without(pages: Sequence[Page], keyed: Sequence[list[Keys]], repeated: frozenset[str]) -> Iterator[Page]:
    seen: set[str] = set()
    for page, all_keys in zip(pages, keyed, strict=True):
        yield [line for line, keys in zip(page, all_keys, strict=True) if not _drop(line, keys, repeated, seen)]


def _drop(line: RawLine, keys: Keys, repeated: frozenset[str], seen: set[str]) -> bool:
    key = next((key for key in keys if key and key in repeated), "")
    if not key:
        return False
    first = key not in seen
    seen.add(key)
    return not first or bool(ONLY_A_NUMBER.fullmatch(line.text))


def _size(pages: Sequence[Page]) -> int:
    return sum(len(line.text) for page in pages for line in page)
