"""Which field each column of a file is: as its header says, or as somebody chose."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from apps.core.errors import Invalid

from . import columns
from .columns import Fields
from .table import Table

SHOWN = 40


def by_header(table: Table, mapping: Mapping[str, str | None]) -> Fields:
    """The fields that the headers say; `mapping` chooses otherwise for those it names, None for a column to leave out.

    Raises:
        Invalid: the file has no such header, there is no such field, or two columns are one that cannot stand twice.
    """
    unknown = [name for name in mapping if name not in table.header]
    if unknown:
        message = _("The file has no column %(name)s. It has: %(names)s.")
        told = {"name": unknown[0][:80], "names": ", ".join(filter(None, table.header[:SHOWN]))}
        raise Invalid.field("mapping", "unknown_column", message % told)
    chosen = {field for field in mapping.values() if field}
    fields = []
    for header, field in zip(table.header, columns.recognised(table.header), strict=True):
        # What was chosen for one column is not what another one looked like.
        fields.append(mapping[header] if header in mapping else _unless_chosen(field, chosen))
    return checked(table, fields)


def _unless_chosen(field: str | None, chosen: set[str]) -> str | None:
    return None if field in chosen and not columns.known()[field].several else field


def checked(table: Table, fields: Sequence[str | None]) -> Fields:
    """
    Raises:
        Invalid: these are no fields for the columns of this table.
    """
    if len(fields) != len(table.header):
        raise Invalid.field("mapping", "invalid", _("Please choose a field for every column."))
    unknown = [field for field in fields if field is not None and field not in columns.known()]
    if unknown:
        message = _("There is no such field. Known: %(known)s.")
        raise Invalid.field("mapping", "unknown_field", message % {"known": ", ".join(columns.known())})
    twice = columns.repeated(fields)
    if twice:
        message = _("Two columns cannot both be this one: %(label)s.") % {"label": twice[0].label}
        raise Invalid.field("mapping", "repeated", message)
    return tuple(fields)


def refuse_lacking(table: Table, fields: Fields) -> None:
    """
    Raises:
        Invalid: a required column is not there.
    """
    lacking = columns.missing(fields)
    if lacking:
        told = {
            "lacking": ", ".join(column.label for column in lacking),
            "names": ", ".join(filter(None, table.header[:SHOWN])),
        }
        message = _("No column is known to be: %(lacking)s. The file has: %(names)s.") % told
        raise Invalid.field("file", "missing_columns", message)
