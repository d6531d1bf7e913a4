"""From a stored file to clean pages: the one call that the ingestion job makes. Nothing returned is ever empty."""

from dataclasses import dataclass
from pathlib import Path

from apps.documents.ingestion import sandbox
from apps.documents.ingestion.clean import clean_pages
from apps.documents.ingestion.failures import ExtractionFailed, FailureCode
from apps.documents.ingestion.kinds import FileKind
from apps.documents.ingestion.limits import DEFAULT, Limits
from apps.documents.ingestion.pages import PageFlag, PageText
from apps.documents.ingestion.recognition import Recognition, recognise


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


def extract(
    path: Path, kind: FileKind, *, limits: Limits = DEFAULT, recognition: Recognition | None = None
) -> Extraction:
    """Clean pages of the file at `path`; with `recognition` scanned pages too. Raises ExtractionFailed; pages without
    any letter or digit are a failure."""
    reading = sandbox.read(path, kind, limits)
    pages = recognise(path, reading.pages, recognition) if recognition else reading.pages
    extraction = Extraction(clean_pages(pages), reading.engine)
    if not any(character.isalnum() for page in extraction.pages for character in page.text):
        raise ExtractionFailed(_silence(extraction, kind, recognition), f"{extraction.page_count} pages")
    return extraction


def _silence(extraction: Extraction, kind: FileKind, recognition: Recognition | None) -> FailureCode:
    if kind is not FileKind.PDF or not extraction.page_count:
        return FailureCode.EMPTY
    return FailureCode.NO_WORDS if recognition and PageFlag.SCANNED in extraction.flags else FailureCode.NO_TEXT
