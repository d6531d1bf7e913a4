"""Which lines are headings.

Formats that know say so. In a PDF a short line counts that is clearly larger than the body of the document, or bold
where the body is not, or that one of its bookmarks names.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from apps.documents.ingestion.pages import RawLine

LARGER = 1.12
LONGEST = 120
LONGEST_BOLD = 80
LETTERS = re.compile(r"[^\W\d_].*[^\W\d_]")
STARTS_LIKE_TITLE = re.compile(r"[\W_]*(?:\d|[^\W\d_a-zß-öø-ÿ])")
BULLET = re.compile(r"[•▪●■◦*\-\u2013]\s")
# A contents page is large, bold and full of titles, but no heading of anything.
CONTENTS_ENTRY = re.compile(r"\.\.\.|\s\d{1,4}$")
NOT_A_TITLE_END = (".", ",", ";", "|")


class Body:
    """The usual look of a document's text: the size and weight of most of its letters."""

    def __init__(self, lines: Iterable[RawLine]) -> None:
        looks: Counter[tuple[float, bool]] = Counter()
        for line in lines:
            looks[(line.size, line.bold)] += len(line.text)
        self.size, self.bold = looks.most_common(1)[0][0] if looks else (0.0, False)

    def stands_out(self, line: RawLine) -> bool:
        larger = line.size >= self.size * LARGER
        bolder = line.bold and not self.bold and line.size >= self.size and len(line.text) <= LONGEST_BOLD
        return bool(line.size and (larger or bolder))


def mark(lines: Sequence[RawLine], body: Body, outline: Sequence[str]) -> list[RawLine]:
    """The lines of one page with `heading` set."""
    titles = {_key(title) for title in outline}
    marked = [line._replace(heading=_is_heading(line, body, titles)) for line in lines]
    if _mostly_headings(marked):
        return list(lines)
    return marked


def missing_titles(lines: Sequence[RawLine], outline: Sequence[str]) -> list[str]:
    """Bookmarks of the page whose title stands in none of its lines."""
    present = {_key(line.text) for line in lines if line.heading}
    return [title for title in outline if _key(title) and _key(title) not in present]


def _is_heading(line: RawLine, body: Body, titles: set[str]) -> bool:
    if line.heading or (_key(line.text) in titles and bool(line.text)):
        return True
    return body.stands_out(line) and _looks_like_title(line.text)


def _looks_like_title(text: str) -> bool:
    if len(text) > LONGEST or text.endswith(NOT_A_TITLE_END) or BULLET.match(text) or CONTENTS_ENTRY.search(text):
        return False
    return bool(LETTERS.search(text) and STARTS_LIKE_TITLE.match(text))


def _mostly_headings(lines: Sequence[RawLine]) -> bool:
    """A page set in large type throughout has its own body; nothing stands out there."""
    return len(lines) > 6 and 2 * sum(line.heading for line in lines) > len(lines)


def _key(title: str) -> str:
    """Titles compare by their letters: numbering and punctuation differ between bookmark and page."""
    return re.sub(r"[\W\d_]+", "", title).casefold()
