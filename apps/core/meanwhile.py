"""Two people at the same row: whoever saves later is told what they have not seen, instead of undoing it."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from . import calendar
from .errors import Conflict, FieldError, NotFound

Row = TypeVar("Row", bound=Model)
NOTHING_SEEN: Mapping[str, Any] = MappingProxyType({})
UNNAMED: Mapping[str, str] = MappingProxyType({})
AS_IT_IS: Mapping[str, Callable[[Any], Any]] = MappingProxyType({})


def hold(row: Row) -> Row:
    """Read the row as it is now and keep it so until the transaction ends.

    Raises:
        NotFound: it has gone.
    """
    try:
        row.refresh_from_db(from_queryset=type(row)._default_manager.select_for_update())
    except ObjectDoesNotExist:
        raise NotFound(reason="removed meanwhile") from None
    return row


def hold_as_seen(
    row: Model,
    *,
    was: Mapping[str, Any],
    wanted: Mapping[str, Any],
    names: Mapping[str, str] = UNNAMED,
    meant: Mapping[str, Callable[[Any], Any]] = AS_IT_IS,
) -> None:
    """Hold the row for a change by a caller who says what its fields held; who says nothing is not judged.

    `names` are those that callers know fields by, and `meant` is what counts of a value, where they are others.

    Raises:
        NotFound: the row has gone.
        Conflict: as `refuse_unseen`.
    """
    if not was:
        return
    hold(row)

    def told(values: Mapping[str, Any]) -> dict[str, Any]:
        return {names.get(name, name): meant.get(name, _itself)(value) for name, value in values.items()}

    present = {name: getattr(row, name) for name in wanted if name in was}
    refuse_unseen(told(present), was=told(was), wanted=told(wanted))


def refuse_unseen(present: Mapping[str, Any], *, was: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """`present` is what fields hold now, `was` what they held when they were read; one that nobody names is not judged.

    Raises:
        Conflict: `wanted` would undo what somebody else wrote since; `errors` say of each field what it holds now.
    """
    errors = [
        FieldError(name, "changed_meanwhile", _now(present[name]))
        for name, value in wanted.items()
        if name in was and present[name] not in (was[name], value)
    ]
    if errors:
        sentence = _("Somebody else has changed this since you opened it. Save again to keep yours.")
        raise Conflict(sentence, errors=errors)


def _itself(value: Any) -> Any:
    return value


def _now(value: Any) -> str:
    return _("Now: nothing.") if value in (None, "", []) else _("Now: %(value)s") % {"value": _worded(value)}


def _worded(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return "; ".join(", ".join(one) if isinstance(one, list) else str(one) for one in value)
    if isinstance(value, datetime):
        return date_format(calendar.local(value) or value, "j F Y, H:i")
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)
