"""What every renderer is given: a title page's words and the blocks of the text."""

from collections.abc import Sequence
from dataclasses import dataclass

from .blocks import Block


@dataclass(frozen=True, slots=True)
class Source:
    """`colour` is the builder's, as #rrggbb. `long` asks for numbered chapters and a table of contents."""

    title: str
    subtitle: str
    place: str
    author: str
    edition: str
    colour: str
    blocks: Sequence[Block]
    long: bool = False
