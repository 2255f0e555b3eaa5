"""The last days of the limits as a calendar file (RFC 5545), made on request and kept nowhere."""

from datetime import date, timedelta
from uuid import uuid4

from screener.summary import Dates

PLAIN_TITLE = "A day to remember"
TITLES = {
    "fracture_window_ends": "Last day of the time that a clinic counts from the break",
    "scan_counts_until": "Last day on which the scan counts as recent",
}


def calendar_file(dates: Dates, today: date, say_what: bool) -> str:
    """Each last day from today on as an event of a whole day. Unless `say_what`, no title says what it is about."""
    coming = [(name, day) for name, day in vars(dates).items() if day and day >= today]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kyphoplasty Guide//Last days//EN"]
    for name, day in sorted(coming, key=lambda one: one[1]):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{uuid4()}",
            f"DTSTAMP:{today:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{TITLES[name] if say_what else PLAIN_TITLE}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])
