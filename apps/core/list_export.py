"""A list of the enterprise admin as rows of text: its columns, under the filter, the search and the order in force.

The rows are those that the list itself shows, all of its pages. A cursor of the server reads them in a transaction of
their own, so memory does not grow with the list; who leaves it waiting for long loses the rest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from . import row_security
from .admin import UNREADABLE
from .errors import BadRequest, Forbidden
from .scoped_admin import TenantScopedAdmin

FETCHED = 1_000
PATIENCE = "SET LOCAL idle_in_transaction_session_timeout = '60s'"
# What a list's query holds that narrows nothing.
ARRANGING = frozenset({"o", "p", "all", "e"})


@dataclass(frozen=True, slots=True)
class Listing:
    """`filters` names what narrows the list, without its values."""

    page: TenantScopedAdmin
    columns: Sequence[str]
    header: Sequence[str]
    rows: QuerySet[Any]
    filters: Sequence[str]

    def lines(self, session: UUID) -> Iterator[list[str]]:
        """The header, then the rows, read in the scope of `session` when they are asked for."""
        yield ["id", *self.header]
        with row_security.acting(session), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(PATIENCE)
            for row in self.rows.iterator(chunk_size=FETCHED):
                yield [str(row.pk), *(_cell(self.page, row, name) for name in self.columns)]


def listing(page: TenantScopedAdmin, request: HttpRequest) -> Listing:
    """What `page` lists for this request.

    Raises:
        Forbidden: the principal may not see this list.
        BadRequest: a filter cannot be read.
    """
    if not page.has_view_permission(request):
        raise Forbidden(reason=f"may not see {page.opts.label_lower}")
    try:
        shown = page.get_changelist_instance(request)
    except (IncorrectLookupParameters, *UNREADABLE):
        raise BadRequest("The request holds a value that cannot be read.") from None
    left_out = {"action_checkbox", *page.screen_only}
    columns = [str(name) for name in shown.list_display if name not in left_out]
    header = [str(label_for_field(name, page.model, page)) for name in columns]
    return Listing(page, columns, header, shown.queryset, sorted(set(request.GET) - ARRANGING))


def _cell(page: TenantScopedAdmin, row: Any, name: str) -> str:
    try:
        field, _, value = lookup_field(name, row, page)
    except ObjectDoesNotExist:
        return ""
    labels = dict(getattr(field, "flatchoices", None) or ())
    return _text(labels.get(value, value) if labels else value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)
