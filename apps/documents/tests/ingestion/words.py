"""Word files for tests: real ones from python-docx, and hostile archives."""

import io
import zipfile
from collections.abc import Mapping

from docx import Document
from docx.enum.text import WD_BREAK

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def guide() -> bytes:
    """Two pages by an explicit break, headings, a table."""
    document = Document()
    document.add_heading("Heating", level=1)
    document.add_paragraph("Press the reset button for five seconds.")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Bins", "Tuesday"
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_heading("Ventilation", level=2)
    document.add_paragraph("Clean the filter twice a year.")
    return _saved(document)


def hidden(text: str) -> bytes:
    document = Document()
    document.add_paragraph("Visible words.")
    document.add_paragraph().add_run(text).font.hidden = True
    return _saved(document)


def archive(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


def body(xml: str, *, prolog: str = "") -> bytes:
    """An archive whose main part holds this XML inside its body."""
    document = f'<?xml version="1.0"?>{prolog}<w:document {NAMESPACE}><w:body>{xml}</w:body></w:document>'
    return archive({"word/document.xml": document.encode()})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def bomb() -> bytes:
    return archive({"word/document.xml": b"<a/>", "word/media/image1.png": b"\0" * (64 * 1024 * 1024)})


def many_members(count: int) -> bytes:
    return archive({"word/document.xml": b"<a/>"} | {f"x{n}": b"" for n in range(count)})


def _saved(document) -> bytes:  # type: ignore[no-untyped-def]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
