"""The QR of a card as shapes, sharp at any size: pixels would be smoothed by some readers and printers."""

from collections.abc import Iterator, Sequence
from itertools import groupby

import segno
from reportlab.pdfgen.canvas import Canvas

# Quiet modules around the pattern, as the standard asks for.
QUIET = 4
# Rows overlap by this share of a module, or a hairline of paper would show between them on screens.
OVERLAP = 0.02


def draw(canvas: Canvas, url: str, x: float, y: float, side: float) -> None:
    """Within the square at (x, y), its quiet zone included."""
    matrix = segno.make(url, micro=False, error="m").matrix
    module = side / (len(matrix) + 2 * QUIET)
    path = canvas.beginPath()
    for row, line in enumerate(matrix):
        top = y + side - (QUIET + row) * module
        for start, length in dark(line):
            path.rect(x + (QUIET + start) * module, top - module, length * module, module * (1 + OVERLAP))
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)


def dark(line: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Start and length of each dark run."""
    at = 0
    for value, run in groupby(line):
        length = len(list(run))
        if value:
            yield at, length
        at += length
