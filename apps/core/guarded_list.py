"""Lists of the enterprise admin whose filters, number and rows are each read by itself: what fails is said there.

Refusals and values that cannot be read stay the page's. What reads nothing always stands: search, order, navigation.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.contrib import admin
from django.contrib.admin.templatetags.admin_list import result_list
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

from .admin import readable
from .panels import Guarded, guarded

T = TypeVar("T")


class GuardedFilter(admin.RelatedFieldListFilter):
    """Offers rows of another table. When they cannot be read, what the address asks for still narrows the list."""

    failure = ""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        read = guarded(request, lambda: [*self.offered(field, request, model_admin)])
        if read.failure:
            self.failure, self.template = read.failure, "admin/filter_failed.html"
        return read.found or []

    def offered(self, field: Any, request: HttpRequest, model_admin: Any) -> Sequence[tuple[Any, Any]]:
        return super().field_choices(field, request, model_admin)

    def has_output(self) -> bool:
        return bool(self.failure) or super().has_output()


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts no further than people page: a trail of millions is searched and filtered, not leafed through."""

    cap = 10_000
    request: HttpRequest
    failure = ""

    @cached_property
    def count(self) -> int:
        """When they cannot be counted, as many as let every page be asked for."""
        read = guarded(self.request, lambda: _read(self._number))
        self.failure = read.failure
        return self.cap if read.found is None else read.found

    def _number(self) -> int:
        return int(self.object_list.order_by()[: self.cap].count())  # type: ignore[attr-defined]


class GuardedList(ChangeList):
    def get_results(self, request: HttpRequest) -> None:
        """Django's own counts and says which rows are wanted; they are read here."""
        super().get_results(request)
        if self.paginator.failure:
            self.full_result_count, self.show_admin_actions = self.result_count, False
        self.rows = guarded(request, lambda: _read(lambda: len(self.result_list)))
        if self.rows.failure:
            self.result_list = self.queryset.none()

    def shown(self, request: HttpRequest) -> Guarded[Mapping[str, Any]]:
        """What the rows' template takes; a column may read more."""
        return Guarded(failure=self.rows.failure) if self.rows.failure else guarded(request, lambda: result_list(self))


def _read(build: Callable[[], T]) -> T:
    with readable():
        return build()
