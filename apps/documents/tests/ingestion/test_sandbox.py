"""A crash of the first engine gives the second one try; the wire believes nothing it is told."""

import json
from pathlib import Path

import pytest

from apps.documents.ingestion import sandbox, wire
from apps.documents.ingestion.failures import ExtractionFailed, FailureCode
from apps.documents.ingestion.kinds import FileKind
from apps.documents.ingestion.limits import DEFAULT
from apps.documents.ingestion.pages import PageFlag, RawLine, RawPage
from apps.documents.tests.ingestion import pdfs

PAGE = RawPage((RawLine("Warm \ud800 words", 12.0, True, False),), frozenset({PageFlag.TINY_TEXT}), ("Heating",), True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "stored"
    file.write_bytes(pdfs.plain(2))
    return file


def crashing_reader(folder: Path, *, engine: str) -> Path:
    """The real reader, except that this engine kills its process."""
    program = folder / "reader.py"
    program.write_text(
        "import os, signal, sys\n"
        f"if sys.argv[1] == {engine!r}: print('half a line', flush=True); os.kill(os.getpid(), signal.SIGSEGV)\n"
        f"os.execv(sys.executable, [sys.executable, '-I', '-B', {str(sandbox.READER)!r}, *sys.argv[1:]])\n"
    )
    return program


def test_both_pdf_engines_read_the_same_words(path: Path) -> None:
    fast, slow = (sandbox.read(path, FileKind.PDF, DEFAULT, engines=(name,)) for name in ("pdfium", "pypdf"))
    assert (fast.engine, slow.engine) == ("pdfium", "pypdf")
    assert [words(page) for page in fast.pages] == [words(page) for page in slow.pages]


def words(page: RawPage) -> list[str]:
    return " ".join(line.text for line in page.lines).split()


def test_second_engine_after_a_crash(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sandbox.read(path, FileKind.PDF, DEFAULT).engine == "pdfium"
    monkeypatch.setattr(sandbox, "READER", crashing_reader(tmp_path, engine="pdfium"))
    assert sandbox.read(path, FileKind.PDF, DEFAULT).engine == "pypdf"


def test_no_third_try(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "READER", crashing_reader(tmp_path, engine="pdfium"))
    with pytest.raises(ExtractionFailed) as failed:
        sandbox.read(path, FileKind.PDF, DEFAULT, engines=("pdfium", "pdfium"))
    assert failed.value.code is FailureCode.DAMAGED
    assert "SIGSEGV" in failed.value.detail


def test_every_kind_has_an_engine() -> None:
    assert set(sandbox.ENGINES) == set(FileKind)


def test_page_survives_the_wire() -> None:
    assert wire.decode(wire.encode_page(PAGE) + b"\n" + wire.END, max_pages=1) == [PAGE]


def record(**changes: object) -> bytes:
    return json.dumps(json.loads(wire.encode_page(PAGE)) | changes).encode()


@pytest.mark.parametrize(
    "output",
    [
        b"no json",
        b"\xff\xfe",
        b"[]",
        b"[" * 200_000,
        b'{"lines": []}',
        record(lines=[["text"]]),
        record(lines=[[7, 1, False, False]]),
        record(lines=[["text", "large", False, False]]),
        record(lines=7),
        record(flags=["unheard of"]),
        record(outline=[None]),
        b'{"failed": "unheard of", "detail": ""}',
    ],
)
def test_nonsense_on_the_wire_is_a_damaged_file(output: bytes) -> None:
    with pytest.raises(ExtractionFailed) as failed:
        wire.decode(output + b"\n" + wire.END, max_pages=10)
    assert failed.value.code is FailureCode.DAMAGED


def test_only_a_finished_stream_counts() -> None:
    page = wire.encode_page(PAGE)
    assert wire.ended(page + b"\n" + wire.END + b"\n")
    assert not wire.ended(page + b"\n")
    assert not wire.ended(b"")


def test_pages_and_lines_are_counted_again_by_the_parent() -> None:
    pages = (wire.encode_page(PAGE) + b"\n") * 3 + wire.END
    assert len(wire.decode(pages, max_pages=3)) == 3
    with pytest.raises(ExtractionFailed) as failed:
        wire.decode(pages, max_pages=2)
    assert failed.value.code is FailureCode.TOO_MANY_PAGES
