"""From a stored file to clean pages: the one call that the ingestion job makes. Nothing returned is ever empty."""

from dataclasses import dataclass
from pathlib import Path

from apps.documents.ingestion import sandbox
from apps.documents.ingestion.clean import clean_pages
from apps.documents.ingestion.failures import ExtractionFailed, FailureCode
from apps.documents.ingestion.kinds import FileKind
from apps.documents.ingestion.limits import DEFAULT, Limits
from apps.documents.ingestion.pages import PageFlag, PageText


@dataclass(frozen=True, slots=True)
class Extraction:
    """`engine` is the reader that succeeded; `flags` are those of all pages together."""

    pages: tuple[PageText, ...]
    engine: str

    @property
    def page_count(self) -> int:
        return len(self.pages)

    @property
    def characters(self) -> int:
        return sum(len(page.text) for page in self.pages)

    @property
    def flags(self) -> frozenset[PageFlag]:
        return frozenset(flag for page in self.pages for flag in page.flags)


def extract(path: Path, kind: FileKind, *, limits: Limits = DEFAULT) -> Extraction:
    """Clean pages of the file at `path`. Raises ExtractionFailed; pages without any letter or digit are a failure."""
    reading = sandbox.read(path, kind, limits)
    extraction = Extraction(clean_pages(reading.pages), reading.engine)
    _refuse_silence(extraction, kind)
    return extraction


def _refuse_silence(extraction: Extraction, kind: FileKind) -> None:
    if any(character.isalnum() for page in extraction.pages for character in page.text):
        return
    scanned = kind is FileKind.PDF and extraction.page_count > 0
    raise ExtractionFailed(FailureCode.NO_TEXT if scanned else FailureCode.EMPTY, f"{extraction.page_count} pages")
