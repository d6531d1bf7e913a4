import io

import pytest

from apps.core.tests.compound_files import compound_file
from apps.documents.ingestion.checks import check_file, check_upload
from apps.documents.ingestion.kinds import FileKind
from apps.documents.ingestion.refusals import SENTENCES, RefusalCode, UploadRefused
from apps.documents.tests.ingestion import pdfs, words

FAQ = b"Question,Answer\nWhen are bins emptied?,On Tuesday.\n"


def refusal(data: bytes, filename: str, **options: int) -> RefusalCode:
    with pytest.raises(UploadRefused) as refused:
        check_file(io.BytesIO(data), filename, **options)
    assert refused.value.message
    assert "{" not in refused.value.message
    return refused.value.code


@pytest.mark.parametrize(
    ("data", "filename", "kind"),
    [
        (pdfs.plain(), "Home guide.PDF", FileKind.PDF),
        (b"\r\n@PJL SET\r\n" + pdfs.plain(), "printed.pdf", FileKind.PDF),
        (words.guide(), "guide.docx", FileKind.DOCX),
        (b"# Heating\n", "guide.md", FileKind.MARKDOWN),
        ("Die Küche".encode(), "kitchen.txt", FileKind.TEXT),
        ("caf\u00e9 \u20ac5".encode("cp1252"), "windows.txt", FileKind.TEXT),
        (FAQ, "faq.csv", FileKind.FAQ_CSV),
        (FAQ.replace(b",", b";"), "faq.csv", FileKind.FAQ_CSV),
        (b"\xef\xbb\xbf" + FAQ, "faq.csv", FileKind.FAQ_CSV),
        (FAQ.decode().encode("utf-16"), "faq.csv", FileKind.FAQ_CSV),
    ],
)
def test_name_and_content_agree(data: bytes, filename: str, kind: FileKind) -> None:
    file = io.BytesIO(data)
    assert check_file(file, filename) is kind
    assert file.tell() == 0


@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b"", "guide.pdf", RefusalCode.EMPTY),
        (b" \n\t", "blank.txt", RefusalCode.EMPTY),
        (pdfs.plain(), "guide.exe", RefusalCode.UNSUPPORTED_TYPE),
        (pdfs.plain(), "guide", RefusalCode.UNSUPPORTED_TYPE),
        (b"<html><body>Hello</body></html>", "guide.pdf", RefusalCode.CONTENT_MISMATCH),
        (b"x" * 1024 + pdfs.plain(), "late.pdf", RefusalCode.CONTENT_MISMATCH),
        (b"<script>1</script>\n" + pdfs.plain(), "two-faces.pdf", RefusalCode.CONTENT_MISMATCH),
        (words.guide()[:600] + pdfs.plain(), "archive-and.pdf", RefusalCode.CONTENT_MISMATCH),
        (b"GIF89a" + pdfs.plain(), "picture-and.pdf", RefusalCode.CONTENT_MISMATCH),
        (pdfs.plain(), "guide.docx", RefusalCode.CONTENT_MISMATCH),
        (pdfs.plain(), "guide.txt", RefusalCode.CONTENT_MISMATCH),
        (words.archive({"xl/workbook.xml": b"<a/>"}), "table.docx", RefusalCode.CONTENT_MISMATCH),
        (words.guide()[:2000], "cut.docx", RefusalCode.DAMAGED),
        (words.bomb(), "bomb.docx", RefusalCode.UNSAFE_ARCHIVE),
        (words.many_members(3000), "crowd.docx", RefusalCode.UNSAFE_ARCHIVE),
        (words.many_members(40_000), "directory.docx", RefusalCode.UNSAFE_ARCHIVE),
        (compound_file("EncryptionInfo", "EncryptedPackage"), "locked.docx", RefusalCode.ENCRYPTED),
        (compound_file("WordDocument", "1Table"), "old.docx", RefusalCode.OLD_WORD),
        (compound_file("WordDocument", "1Table"), "old.doc", RefusalCode.UNSUPPORTED_TYPE),
        (b"text\0text", "nul.txt", RefusalCode.NOT_TEXT),
        ("Küche".encode("utf-16-le"), "wide.txt", RefusalCode.NOT_TEXT),
        (b"\xff\xfe" + bytes(40), "marked.txt", RefusalCode.NOT_TEXT),
        (b"Name,Phone\nA,1\n", "people.csv", RefusalCode.FAQ_COLUMNS),
    ],
)
def test_refused_with_a_sentence(data: bytes, filename: str, code: RefusalCode) -> None:
    assert refusal(data, filename) is code


def test_size_is_the_callers_to_set() -> None:
    data = pdfs.plain()
    assert check_file(io.BytesIO(data), "guide.pdf", max_bytes=len(data)) is FileKind.PDF
    assert refusal(data, "guide.pdf", max_bytes=len(data) - 1) is RefusalCode.TOO_LARGE


def test_a_letter_cut_by_the_end_of_the_head_is_no_fault() -> None:
    text = ("ä" * 4000).encode()
    assert check_upload(text[:4095], len(text), "long.txt") is FileKind.TEXT


def test_every_code_has_its_sentence() -> None:
    assert set(SENTENCES) == set(RefusalCode)
