"""The one clock. Tests replace `today`; nothing else may ask what day it is."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from web.languages import gettext as _


def today() -> date:
    """The day in the site's time zone."""
    return datetime.now(timezone.get_default_timezone()).date()


def zone_name() -> str:
    """The site's time zone as people say it: "New York time"."""
    place = timezone.get_default_timezone_name().rpartition("/")[-1].replace("_", " ")
    return _("%(place)s time") % {"place": place}


def next_midnight() -> float:
    """When the day ends, in seconds since the epoch."""
    zone = timezone.get_default_timezone()
    return datetime.combine(datetime.now(zone).date() + timedelta(days=1), time.min, zone).timestamp()
