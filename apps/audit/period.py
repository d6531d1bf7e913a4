"""The days of which the admin lists the trail: a filter with two dates, and the same as the export takes it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.admin import ListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

NAMES = ("since", "until")


class PeriodFilter(ListFilter):
    """Both days are part of it; either may be left out."""

    title = _("days")
    template = "admin/audit/period_filter.html"

    def __init__(self, request: HttpRequest, params: dict[str, list[str]], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.used_parameters.update({name: params.pop(name)[-1] for name in NAMES if name in params})

    def expected_parameters(self) -> list[str | None]:
        return list(NAMES)

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        others = changelist.get_filters_params()
        yield {
            "given": {name: self.used_parameters.get(name, "") for name in NAMES},
            "others": [(name, one) for name, values in others.items() if name not in NAMES for one in values],
        }

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        try:
            bounds = moments(self.used_parameters)
        except (ValueError, OverflowError) as trouble:
            raise IncorrectLookupParameters(trouble) from trouble
        lookups = {"since": "at__gte", "until": "at__lt"}
        return queryset.filter(**{lookups[name]: moment for name, moment in bounds.items()})


def moments(given: Mapping[str, Any]) -> dict[str, datetime]:
    """From the first moment of `since` to the first after `until`.

    Raises:
        ValueError, OverflowError: one is not a day.
    """
    days = {name: date.fromisoformat(given[name]) for name in NAMES if given.get(name)}
    if "until" in days:
        days["until"] += timedelta(days=1)
    return {name: datetime.combine(day, time.min, tzinfo=UTC) for name, day in days.items()}
