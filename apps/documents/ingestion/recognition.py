"""Words of scanned pages, by text recognition: an option, since it is slow and only as good as the scan.

Pages go to the confined child in small batches. The first batch that fails ends it: what was read stays, and the pages
that are left stay flagged as scanned, so the builder is told of them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from apps.documents.ingestion import sandbox
from apps.documents.ingestion.failures import ExtractionFailed
from apps.documents.ingestion.limits import Limits
from apps.documents.ingestion.pages import PageFlag, RawPage

# A dense page takes a CPU two to six seconds.
MOST_PAGES, PAGES_AT_ONCE = 100, 8
LIMITS = Limits(max_pages=PAGES_AT_ONCE, cpu_seconds=160, wall_seconds=300.0)


@dataclass(frozen=True, slots=True)
class Recognition:
    """`languages` as tesseract names them, joined by "+"; `failed` is told why when it has to end early."""

    languages: str = "eng"
    failed: Callable[[ExtractionFailed], None] = lambda failure: None


def recognise(path: Path, pages: Sequence[RawPage], recognition: Recognition) -> tuple[RawPage, ...]:
    """The pages of the file at `path`, those that are scanned with their words where any were recognised."""
    scanned = [number for number, page in enumerate(pages, start=1) if PageFlag.SCANNED in page.flags]
    read = dict(_recognised(path, scanned[:MOST_PAGES], recognition))
    return tuple(_merged(page, read.get(number)) for number, page in enumerate(pages, start=1))


def check(languages: str) -> None:
    """Raises ExtractionFailed where nothing could be recognised: no tesseract, or none of these languages."""
    sandbox.read_pictures(Path(), LIMITS, pages=(), languages=languages)


def _recognised(path: Path, numbers: Sequence[int], recognition: Recognition) -> Iterator[tuple[int, RawPage]]:
    try:
        for start in range(0, len(numbers), PAGES_AT_ONCE):
            batch = numbers[start : start + PAGES_AT_ONCE]
            found = sandbox.read_pictures(path, LIMITS, pages=batch, languages=recognition.languages)
            yield from zip(batch, found, strict=False)
    except ExtractionFailed as failure:
        recognition.failed(failure)


def _merged(page: RawPage, read: RawPage | None) -> RawPage:
    """Lines from the picture take the place of the few that the page has: what it shows of those is in the picture."""
    if read is None or not any(character.isalnum() for line in read.lines for character in line.text):
        return page
    flags = (page.flags - {PageFlag.SCANNED}) | read.flags | {PageFlag.RECOGNISED}
    return replace(page, lines=read.lines, flags=flags)
