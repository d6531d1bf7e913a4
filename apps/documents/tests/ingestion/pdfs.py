"""PDFs made by hand, byte by byte where a library would refuse to make them: plain ones and hostile ones."""

import io
import zlib
from collections.abc import Mapping, Sequence

from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

SENTENCE = "The boiler pressure should read 1.5 bar when the system is cold."
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def plain(pages: int = 1, *, lines: Sequence[str] = (SENTENCE,)) -> bytes:
    """A well-formed PDF whose pages carry their own number in the text."""
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4)
    for number in range(1, pages + 1):
        for row, line in enumerate(lines):
            sheet.drawString(60, 780 - 14 * row, line.replace("{page}", str(number)))
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def encrypted(password: str) -> bytes:
    """Needs `password` to open; with an empty one it only restricts what a reader may do."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(plain())))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture_only() -> bytes:
    out = io.BytesIO()
    sheet = canvas.Canvas(out, pagesize=A4)
    sheet.drawInlineImage(_grey_picture(), 0, 0, *A4)
    sheet.save()
    return out.getvalue()


def _grey_picture():  # type: ignore[no-untyped-def]
    from PIL import Image

    return Image.new("L", (40, 40), 120)


def drawn(content: bytes, *, extra: Mapping[int, bytes] | None = None, resources: bytes = b"", count: int = 1) -> bytes:
    """One page with this content stream. `extra` are further objects, numbered from 10."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count %d >>" % count,
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> " + resources + b" >> >>",
        4: stream(content),
        5: FONT,
    }
    return assemble({**objects, **(extra or {})})


def stream(data: bytes, *, fields: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), fields, data)


def assemble(objects: Mapping[int, bytes]) -> bytes:
    """A file with a true cross-reference table."""
    out, offsets = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % item for item in offsets.items())
    size = max(objects) + 1
    tail = b"xref\n0 1\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
    return bytes(out + tail % (table, size, len(out)))


def zero_pages() -> bytes:
    return assemble({1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"})


def stream_bomb(megabytes: int) -> bytes:
    """A content stream of a few kilobytes that unpacks to `megabytes`, twice packed."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"BT ET\n" * 174_763) for _ in range(megabytes)) + packer.flush()
    bomb = stream(zlib.compress(packed, 9), fields=b"/Filter [/FlateDecode /FlateDecode]")
    return drawn(b"", extra={4: bomb})


def text_flood(megabytes: int) -> bytes:
    """Text without end from a small file."""
    packer = zlib.compressobj(9)
    line = b"BT /F1 10 Tf 20 20 Td (" + b"flood " * 170 + b") Tj ET\n"
    packed = b"".join(packer.compress(line * 1000) for _ in range(megabytes)) + packer.flush()
    return drawn(b"", extra={4: stream(packed, fields=b"/Filter /FlateDecode")})


def form_loop() -> bytes:
    """A form that draws itself twice."""
    fields = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 10 0 R >> >>"
    return drawn(b"/X Do", resources=b"/XObject << /X 10 0 R >>", extra={10: stream(b"/X Do /X Do", fields=fields)})


def form_tower(levels: int) -> bytes:
    """Forms that each draw the next one twice: two to the power of `levels` drawings."""
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X %d 0 R >> >>"
    forms = {n: stream(b"/X Do /X Do", fields=head % (n + 1)) for n in range(10, 10 + levels)}
    return drawn(b"/X Do", resources=b"/XObject << /X 10 0 R >>", extra={**forms, 10 + levels: stream(b"")})


def deep_brackets(depth: int) -> bytes:
    return drawn(b"BT /F1 10 Tf " + b"[" * depth + b"]" * depth + b" TJ ET")


def page_tree_loop() -> bytes:
    return assemble(
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>"}
    )
