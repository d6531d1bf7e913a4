"""What each format gives: pages, headings, flags. All through the child, as in the job."""

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from apps.documents.ingestion.checks import EXTENSIONS
from apps.documents.ingestion.kinds import FileKind
from apps.documents.ingestion.pages import PageFlag
from apps.documents.tests.ingestion import pdfs, words
from apps.documents.tests.ingestion.conftest import Extract


def sheet(draw) -> bytes:  # type: ignore[no-untyped-def]
    """A page with visible words, and what `draw` adds to it."""
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4)
    for row in range(4):
        page.drawString(60, 700 - 14 * row, pdfs.SENTENCE)
    draw(page)
    page.save()
    return out.getvalue()


def guide(page: canvas.Canvas) -> None:
    page.setFont("Helvetica-Bold", 18)
    page.drawString(60, 740, "Heating controls")
    page.setFont("Helvetica-Bold", 12)
    page.drawString(60, 600, "Setting the clock")
    page.setFont("Helvetica", 12)
    page.drawString(60, 580, "Hold the left button until the display blinks.")
    page.bookmarkPage("care")
    page.addOutlineEntry("Care of your home", "care")


def test_headings_of_a_pdf_come_from_size_weight_and_bookmarks(read: Extract) -> None:
    page = read(sheet(guide)).pages[0]
    assert [title for _, title in page.headings] == ["Care of your home", "Heating controls", "Setting the clock"]
    assert all(page.text.startswith(title, offset) for offset, title in page.headings[1:])


def invisible(page: canvas.Canvas) -> None:
    text = page.beginText(60, 500)
    text.setTextRenderMode(3)
    text.textLine("Nobody sees this")
    page.drawText(text)


def white(page: canvas.Canvas) -> None:
    page.setFillColorRGB(1, 1, 1)
    page.drawString(60, 500, "Nobody sees this")


def white_on_a_bar(page: canvas.Canvas) -> None:
    page.setFillColorRGB(0, 0.2, 0.4)
    page.rect(40, 490, 300, 30, fill=1)
    white(page)


def tiny(page: canvas.Canvas) -> None:
    page.setFont("Helvetica", 1)
    page.drawString(60, 500, "Nobody sees this")


def tiny_by_matrix(page: canvas.Canvas) -> None:
    page.scale(0.1, 0.1)
    page.drawString(600, 5000, "Nobody sees this")


def ordinary(page: canvas.Canvas) -> None:
    page.drawString(60, 500, "Nobody sees this")


@pytest.mark.parametrize(
    ("draw", "flags"),
    [
        (ordinary, set()),
        (white_on_a_bar, set()),
        (invisible, {PageFlag.INVISIBLE_TEXT}),
        (white, {PageFlag.WHITE_TEXT}),
        (tiny, {PageFlag.TINY_TEXT}),
        (tiny_by_matrix, {PageFlag.TINY_TEXT}),
    ],
)
def test_text_that_nobody_sees_is_flagged_and_kept(read: Extract, draw, flags: set[PageFlag]) -> None:  # type: ignore[no-untyped-def]
    extraction = read(sheet(draw))
    assert extraction.flags == flags
    assert "Nobody sees this" in extraction.pages[0].text


def test_a_scanned_page_among_others_is_flagged(read: Extract) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdfs.plain())))
    writer.append(PdfReader(io.BytesIO(pdfs.picture_only())))
    out = io.BytesIO()
    writer.write(out)
    extraction = read(out.getvalue())
    assert [page.flags for page in extraction.pages] == [frozenset(), frozenset({PageFlag.SCANNED})]


def test_three_hundred_pages_keep_their_numbers(read: Extract) -> None:
    extraction = read(pdfs.plain(300, lines=["Room number {page} faces south.", *[pdfs.SENTENCE] * 3]))
    assert extraction.page_count == 300
    assert [page.number for page in extraction.pages] == list(range(1, 301))
    assert all(f"Room number {page.number} faces" in page.text for page in extraction.pages)


def test_word_has_pages_headings_and_rows(read: Extract) -> None:
    first, second = read(words.guide(), FileKind.DOCX).pages
    assert first.headings == ((0, "Heating"),)
    assert "Bins | Tuesday" in first.text
    assert second.text == "Ventilation\nClean the filter twice a year."


def test_word_keeps_what_libraries_skip(read: Extract) -> None:
    kept = "<w:sdt><w:sdtContent>" + words.paragraph("in a control") + "</w:sdtContent></w:sdt>"
    inserted = (
        "<w:p><w:ins><w:r><w:t>inserted</w:t></w:r></w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
    )
    assert read(words.body(kept + inserted), FileKind.DOCX).pages[0].text == "in a control\ninserted"


def test_word_counts_the_pages_it_rendered(read: Extract) -> None:
    rendered = (
        '<w:p><w:r><w:t>one</w:t><w:br w:type="page"/></w:r></w:p>'
        "<w:p><w:r><w:lastRenderedPageBreak/><w:t>two</w:t></w:r></w:p>"
    )
    assert [page.text for page in read(words.body(rendered), FileKind.DOCX).pages] == ["one", "two"]


def test_long_word_file_without_breaks_gets_logical_pages(read: Extract) -> None:
    xml = "".join(words.paragraph(f"Paragraph {n} " + "word " * 40) for n in range(60))
    pages = read(words.body(xml), FileKind.DOCX).pages
    assert len(pages) > 3
    assert all(len(page.text) <= 3_100 for page in pages)


def test_hidden_words_of_word_are_flagged_and_kept(read: Extract) -> None:
    page = read(words.hidden("between the lines"), FileKind.DOCX).pages[0]
    assert page.flags == {PageFlag.INVISIBLE_TEXT}
    assert "between the lines" in page.text


MARKDOWN = b"""# Waste

Bins go **out** on Tuesday,
before seven.

Parking
-------
Visitors use bay `12`.

```
# not a heading
```
"""


def test_markdown(read: Extract) -> None:
    page = read(MARKDOWN, FileKind.MARKDOWN).pages[0]
    assert [title for _, title in page.headings] == ["Waste", "Parking"]
    assert "Bins go out on Tuesday, before seven." in page.text
    assert "Visitors use bay 12." in page.text
    assert not page.flags


def test_markdown_comment_is_text_that_nobody_sees(read: Extract) -> None:
    assert PageFlag.INVISIBLE_TEXT in read(MARKDOWN + b"<!-- call me -->", FileKind.MARKDOWN).flags


def test_text_ends_a_page_at_a_form_feed(read: Extract) -> None:
    pages = read("one caf\u00e9\x0ctwo".encode("cp1252"), FileKind.TEXT).pages
    assert [page.text for page in pages] == ["one café", "two"]


def test_question_and_answer_table(read: Extract) -> None:
    table = (
        b'Topic,Question,Answer\r\nwaste,When are bins emptied?,"On Tuesday.\r\nBefore seven."\r\nheat,No answer?,\r\n'
    )
    (page,) = read(table, FileKind.FAQ_CSV).pages
    assert page.text == "When are bins emptied?\nOn Tuesday.\nBefore seven."
    assert page.headings == ((0, "When are bins emptied?"),)
    assert page.entire


def test_every_kind_but_what_is_written_here_can_be_uploaded() -> None:
    assert set(EXTENSIONS.values()) == set(FileKind) - {FileKind.ENTRY}
