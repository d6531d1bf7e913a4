"""PDFs as scanners make them: each page a picture of its lines and nothing else."""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

DOTS_PER_POINT = 200 / 72
INK, PAPER = 20, 255


def scan(*pages: Sequence[str], ink: int = INK, size: float = 12, turned: int = 0, typed: str = "") -> bytes:
    """Pages of A4; the first line of each is larger. `typed` is text that the page has beside its picture, unseen."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for lines in pages:
        picture = _picture(lines, ink, size).rotate(turned)
        canvas.drawImage(ImageReader(picture), 0, 0, *A4)
        text = canvas.beginText(60, 60)
        text.setTextRenderMode(3)
        text.textLine(typed)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _picture(lines: Sequence[str], ink: int, size: float) -> Image.Image:
    picture = Image.new("L", tuple(round(side * DOTS_PER_POINT) for side in A4), PAPER)
    pen = ImageDraw.Draw(picture)
    for row, line in enumerate(lines):
        font = ImageFont.load_default((size if row else 1.6 * size) * DOTS_PER_POINT)
        pen.text((60 * DOTS_PER_POINT, (60 + 24 * row) * DOTS_PER_POINT), line, fill=ink, font=font)
    return picture
