"""The shapes text passes through: lines as a reader found them, then pages as the rest of the product sees them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class PageFlag(StrEnum):
    """A reason for the builder to look at a page. A flag never removes it."""

    INVISIBLE_TEXT = "invisible_text"  # drawn with no ink, or hidden by the author
    WHITE_TEXT = "white_text"  # white with nothing behind it
    TINY_TEXT = "tiny_text"  # under 2 points
    INSTRUCTION_LIKE = "instruction_like"  # reads like an order to the assistant
    SCANNED = "scanned"  # hardly any text, and a picture over most of the page
    RECOGNISED = "recognised"  # such a page whose words were read from the picture
    UNREADABLE = "unreadable"  # the page exists but could not be opened


class RawLine(NamedTuple):
    """One line as read. `size` is in points, 0 when the format has none; `heading` when the format itself says so."""

    text: str
    size: float = 0.0
    bold: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class RawPage:
    """One page as read.

    `wrapped`: lines are what fitted the paper and may break inside a sentence. `entire`: one question with its answer.
    `outline`: titles of the bookmarks that point here.
    """

    lines: tuple[RawLine, ...]
    flags: frozenset[PageFlag] = frozenset()
    outline: tuple[str, ...] = ()
    wrapped: bool = False
    entire: bool = False


@dataclass(frozen=True, slots=True)
class PageText:
    """One clean page. `number` counts from 1; `headings` are (offset in `text`, title) in ascending order.

    A heading whose title does not stand in the text (a bookmark) has the offset where its part begins.
    """

    number: int
    text: str
    headings: tuple[tuple[int, str], ...] = ()
    flags: frozenset[PageFlag] = frozenset()
    entire: bool = False
