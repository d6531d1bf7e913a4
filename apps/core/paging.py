"""Keyset paging: the cost of a page does not grow with its number."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request

from .keyset import unreadable

PAGE_SIZE, MAX_PAGE_SIZE = 50, 200


class PageQuery(serializers.Serializer[Any]):
    """The query of a list; a list with filters extends it."""

    cursor = serializers.CharField(max_length=400, required=False)
    page_size = serializers.IntegerField(min_value=1, max_value=MAX_PAGE_SIZE, required=False)


def filters_of(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What narrows a list, of what its query holds."""
    paging = PageQuery().fields
    return {name: value for name, value in asked.items() if name not in paging}


class KeysetPagination(CursorPagination):
    """DRF's cursors over the queryset's own order; a cursor that cannot be read is 400, not 404."""

    page_size = PAGE_SIZE
    max_page_size = MAX_PAGE_SIZE
    page_size_query_param = "page_size"

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: Any) -> tuple[str, ...]:
        return tuple(queryset.query.order_by or queryset.model._meta.ordering)

    def decode_cursor(self, request: Request) -> Any:
        try:
            return super().decode_cursor(request)
        except NotFound:
            raise unreadable() from None

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:
        """A cursor made by hand may name a place that its column cannot hold."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValidationError, DataError):
            raise unreadable() from None


def next_address(request: Request, cursor: str | None) -> str | None:
    """Where a list goes on whose cursors are not DRF's."""
    if cursor is None:
        return None
    query = request.query_params.dict() | {"cursor": cursor}
    return str(request.build_absolute_uri(f"{request.path}?{urlencode(query)}"))
