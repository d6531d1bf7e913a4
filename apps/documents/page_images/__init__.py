"""One page of a PDF as a picture, with quoted words marked: what a browser's own PDF viewer cannot be told to show.

Drawn on demand in a confined child process (`painter.py`), since a file is hostile whenever it is parsed.
"""

from pathlib import Path

from apps.core.confined import child
from apps.core.confined.limits import MEGABYTE, Limits
from apps.core.errors import NotFound

from .. import storage
from ..ingestion.kinds import FileKind
from ..models import DocumentVersion

PAINTER = Path(__file__).with_name("painter.py")
LIMITS = Limits(memory_bytes=768 * MEGABYTE, cpu_seconds=10, wall_seconds=15.0, output_bytes=4 * MEGABYTE)


def page_image(version: DocumentVersion, page: int, quote: str) -> bytes:
    """The page as a JPEG about 1,100 pixels wide. `quote` is marked where the page holds it, and else nothing is.

    Raises:
        NotFound: not a PDF, no such page, or one that cannot be drawn within its limits.
    """
    if version.kind != FileKind.PDF:
        raise NotFound(reason="no pages to draw")
    try:
        with storage.local_copy(version.storage_name) as path:
            drawn = child.run_script(PAINTER, str(path.resolve()), str(page), quote, limits=LIMITS)
    except FileNotFoundError:
        raise NotFound(reason="stored file is missing") from None
    if drawn.ending is not child.Ending.CLOSED or drawn.status or not drawn.output:
        raise NotFound(reason=f"page not drawn: {drawn.ending}, status {drawn.status}")
    return drawn.output
