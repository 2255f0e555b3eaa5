"""The one clock. Tests replace `today`; nothing else may ask what day it is."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def today() -> date:
    """The day in the site's time zone."""
    return timezone.localdate()


def next_midnight() -> float:
    """When the day ends, in seconds since the epoch."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, timezone.get_current_timezone()).timestamp()
