"""Sizes of rooms as the text of a document lists them: a line for each room, with its length and its width.

Found by what such a line looks like, so it is a suggestion: nothing follows from it until a builder has confirmed it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from apps.developments.rooms import LONGEST_NAME, MOST_ROOMS

NUMBER = r"(\d{1,2}[.,]\d{1,3}|\d{1,2}(?=\s*m)|\d{4,5})"
UNIT = r"\s*(?:mm|m|metres)?\b"
SIZE = re.compile(
    rf"^\W*(?P<name>[^\W\d_][^|\u00d7]{{0,{LONGEST_NAME - 1}}}?)[\s|:\u2013-]+"
    rf"{NUMBER}{UNIT}(?:\s*(?:x|\u00d7|by|\|)\s*|(?<=m)\s+){NUMBER}{UNIT}"
    r"(?:[\s|(=]+(\d{1,3}(?:[.,]\d{1,2})?)\s*(?:m²|m2|sq\.? ?m))?",
    re.IGNORECASE,
)
A_ROOM = re.compile(
    r"\b(?:kitchen|living|dining|family|sitting|lounge|bed ?room|master|bath ?room|shower|en[ -]?suite|toilet|wc|cloak"
    r"|hall(?:way)?|landing|utility|storage|store|study|office|wardrobe|attic|garage|porch|play ?room|pantry|plant)",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"\b(?:is|are|has|have|measures?|about)\b", re.IGNORECASE)
# One size alone is not a list of rooms.
FEWEST = 2
SHORTEST_M, LONGEST_M = Decimal("0.4"), Decimal(40)
# Of length times width; a room with a corner cut out is smaller.
LEAST_AREA, MOST_AREA = Decimal("0.5"), Decimal("1.05")


@dataclass(frozen=True, slots=True)
class FoundRoom:
    """Metres and square metres; `area_m2` is None where it is not told, or not one of such a room."""

    name: str
    length_m: Decimal
    width_m: Decimal
    area_m2: Decimal | None
    page: int


def rooms_in(pages: Iterable[tuple[int, str]]) -> list[FoundRoom]:
    """Each room once, as it is listed first; none where there is no list of them."""
    found: dict[str, FoundRoom] = {}
    for room in _lines(pages):
        found.setdefault(room.name.casefold(), room)
    return list(found.values())[:MOST_ROOMS] if len(found) >= FEWEST else []


def _lines(pages: Iterable[tuple[int, str]]) -> Iterator[FoundRoom]:
    for number, text in pages:
        for line in text.splitlines():
            size = SIZE.match(line)
            if size and _names_room(size["name"]) and (room := _room(size, number)):
                yield room


def _names_room(name: str) -> bool:
    return bool(A_ROOM.search(name)) and not SENTENCE.search(name)


def _room(size: re.Match[str], page: int) -> FoundRoom | None:
    length, width = (_metres(size[group]) for group in (2, 3))
    if not all(SHORTEST_M <= side <= LONGEST_M for side in (length, width)):
        return None
    area = Decimal(size[4].replace(",", ".")) if size[4] else None
    if area is not None and not LEAST_AREA <= area / (length * width) <= MOST_AREA:
        area = None
    return FoundRoom(" ".join(size["name"].split()).rstrip(" :\u2013-"), length, width, area, page)


def _metres(number: str) -> Decimal:
    """Four digits and more are millimetres."""
    value = Decimal(number.replace(",", "."))
    return (value / 1000 if number.isdigit() and len(number) >= 4 else value).quantize(Decimal("0.01"))
