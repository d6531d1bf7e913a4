"""The rooms of a design, as its row holds them and as others read them.

The assistant tells their sizes before it looks into any document, so what is stored is always complete: a name, length
and width in metres, and an area where it is not length times width.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

MOST_ROOMS, LONGEST_NAME = 60, 60
FIELDS = ("name", "length_m", "width_m", "area_m2")


@dataclass(frozen=True, slots=True)
class Room:
    """Inner sizes in metres and square metres."""

    name: str
    length_m: Decimal
    width_m: Decimal
    area_m2: Decimal

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Room":
        length, width = Decimal(stored["length_m"]), Decimal(stored["width_m"])
        return cls(stored["name"], length, width, Decimal(stored.get("area_m2") or length * width))

    def __str__(self) -> str:
        return f"{self.name} {self.length_m.normalize():f} by {self.width_m.normalize():f} m"


def as_rooms(rooms: Iterable[Mapping[str, Any]]) -> list[Room]:
    """For comparing: sizes count, not how many digits they are written with."""
    return [Room.read(room) for room in rooms]


def stored(rooms: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """As JSON: numbers as text, so that no digit is lost; what is not given is left out."""
    return [{name: str(room[name]) for name in FIELDS if room.get(name) is not None} for room in rooms]


def validate_rooms(value: Any) -> None:
    """
    Raises:
        ValidationError: this is no list of rooms.
    """
    if not isinstance(value, list) or len(value) > MOST_ROOMS or not all(map(_is_room, value)):
        raise ValidationError("A list of rooms, each with name, length_m and width_m.", code="invalid")


def _is_room(value: Any) -> bool:
    if not isinstance(value, dict) or not set(value) <= set(FIELDS) or not isinstance(value.get("name"), str):
        return False
    try:
        room = Room.read(value)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return False
    sizes = (room.length_m, room.width_m, room.area_m2)
    return 0 < len(room.name) <= LONGEST_NAME and all(size.is_finite() and size > 0 for size in sizes)
