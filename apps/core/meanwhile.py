"""Two people at the same row: whoever saves later is told what they have not seen, instead of undoing it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.utils.translation import gettext as _

from .errors import Conflict, FieldError, NotFound

UNNAMED: Mapping[str, str] = MappingProxyType({})


def hold(row: Model) -> None:
    """Read the row as it is now and keep it so until the transaction ends.

    Raises:
        NotFound: it has gone.
    """
    try:
        row.refresh_from_db(from_queryset=type(row)._default_manager.select_for_update())
    except ObjectDoesNotExist:
        raise NotFound(reason="removed meanwhile") from None


def refuse_unseen(
    row: Model, *, was: Mapping[str, Any], wanted: Mapping[str, Any], names: Mapping[str, str] = UNNAMED
) -> None:
    """Callers hold `row`. `was` is what fields held when they were read; one that nobody names is not judged. `names`
    are those that callers know fields by, where they are others.

    Raises:
        Conflict: `wanted` would undo what somebody else wrote since; `errors` say of each field what it holds now.
    """
    present = {name: getattr(row, name) for name in wanted if name in was}
    errors = [
        FieldError(names.get(name, name), "changed_meanwhile", _now(value))
        for name, value in present.items()
        if value not in (was[name], wanted[name])
    ]
    if errors:
        sentence = _("Somebody else has changed this since you opened it. Save again to keep yours.")
        raise Conflict(sentence, errors=errors)


def _now(value: Any) -> str:
    return _("Now: nothing.") if value in (None, "") else _("Now: %(value)s") % {"value": value}
