"""What stands behind a row in an order: the way to go on in a list, at the same cost wherever one is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Q, QuerySet

from .errors import Invalid

T = TypeVar("T")
CURSOR = signing.Signer(salt="place in a list")


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """`next_cursor` is what the next part follows, None on the last one."""

    rows: list[T]
    next_cursor: str | None


def part(rows: Iterable[T], place: Callable[[T], tuple[float, str]], cursor: str | None, size: int) -> Part[T]:
    """`size` of `rows`, which no table orders, by descending `place`, which must tell any two apart.

    Raises Invalid: we did not write the cursor.
    """
    last = place_of(cursor) if cursor else None
    behind = sorted((row for row in rows if last is None or place(row) < last), key=place, reverse=True)
    shown = behind[:size]
    return Part(shown, CURSOR.sign_object([*place(shown[-1])]) if len(behind) > size else None)


def place_of(cursor: str) -> tuple[float, str]:
    try:
        number, name = CURSOR.unsign_object(cursor)
        return float(number), str(name)
    except (signing.BadSignature, ValueError):
        raise unreadable() from None


def unreadable() -> Invalid:
    return Invalid.field("cursor", "invalid", "This cursor cannot be read.")


def following(rows: QuerySet[Any], order: Sequence[str], last: Any) -> QuerySet[Any]:
    """Those of `rows` that stand behind `last` in `order`, whose names hold no NULL and tell any two rows apart."""
    behind, alike = Q(), Q()
    for term in order:
        name, side = term.removeprefix("-"), "lt" if term.startswith("-") else "gt"
        behind |= alike & Q(**{f"{name}__{side}": getattr(last, name)})
        alike &= Q(**{name: getattr(last, name)})
    return rows.filter(behind)
