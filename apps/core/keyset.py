"""What stands behind a row in an order: the way to go on in a list, at the same cost wherever one is."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet


def following(rows: QuerySet[Any], order: Sequence[str], last: Any) -> QuerySet[Any]:
    """Those of `rows` that stand behind `last` in `order`, whose names hold no NULL and tell any two rows apart."""
    behind, alike = Q(), Q()
    for term in order:
        name, side = term.removeprefix("-"), "lt" if term.startswith("-") else "gt"
        behind |= alike & Q(**{f"{name}__{side}": getattr(last, name)})
        alike &= Q(**{name: getattr(last, name)})
    return rows.filter(behind)
