"""The last days of the limits as a calendar file (RFC 5545), made on request and kept nowhere."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.crypto import salted_hmac

PLAIN_TITLE = "A day to remember"
TITLES = {
    "fracture_window_ends": "Last day of the time that a clinic counts from the break",
    "scan_counts_until": "Last day on which the scan counts as recent",
}


def calendar_file(days: Mapping[str, date], today: date, say_what: bool) -> str:
    """Each day as an event of a whole day. Unless `say_what`, nothing in the file says what it is about."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Days to remember//EN"]
    for name, day in days.items():
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_id(name, day)}",
            f"DTSTAMP:{today:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{TITLES[name] if say_what else PLAIN_TITLE}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _id(name: str, day: date) -> str:
    """One for each day, so that no calendar has it twice; without our key nobody can tell what it stands for."""
    return salted_hmac("last_days", f"{name} {day}", algorithm="sha256").hexdigest()[:32]
