"""Answers from what is recorded of a home: the sizes of its rooms, its floor area, house type, number and Eircode.

Told only when the whole question asks for just that: every word belongs to the way of asking or names the thing. "What
size are the bulbs in the kitchen" holds a word too many and goes to the documents. Only the own home is looked at.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.core.identity import Principal
from apps.developments import selectors as developments
from apps.developments.models import Development, HouseType, Unit
from apps.developments.rooms import Room

HOME_DATA = "home"
MOST_ROOMS = 6


def _words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORD = re.compile(r"[a-z]+|\d+")
SQUARE_METRES = re.compile(r"\b(?:sq(?:uare)?\.?|m) ?(?:met(?:re|er)s?|m|feet|ft|2|foot|footage)\b|\bm²")
# How people ask, and what says nothing of what they ask for.
ASKING = _words_of(
    "what whats is are s the a an of my our me i we in it its for to do does has have got which can you tell please and"
    " how much exact exactly inside internal this that there home house apartment flat know need"
)
SIZE = _words_of(
    "big large long wide size sizes sized dimension dimensions measurement measurements measure measures length width"
    " area space square metres footage floorspace"
)
ROOM_SIZE = SIZE | {"floor", "room", "rooms"}
FLOOR_AREA = _words_of("total overall floor area size big large many square metres footage floorspace space")
THE_HOME = frozenset({"home", "house", "apartment", "flat", "unit"})
THE_FLOOR = THE_HOME | {"floor", "footage", "floorspace"}
NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "first": "1", "second": "2", "third": "3"}
# Other names of rooms, as the words that stand for them.
ALIKE: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("main", "bedroom"): ("bedroom", "1"),
    ("master", "bedroom"): ("bedroom", "1"),
    ("principal", "bedroom"): ("bedroom", "1"),
    ("sitting", "room"): ("living",),
    ("living", "room"): ("living",),
    ("front", "room"): ("living",),
    ("dining", "room"): ("dining",),
    ("utility", "room"): ("utility",),
    ("shower", "room"): ("shower",),
    ("lounge",): ("living",),
    ("sitting",): ("living",),
    ("ensuite",): ("en", "suite"),
    ("hallway",): ("hall",),
    ("toilet",): ("wc",),
    ("loo",): ("wc",),
    ("cloakroom",): ("wc",),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Cited as a passage is, though it stands in no document."""

    text: str
    title: str
    heading: str = ""
    kind: str = HOME_DATA
    document_id: UUID | None = None
    version: int | None = None
    page: int | None = None
    recognised: bool = False
    published: datetime | None = None


def fact_for(
    principal: Principal, text: str, development: Development, house_type_code: str | None, unit: Unit | None
) -> Fact | None:
    """What is recorded, when this is what the question asks for; None leaves it to the documents."""
    words = _words(text)
    said = _of_unit(words, unit) if unit else ""
    if not said and house_type_code and _asks_of_design(words):
        designs = developments.house_types_of(principal, development.pk)
        design = designs.filter(code=house_type_code).first()
        said = _of_design(words, design, unit) if design else ""
    return Fact(said, _("Your home's data")) if said else None


def _words(text: str) -> list[str]:
    plain = SQUARE_METRES.sub(" metres ", text.lower().replace("en-suite", "ensuite"))
    return [NUMBERS.get(word, word) for word in WORD.findall(plain)]


def _left(words: Iterable[str], *known: Iterable[str]) -> list[str]:
    """The words that are neither a way of asking nor any of `known`."""
    ignored = ASKING.union(*known)
    return [word for word in words if word not in ignored]


def _of_unit(words: list[str], unit: Unit) -> str:
    left = _left(words, {"full"})
    if left in (["eircode"], ["eir", "code"], ["postcode"], ["post", "code"]):
        return _("The Eircode of your home is %(code)s.") % {"code": unit.eircode} if unit.eircode else ""
    if _left(left, {"number", "door"}) in ([], ["unit"]) and "number" in left and THE_HOME.intersection(words):
        return _("Your home is number %(number)s.") % {"number": unit.unit_number}
    if left == ["address"]:
        code = f", {unit.eircode}" if unit.eircode else ""
        return _("The address of your home is %(address)s.") % {"address": f"{unit.address}{code}"}
    return ""


def _asks_of_design(words: list[str]) -> bool:
    """Whether it may be about the design at all; keeps every other question from a look at it."""
    return bool(SIZE.intersection(words)) or {"type", "bedrooms"} & set(words) != set()


def _of_design(words: list[str], design: HouseType, unit: Unit | None) -> str:
    left = _left(words)
    if left in (["type"], ["type", "live"], ["type", "live", "in"], ["type", "code"]):
        return _("Your house type is %(type)s.") % {"type": ", ".join(filter(None, [design.code, design.name]))}
    bedrooms = _own(unit, design, "bedrooms")
    if left in (["many", "bedrooms"], ["number", "bedrooms"]) and bedrooms is not None:
        return _("Your home has %(count)s bedrooms.") % {"count": bedrooms}
    if not _left(words, FLOOR_AREA) and THE_FLOOR.intersection(words):
        area = _own(unit, design, "floor_area_m2")
        return _("The floor area of your home is %(area)s m².") % {"area": _plain(area)} if area else ""
    return _of_rooms(words, design.measured_rooms)


def _own(unit: Unit | None, design: HouseType, name: str) -> Any:
    """What the home has of its own; else what its design says."""
    own = getattr(unit, name, None)
    return getattr(design, name) if own is None else own


def _of_rooms(words: list[str], rooms: list[Room]) -> str:
    asked = _room_words(_left(words, SIZE)) - ROOM_SIZE
    if not SIZE.intersection(words):
        return ""
    if not asked and {"room", "rooms"} & set(words):
        meant = rooms
    else:
        meant = [room for room in rooms if asked and asked <= _room_words(WORD.findall(room.name.lower()))]
    return "\n".join(_size(room) for room in meant[:MOST_ROOMS])


def _room_words(words: list[str]) -> set[str]:
    """The words that name a room, each thing by one name."""
    named = [word.removesuffix("s") if word == "bedrooms" else word for word in words]
    found: list[str] = []
    while named:
        length = 2 if tuple(named[:2]) in ALIKE else 1
        found += ALIKE.get(tuple(named[:length]), named[:length])
        named = named[length:]
    return set(found) - {"and", "room"}


def _size(room: Room) -> str:
    sizes = {"name": room.name, "length": _plain(room.length_m), "width": _plain(room.width_m)}
    said = _("%(name)s: %(length)s m by %(width)s m, %(area)s m².")
    return said % (sizes | {"area": _plain(room.area_m2.quantize(Decimal("0.1")))})


def _plain(number: Decimal) -> str:
    """Without zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
