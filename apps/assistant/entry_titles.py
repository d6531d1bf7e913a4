"""What an answer that a builder wrote is called where it is cited: by its day, in the reader's language."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.core import calendar


def entry_title(published: datetime | None = None) -> str:
    """Today's where it has not been published yet."""
    day = calendar.day_of(published) if published else calendar.today()
    return _("Answered by your builder, %(date)s") % {"date": date_format(day, "j F Y")}
