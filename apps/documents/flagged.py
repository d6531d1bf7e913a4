"""Pages that a reader would not see as search does, or that give orders: no home is shown them before their builder has
looked and said that they are fine. A scan with a layer of recognised text is such a page too, and is fine.
"""

from collections.abc import Mapping, Sequence

from .ingestion.pages import PageFlag
from .models import DocumentVersion
from .publication import FLAGGED_PAGES

WITHHELD = frozenset({PageFlag.INVISIBLE_TEXT, PageFlag.WHITE_TEXT, PageFlag.TINY_TEXT, PageFlag.INSTRUCTION_LIKE})


def is_flagged(flags: Mapping[str, Sequence[int]], page: int) -> bool:
    """A full list stands for every page of the file."""
    named = (flags.get(flag, ()) for flag in WITHHELD)
    return any(page in pages or len(pages) >= FLAGGED_PAGES for pages in named)


def is_withheld(version: DocumentVersion, page: int) -> bool:
    return not version.flags_accepted and is_flagged(version.flags, page)


def is_recognised(flags: Mapping[str, Sequence[int]], page: int) -> bool:
    """Its words were read from a picture, and may have been misread."""
    return page in flags.get(PageFlag.RECOGNISED, ())
