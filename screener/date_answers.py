"""What was typed as the answer to a question for a date: the answer as it is kept, or what to mend, and where."""

import re
from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_noop

from screener.engine.facts import Fact, Kind
from screener.engine.logic import read_days
from screener.typed_dates import Typed, understand
from web.languages import active
from web.languages import gettext as _

# A year further off than this is a slip of the finger.
OLDEST_YEARS, COMING_YEARS = 100, 5
FOUR_DIGITS = gettext_noop("Write the year with all four digits, such as %(year)s.")


class DateAnswer:
    """The date in one field or several: `text` as it is kept, or `problems`, each a field and what to do there."""

    def __init__(self, fact: Fact, today: date, typed: Mapping[str, str]) -> None:
        self.fact = fact
        self.today = today
        self.typed = {field: text for field, text in typed.items() if text}
        self.text = ""
        self.problems: list[tuple[str, str]] = []
        self._read()

    @property
    def _near(self) -> range:
        """The years that two digits tell: no other of these digits is near. One further off has to be written out."""
        first = self.today.year - 1 if self.fact.kind is Kind.PAST_DATE else self.today.year
        return range(first, first + 2)

    def _say(self, field: str, message: str) -> None:
        """At that field, or where the whole date stands if that one was left empty."""
        if field not in self.typed and len(self.typed) == 1 and self._is_whole(*self.typed.values()):
            (field,) = self.typed
        self.problems.append((field, message))

    def _is_whole(self, text: str) -> bool:
        return len(re.findall(r"\w+", text)) > 1

    def _read(self) -> None:
        found = understand(self.typed, self._near)
        for field in self.typed:
            if field in found.unread:
                self._say(field, self._unread(field, self.typed[field]))
        if self.problems:
            return
        if not found.meanings:
            self._say(*self._contradiction())
        elif found.only is None:
            self._say(next(iter(self.typed)), _either(found.meanings))
        elif self._is_all_there(found.only):
            self._settle(found.only)

    def _unread(self, field: str, text: str) -> str:
        if field not in UNREAD or self._is_whole(text):
            message = _("Write the date as month, day and year, such as %(day)s.")
            return str(message % {"day": active().say_day(self.today)})
        if field == "year" and text.isdecimal():
            return self._with_this_year(FOUR_DIGITS)
        return self._with_this_year(UNREAD[field])

    def _with_this_year(self, message: str) -> str:
        return str(_(message) % {"year": self.today.year})

    def _contradiction(self) -> tuple[str, str]:
        """At the field that says most, with what it says."""
        alone = {field: understand({field: text}, self._near).meanings[0] for field, text in self.typed.items()}
        field = max(alone, key=lambda one: sum(map(bool, alone[one].parts)))
        message = _("%(date)s is written here, and another field says something else. Keep one of them.")
        return field, message % {"date": _say(alone[field])}

    def _is_all_there(self, found: Typed) -> bool:
        if not found.month:
            self._say("month", _("Write the month too."))
        if not found.day and self.fact.kind is not Kind.PAST_DATE:
            self._say("day", _("Write the day too."))
        if found.short_year:
            self._say("year", self._with_this_year(FOUR_DIGITS))
        elif not found.year:
            self._say("year", _("Write the year too."))
        elif not self.today.year - OLDEST_YEARS <= found.year <= self.today.year + COMING_YEARS:
            self._say("year", self._with_this_year(gettext_noop("Check the year. It should be close to %(year)s.")))
        return not self.problems

    def _settle(self, found: Typed) -> None:
        month, day, year = found.parts
        text = f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}"
        try:
            days = read_days(text)
        except ValueError:
            last = read_days(f"{year:04}-{month:02}").last.day
            message = _("%(month)s has no day %(day)s. It has %(last)s days.")
            self._say("day", message % {"month": active().say_month(month, year), "day": day, "last": last})
            return
        said, today = active().say_date(text), active().say_day(self.today)
        if found.weekdays and days.first.weekday() not in found.weekdays:
            message = _("%(date)s is a %(weekday)s. Check the date and the day of the week.")
            self._say("month", message % {"date": said, "weekday": active().say_weekday(days.first)})
        elif self.fact.is_to_come(days, self.today):
            day_message = _("This day is still to come. Write a date up to today, %(today)s.")
            month_message = _("This month is still to come. Write a date up to today, %(today)s.")
            self._say("month", (day_message if day else month_message) % {"today": today})
        elif self.fact.is_over(days, self.today):
            message = _("%(date)s is past. Write a date from today on, %(today)s.")
            self._say("month", message % {"date": said, "today": today})
        else:
            self.text = text


UNREAD = {
    "month": gettext_noop("Write the month as its name or as a number from 1 to 12."),
    "day": gettext_noop("Write the day as a number from 1 to 31."),
    "year": gettext_noop("Write the year as a number, such as %(year)s."),
}


def _either(meanings: tuple[Typed, ...]) -> str:
    """The same numbers with another month are told apart by its name; another year, or a day or none, by the fields."""
    months_only = len({(one.year, one.short_year, bool(one.day)) for one in meanings}) == 1
    what_to_do = (
        _("Write the month as an English word.")
        if months_only
        else _("Write the month, the day and the year each in its own field, and the year with four digits.")
    )
    can_mean = _("This can mean %(dates)s.") % {"dates": _(" or ").join(map(_say, meanings))}
    return f"{can_mean} {what_to_do}"


def _say(found: Typed) -> str:
    """As much of a date as is told: October 15, 2026; October 15; October."""
    language = active()
    month = language.months[found.month - 1] if found.month else ""
    day = str(found.day or "")
    year = f"’{found.short_year}" if found.short_year else str(found.year or "")
    if month and day and year:
        return language.full_date.format(month=month, day=day, year=year)
    if month and (day or year):
        pattern = language.month_and_day if day else language.month_and_year
        return pattern.format(month=month, day=day, year=year)
    return month or ", ".join(part for part in (day, year) if part)
