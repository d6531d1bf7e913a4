"""Days as people count them: midnight to midnight where the homes stand (`CALENDAR_TIME_ZONE`), in summer time too.

Moments are stored in UTC; whatever shows somebody a day or an hour asks here.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def zone() -> ZoneInfo:
    return ZoneInfo(settings.CALENDAR_TIME_ZONE)


def day_of(moment: datetime) -> date:
    return moment.astimezone(zone()).date()


def today() -> date:
    return day_of(timezone.now())


def local(moment: datetime | None) -> datetime | None:
    """The moment as a clock on the wall there shows it, for pages."""
    return moment and moment.astimezone(zone()).replace(tzinfo=None)


def starts(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time.min, zone())
