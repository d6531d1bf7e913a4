"""Reading a hostile file at the cost of one child process, never of a worker.

A crash is expected: pdfium aborts on some hostile files. Then the next engine of that kind gets one try under the same
limits. Running out of time is not retried: the second engine is twenty times slower.
"""

import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from apps.core.confined import child
from apps.documents.ingestion import wire
from apps.documents.ingestion.failures import ExtractionFailed, FailureCode
from apps.documents.ingestion.kinds import FileKind
from apps.documents.ingestion.limits import Limits
from apps.documents.ingestion.pages import RawPage

READER = Path(__file__).with_name("reader.py")

ENGINES: Mapping[FileKind, tuple[str, ...]] = {
    FileKind.PDF: ("pdfium", "pypdf"),
    FileKind.DOCX: ("docx",),
    FileKind.MARKDOWN: ("markdown",),
    FileKind.TEXT: ("text",),
    FileKind.FAQ_CSV: ("faq_csv",),
    FileKind.ENTRY: ("faq_csv",),
}
OUT_OF_TIME = frozenset({signal.SIGXCPU, signal.SIGALRM})


@dataclass(frozen=True, slots=True)
class Reading:
    engine: str
    pages: tuple[RawPage, ...]


class _Crashed(Exception):
    """The child died of a signal that speaks of the engine, not of a limit."""


def read(path: Path, kind: FileKind, limits: Limits, *, engines: tuple[str, ...] = ()) -> Reading:
    """Pages of the file at `path`, by the first engine that survives it. Raises ExtractionFailed."""
    crashes = []
    for engine in engines or ENGINES[kind]:
        try:
            return Reading(engine, tuple(_read_with(engine, path, limits)))
        except _Crashed as crash:
            crashes.append(f"{engine} died of {crash}")
    raise ExtractionFailed(FailureCode.DAMAGED, ", ".join(crashes))


def read_pictures(path: Path, limits: Limits, *, pages: Sequence[int], languages: str) -> list[RawPage]:
    """What text recognition makes of these pages of a PDF, counted from 1, in their order. Raises ExtractionFailed."""
    try:
        return _read_with("tesseract", path, limits, ",".join(map(str, pages)), languages)
    except _Crashed as crash:
        raise ExtractionFailed(FailureCode.DAMAGED, f"tesseract died of {crash}") from crash


def _read_with(engine: str, path: Path, limits: Limits, *options: str) -> list[RawPage]:
    outcome = child.run_script(READER, engine, str(path.resolve()), *options, limits=limits)
    died_by = outcome.died_by.name if outcome.died_by else f"status {outcome.status}"
    if outcome.ending is not child.Ending.CLOSED or outcome.died_by in OUT_OF_TIME:
        raise ExtractionFailed(FailureCode.TOO_COMPLEX, f"{engine}: {outcome.ending}, {died_by}")
    if not wire.ended(outcome.output):
        raise _Crashed(died_by)
    return wire.decode(outcome.output, max_pages=limits.max_pages)
