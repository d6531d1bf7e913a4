"""Files that want to do harm. Each costs one child and ends in a closed code; then the parent reads on."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from apps.core.confined.limits import MEGABYTE
from apps.documents.ingestion.failures import SENTENCES, ExtractionFailed, FailureCode
from apps.documents.ingestion.kinds import FileKind
from apps.documents.ingestion.limits import DEFAULT, Limits
from apps.documents.tests.ingestion import pdfs, words
from apps.documents.tests.ingestion.conftest import Extract

TIGHT = replace(DEFAULT, memory_bytes=256 * MEGABYTE, cpu_seconds=5, wall_seconds=10.0)
ENTITY = '<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = "<!DOCTYPE w [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
)

PDF_FAULTS: dict[str, tuple[Callable[[], bytes], FailureCode]] = {
    "truncated": (lambda: pdfs.plain(20)[:3000], FailureCode.DAMAGED),
    "only a signature": (lambda: b"%PDF-1.7\n" + bytes(100_000), FailureCode.DAMAGED),
    "a web page": (lambda: b"<html><body>Hello</body></html>", FailureCode.DAMAGED),
    "needs a password": (lambda: pdfs.encrypted("secret"), FailureCode.ENCRYPTED),
    "no pages": (pdfs.zero_pages, FailureCode.EMPTY),
    "a scan": (pdfs.picture_only, FailureCode.NO_TEXT),
    "blank": (lambda: pdfs.plain(3, lines=()), FailureCode.NO_TEXT),
    "only ornaments": (lambda: pdfs.plain(lines=("* * *",)), FailureCode.NO_TEXT),
    "far too many pages": (lambda: pdfs.drawn(b"", count=5_000), FailureCode.TOO_MANY_PAGES),
    "page tree that contains itself": (pdfs.page_tree_loop, FailureCode.NO_TEXT),
    "brackets": (lambda: pdfs.deep_brackets(200_000), FailureCode.NO_TEXT),
    "small bomb": (lambda: pdfs.stream_bomb(20), FailureCode.NO_TEXT),
}
WORD_FAULTS: dict[str, tuple[Callable[[], bytes], FailureCode]] = {
    "cut off": (lambda: words.guide()[:2000], FailureCode.DAMAGED),
    "another archive": (lambda: words.archive({"a.txt": b"hello"}), FailureCode.NOT_SUPPORTED),
    "bomb": (words.bomb, FailureCode.TOO_COMPLEX),
    "body too long": (lambda: words.body(words.paragraph("x" * (33 * MEGABYTE))), FailureCode.TOO_COMPLEX),
    "external entity": (lambda: words.body(words.paragraph("&x;"), prolog=ENTITY), FailureCode.NOT_SUPPORTED),
    "laughs": (lambda: words.body(words.paragraph("&j;"), prolog=LAUGHS + "]>"), FailureCode.NOT_SUPPORTED),
    "broken XML": (lambda: words.body("<w:p>"), FailureCode.DAMAGED),
    "nested without end": (lambda: words.body("<w:p>" * 50_000 + "</w:p>" * 50_000), FailureCode.TOO_COMPLEX),
    "no words": (lambda: words.body("<w:p/>"), FailureCode.EMPTY),
}
OTHER_FAULTS = {
    "blank text": (b" \n", FileKind.TEXT, FailureCode.EMPTY),
    "binary text": (b"a\0b", FileKind.TEXT, FailureCode.NOT_SUPPORTED),
    "table without columns": (b"a,b\n1,2\n", FileKind.FAQ_CSV, FailureCode.NOT_SUPPORTED),
    "table without entries": (b"question,answer\n", FileKind.FAQ_CSV, FailureCode.EMPTY),
    "endless cell": (b'question,answer\nq,"' + b"x" * 300_000, FileKind.FAQ_CSV, FailureCode.DAMAGED),
    "endless table": (b"question,answer\n" + b"q,a\n" * 3000, FileKind.FAQ_CSV, FailureCode.TOO_MANY_PAGES),
}
CASES = [
    *((name, make(), FileKind.PDF, code) for name, (make, code) in PDF_FAULTS.items()),
    *((name, make(), FileKind.DOCX, code) for name, (make, code) in WORD_FAULTS.items()),
    *((name, *case) for name, case in OTHER_FAULTS.items()),
]


@pytest.mark.parametrize(("data", "kind", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_fails_with_the_reason_and_harms_nothing(read: Extract, data: bytes, kind: FileKind, code: FailureCode) -> None:
    with pytest.raises(ExtractionFailed) as failed:
        read(data, kind)
    assert (failed.value.code, failed.value.message) == (code, SENTENCES[code])
    assert read(pdfs.plain()).page_count == 1


@pytest.mark.parametrize(
    "data",
    [pdfs.form_loop(), pdfs.form_tower(30), pdfs.stream_bomb(1500), pdfs.text_flood(40)],
    ids=["form loop", "form tower", "stream bomb", "text flood"],
)
def test_what_crashes_or_exhausts_an_engine_is_bounded(read: Extract, data: bytes) -> None:
    assert characters_or_nothing(read, data) < 10_000
    assert read(pdfs.plain()).page_count == 1


def characters_or_nothing(read: Extract, data: bytes) -> int:
    try:
        return read(data, limits=TIGHT).characters
    except ExtractionFailed:
        return 0


@pytest.mark.parametrize(
    "limits",
    [Limits(wall_seconds=0.01), Limits(output_bytes=1000)],
    ids=["time", "output"],
)
def test_an_honest_file_over_a_limit_is_too_complex(read: Extract, limits: Limits) -> None:
    data = pdfs.plain(300, lines=[f"{row} {pdfs.SENTENCE}" for row in range(40)])
    with pytest.raises(ExtractionFailed) as failed:
        read(data, limits=limits)
    assert failed.value.code is FailureCode.TOO_COMPLEX


def test_page_limit_counts_exactly(read: Extract) -> None:
    assert read(pdfs.plain(5), limits=Limits(max_pages=5)).page_count == 5
    with pytest.raises(ExtractionFailed) as failed:
        read(pdfs.plain(6), limits=Limits(max_pages=5))
    assert failed.value.code is FailureCode.TOO_MANY_PAGES


def test_a_password_that_only_restricts_is_no_obstacle(read: Extract) -> None:
    assert "1.5 bar" in read(pdfs.encrypted("")).pages[0].text


def test_every_code_has_its_sentence() -> None:
    assert set(SENTENCES) == set(FailureCode)
