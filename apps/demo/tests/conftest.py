"""What the project's own ingestion reads from the demo's files, once for all tests."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from apps.demo.content.documents import DemoDocument, documents_of
from apps.demo.content.facts import estates
from apps.documents.ingestion.chunks import chunk_pages
from apps.documents.ingestion.extract import Extraction, extract
from apps.documents.ingestion.kinds import FileKind

KINDS = {
    "pdf": FileKind.PDF,
    "docx": FileKind.DOCX,
    "md": FileKind.MARKDOWN,
    "txt": FileKind.TEXT,
    "csv": FileKind.FAQ_CSV,
}


@dataclass(frozen=True)
class Read:
    document: DemoDocument
    extraction: Extraction

    @property
    def text(self) -> str:
        return " ".join(page.text.replace("\n", " ") for page in self.extraction.pages)

    @property
    def passages(self) -> list[str]:
        return [f"{chunk.heading}\n{chunk.text}" for chunk in chunk_pages(self.extraction.pages)]


@dataclass(frozen=True)
class Library:
    reads: list[Read]

    def of(self, slug: str, house_type: str | None = None) -> dict[str, Read]:
        """By key, what residents of this house type may see; without one only what is for all house types."""
        return {
            read.document.key: read
            for read in self.reads
            if read.document.estate.slug == slug and read.document.house_type_code in (None, house_type)
        }


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return Library(list(_read_all(tmp_path_factory.mktemp("demo"))))


def _read_all(folder: Path) -> Iterator[Read]:
    for document in (document for estate in estates() for document in documents_of(estate)):
        path = folder / document.file_name
        path.write_bytes(document.render())
        yield Read(document, extract(path, KINDS[document.kind.ending]))
