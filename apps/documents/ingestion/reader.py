"""The child program: confine yourself, read one file with one engine, write its pages to standard output.

Started only by `sandbox.py`, as `python -I reader.py ENGINE PATH [OPTION ...] LIMITS`. Every failure becomes one closed
code on the wire; whatever else goes wrong here ends this process and nothing more.
"""

import importlib
import sys
from collections.abc import Iterable
from pathlib import Path

if __name__ == "__main__":  # isolated mode puts neither the project nor this folder on the path
    sys.path.append(str(Path(__file__).resolve().parents[3]))

from apps.core.confined.confinement import confine
from apps.documents.ingestion import wire
from apps.documents.ingestion.failures import ExtractionFailed, FailureCode
from apps.documents.ingestion.limits import Limits
from apps.documents.ingestion.pages import RawPage

MODULES = {
    "pdfium": "pdfium_reader",
    "pypdf": "pypdf_reader",
    "docx": "docx_reader",
    "markdown": "markdown_reader",
    "text": "text_reader",
    "faq_csv": "faq_reader",
    "tesseract": "tesseract_reader",
}


def main(engine: str, path: str, *rest: str) -> None:
    *options, limits_json = rest
    limits = Limits.from_json(limits_json)
    confine(limits)
    try:
        _write_pages(_read(engine, Path(path), options, limits), limits)
        _write(wire.END)
    except ExtractionFailed as failure:
        _write(wire.encode_failure(failure.code, failure.detail))
    except (MemoryError, RecursionError) as error:
        _write(wire.encode_failure(FailureCode.TOO_COMPLEX, type(error).__name__))
    except Exception as error:  # noqa: BLE001 - parsers of hostile files raise anything; the parent is told its name
        _write(wire.encode_failure(FailureCode.DAMAGED, type(error).__name__))


def _read(engine: str, path: Path, options: list[str], limits: Limits) -> Iterable[RawPage]:
    # Imported after the confinement, so that loading an engine is limited too.
    module = importlib.import_module(f"apps.documents.ingestion.readers.{MODULES[engine]}")
    pages: Iterable[RawPage] = module.read(path, *options, max_pages=limits.max_pages)
    return pages


def _write_pages(pages: Iterable[RawPage], limits: Limits) -> None:
    for number, page in enumerate(pages, start=1):
        if number > limits.max_pages:
            raise ExtractionFailed(FailureCode.TOO_MANY_PAGES)
        _write(wire.encode_page(page))


def _write(record: bytes) -> None:
    sys.stdout.buffer.write(record + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
