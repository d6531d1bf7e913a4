"""The days that a report is about, from the first to the last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from apps.core.calendar import today
from apps.core.errors import Invalid

DEFAULT_DAYS, MOST_DAYS = 30, 366


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both of them included."""

    first: date
    last: date

    @property
    def days(self) -> Iterator[date]:
        return (self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1))


def period(first: date | None = None, last: date | None = None) -> Period:
    """The days asked for; without an end up to today, without a beginning the 30 days up to the end.

    Raises:
        Invalid: it ends before it begins, or is longer than a year.
    """
    last = last or max(today(), first or date.min)
    first = first or last - min(timedelta(days=DEFAULT_DAYS - 1), last - date.min)
    if first > last:
        raise Invalid.field("from", "after_end", "The first day must not be after the last.")
    if (last - first).days >= MOST_DAYS:
        raise Invalid.field("from", "too_long", f"At most {MOST_DAYS} days can be shown at once.")
    return Period(first, last)
