"""Question-and-answer tables: each entry is a page of its own, so a citation names its row and nothing splits it."""

from collections.abc import Iterator
from pathlib import Path

from apps.documents.ingestion.failures import ExtractionFailed, FailureCode
from apps.documents.ingestion.faq_table import ColumnsMissing, Entry, read_entries
from apps.documents.ingestion.pages import RawLine, RawPage
from apps.documents.ingestion.readers.text_reader import read_text


def read(path: Path, *, max_pages: int) -> Iterator[RawPage]:
    try:
        for entry in read_entries(read_text(path)):
            yield page(entry)
    except ColumnsMissing as error:
        raise ExtractionFailed(FailureCode.NOT_SUPPORTED, "columns") from error


def page(entry: Entry) -> RawPage:
    question = RawLine(" ".join(entry.question.split()), heading=True)
    return RawPage((question, *(RawLine(line) for line in entry.answer.splitlines())), entire=True)
