"""Why a file cannot be read, in words for whoever sent it. The codes are closed: another one is `damaged`."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .table import MAX_COLUMNS, MAX_ROWS

SENTENCES: Mapping[str, str | Promise] = {
    "empty": _("There is nothing in this file."),
    "unsupported_type": _("Please send a spreadsheet: .xlsx or .csv."),
    "old_format": _("This is the old Excel format. Please save it as .xlsx and send that."),
    "content_mismatch": _("The name says one kind of file and the content is something else."),
    "encrypted": _("This file needs a password. Please save it without one."),
    "macros": _("This file has macros in it. Please save it as a plain .xlsx."),
    "not_text": _("This file is no text. Please save it as CSV in UTF-8, or as .xlsx."),
    "damaged": _("This file is damaged and cannot be read."),
    "too_complex": _("This file takes too much to read. Please send only the sheet with the homes."),
    "too_many_rows": _("More than {rows} rows cannot be read at once. Please send the file in parts."),
    "too_many_columns": _("More than {columns} columns cannot be read."),
    "too_large": _("This file is larger than {megabytes} MB."),
}
MAX_MEGABYTES = 10


def sentence(code: str) -> str:
    return str(SENTENCES[code]).format(rows=f"{MAX_ROWS:,}", columns=MAX_COLUMNS, megabytes=MAX_MEGABYTES)
