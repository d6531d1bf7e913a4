"""The rows of an import that have errors, as they were sent, with what is wrong: to be corrected and sent again."""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from apps.core.errors import NotFound

from . import table
from .models import HomeImport
from .report import Report
from .rows import RowError


def rows(record: HomeImport) -> Iterator[list[str]]:
    """
    Raises:
        NotFound: what it held has been forgotten.
    """
    if record.content is None or record.report is None:
        raise NotFound(reason="the rows of this import have been forgotten")
    return _rows(table.from_json(record.content), Report.from_json(record.report))


def _rows(found: table.Table, told: Report) -> Iterator[list[str]]:
    wrong: dict[int, list[RowError]] = defaultdict(list)
    for error in told.errors:
        wrong[error.row].append(error)
    yield [*found.header, _("Row"), _("What is wrong")]
    for line in found.lines:
        if line.number in wrong:
            cells = [found.cell(line, place) for place in range(len(found.header))]
            yield [*cells, str(line.number), " ".join(_told(error) for error in wrong[line.number])]


def _told(error: RowError) -> str:
    return f"{error.column}: {error.message}" if error.column else error.message
