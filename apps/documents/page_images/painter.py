"""The child program: confine yourself, draw one page of a PDF, mark the quoted words, write a JPEG to standard output.

Started only by this package, as `python -I painter.py PATH PAGE QUOTE LIMITS`. Any failure is a status other than 0.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

if __name__ == "__main__":  # isolated mode puts neither the project nor this folder on the path
    sys.path.append(str(Path(__file__).resolve().parents[3]))

from apps.core.confined.confinement import confine
from apps.core.confined.limits import Limits

WIDTH = 1100
# A page of odd shape is drawn smaller, not larger.
MAX_HEIGHT = 3 * WIDTH
MARK = (255, 226, 110)
QUALITY = 82

Box = tuple[float, float, float, float]


def main(path: str, page: str, quote: str, limits_json: str) -> None:
    confine(Limits.from_json(limits_json))
    # Imported after the confinement, so that loading the engine is limited too.
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    sys.stdout.buffer.write(_drawn(document[int(page) - 1], quote))


def _drawn(page: Any, quote: str) -> bytes:
    from PIL import ImageChops, ImageDraw

    width, height = page.get_size()
    scale = min(WIDTH / width, MAX_HEIGHT / height)
    picture = page.render(scale=scale).to_pil().convert("RGB")
    marks = picture.copy()
    marks.paste((255, 255, 255), (0, 0, *marks.size))
    pen = ImageDraw.Draw(marks)
    for left, bottom, right, top in _boxes(page, quote):
        pen.rectangle((left * scale, (height - top) * scale, right * scale, (height - bottom) * scale), fill=MARK)
    out = io.BytesIO()
    ImageChops.multiply(picture, marks).save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _boxes(page: Any, quote: str) -> Iterator[Box]:
    """Where the quote stands, a box for each line of it; in points from the lower left corner."""
    text_page = page.get_textpage()
    letters = [text_page.get_text_range(index, 1) for index in range(text_page.count_chars())]
    at = _place(letters, quote)
    if at is None:
        return
    first, last = at
    for number in range(text_page.count_rects(first, last - first + 1)):
        yield text_page.get_rect(number)


def _place(letters: list[str], quote: str) -> tuple[int, int] | None:
    """The first and the last letter of the quote on the page. White space, hyphens and case are not compared: lines are
    broken differently on paper."""
    told = [(index, letter.lower()) for index, letter in enumerate(letters) if _tells(letter)]
    wanted = "".join(letter.lower() for letter in quote if _tells(letter))
    found = "".join(letter for _, letter in told).find(wanted) if wanted else -1
    if found < 0:
        return None
    return told[found][0], told[found + len(wanted) - 1][0]


def _tells(letter: str) -> bool:
    """Letters whose lower case is longer would shift every place after them."""
    return letter.isalnum() and len(letter.lower()) == 1


if __name__ == "__main__":
    main(*sys.argv[1:])
