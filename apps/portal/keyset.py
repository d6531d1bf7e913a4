"""Pages of a list by its last row, so that page 200 costs what page 1 does."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.core.keyset import following


@dataclass(frozen=True, slots=True)
class Slice:
    """`next_after` is what the next page follows, None on the last one."""

    rows: list[Any]
    next_after: UUID | None


def sliced(
    rows: QuerySet[Any], *, among: Callable[[], QuerySet[Any]], order: Sequence[str], after: UUID | None, size: int
) -> Slice:
    """`size` of `rows` in `order`, which must tell any two rows apart.

    `among` gives what holds the row that `after` names even when a filter hides it; one that has gone means the first
    page.
    """
    last = among().filter(pk=after).first() if after else None
    found = list((following(rows, order, last) if last else rows).order_by(*order)[: size + 1])
    return Slice(found[:size], found[size - 1].pk if len(found) > size else None)
