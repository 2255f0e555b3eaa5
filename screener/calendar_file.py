"""The last days of the limits as a calendar file (RFC 5545), made on request and kept nowhere."""

import secrets
from datetime import timedelta

from django.utils.translation import gettext_noop

from screener.guide.page import Guide
from web.languages import active
from web.languages import gettext as _

LONGEST_LINE = 75  # bytes (RFC 5545, 3.1)
PRODUCT = gettext_noop("Days to remember")
PLAIN_TITLE = gettext_noop("A day to remember")
OR_LATER = gettext_noop("%(title)s (or later)")

# How long before the day begins a reminder comes: at 9 in the morning, a week before and on the day before.
REMINDERS = ("-P6DT15H", "-PT15H")


def calendar_file(guide: Guide, say_what: bool, remind: bool) -> str:
    """Each of its last days as an event of a whole day. Unless `say_what`, nothing in the file says what it is about.

    The events are private, so that a calendar that is shared shows no more than that there is one. Their ids are made
    up anew each time: of one that is worked out, anybody can ask this site which day and which limit it stands for. So
    a calendar that takes the file twice has each day twice.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//{_(PRODUCT)}//{active().html.upper()}"]
    windows = {window.name: window for window in guide.summary.rule_set.windows}
    for name, day in guide.last_days.items():
        window = windows[name]
        title = window.event if say_what else _(PLAIN_TITLE)
        if guide.summary.may_end_later(window):
            title = _(OR_LATER) % {"title": title}
        lines += [
            "BEGIN:VEVENT",
            f"UID:{secrets.token_hex(16)}",
            f"DTSTAMP:{guide.summary.sheet.today:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{title}",
            "CLASS:PRIVATE",
            "TRANSP:TRANSPARENT",
            *(line for before in REMINDERS if remind for line in _reminder(before, title)),
            "END:VEVENT",
        ]
    return "\r\n".join([*map(_folded, lines), "END:VCALENDAR", ""])


def _folded(line: str) -> str:
    """The line as several, of 75 bytes at most: what goes on in the next begins with a space."""
    folded, length = "", 0
    for letter in line:
        if length + len(letter.encode()) > LONGEST_LINE:
            folded, length = f"{folded}\r\n ", 1
        folded, length = folded + letter, length + len(letter.encode())
    return folded


def _reminder(before: str, title: str) -> list[str]:
    return ["BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:{before}", f"DESCRIPTION:{title}", "END:VALARM"]
