"""Days as people count them: midnight to midnight where the homes stand (`CALENDAR_TIME_ZONE`), in summer time too.

Moments are stored in UTC; whatever shows somebody a day or an hour asks here.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def zone() -> ZoneInfo:
    return ZoneInfo(settings.CALENDAR_TIME_ZONE)


def day_of(moment: datetime) -> date:
    return _there(moment).date()


def today() -> date:
    return day_of(timezone.now())


def local(moment: datetime | None) -> datetime | None:
    """The moment as a clock on the wall there shows it, for pages."""
    return moment and _there(moment).replace(tzinfo=None)


def starts(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time.min, zone())


def ends(day: date) -> datetime:
    """The first moment after a day; of the very last one, its own last moment."""
    return starts(day + timedelta(days=1)) if day < date.max else datetime.combine(day, time.max, zone())


def _there(moment: datetime) -> datetime:
    """As it is said there; at the ends of time, which no clock there reaches, as it came."""
    try:
        return moment.astimezone(zone())
    except OverflowError:
        return moment
