"""What crosses the pipe from child to parent: JSON lines, one a page, and an end mark.

The parent believes nothing: a child that a hostile file has taken over can write whatever it likes, so every field is
checked, and a stream without its end mark does not count.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from apps.documents.ingestion.failures import ExtractionFailed, FailureCode
from apps.documents.ingestion.pages import PageFlag, RawLine, RawPage

END = b'{"end": true}'
MAX_LINES = 500_000


def encode_page(page: RawPage) -> bytes:
    return json.dumps(
        {
            "lines": page.lines,
            "flags": sorted(page.flags),
            "outline": page.outline,
            "wrapped": page.wrapped,
            "entire": page.entire,
        }
    ).encode("ascii")


def encode_failure(code: FailureCode, detail: str) -> bytes:
    return json.dumps({"failed": code, "detail": detail}).encode("ascii")


def ended(output: bytes) -> bool:
    """The child said that it had finished, with pages or with a reason."""
    last = output.rstrip(b"\n").rsplit(b"\n", 1)[-1]
    return last == END or last.startswith(b'{"failed"')


def decode(output: bytes, *, max_pages: int) -> list[RawPage]:
    """The pages of a complete stream. Raises ExtractionFailed, also for a stream that makes no sense."""
    try:
        pages = list(_pages(output.splitlines()))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ExtractionFailed(FailureCode.DAMAGED, f"wire: {type(error).__name__}") from error
    if len(pages) > max_pages:
        raise ExtractionFailed(FailureCode.TOO_MANY_PAGES, str(len(pages)))
    if sum(len(page.lines) for page in pages) > MAX_LINES:
        raise ExtractionFailed(FailureCode.TOO_COMPLEX, "lines")
    return pages


def _pages(records: Iterable[bytes]) -> Iterator[RawPage]:
    for record in records:
        if record == END:
            return
        content = json.loads(record)
        if "failed" in content:
            raise ExtractionFailed(FailureCode(content["failed"]), f"reader: {str(content['detail'])[:80]!r}")
        yield _page(content)


def _page(content: dict[str, Any]) -> RawPage:
    return RawPage(
        lines=tuple(_line(*fields) for fields in content["lines"]),
        flags=frozenset(PageFlag(flag) for flag in content["flags"]),
        outline=tuple(_text(title) for title in content["outline"]),
        wrapped=bool(content["wrapped"]),
        entire=bool(content["entire"]),
    )


def _line(text: object, size: object, bold: object, heading: object) -> RawLine:
    if not isinstance(size, int | float):
        raise TypeError("size")
    return RawLine(_text(text), float(size), bool(bold), bool(heading))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text")
    return value
