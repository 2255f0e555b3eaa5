"""What was typed as the answer to a question for a date: the answer as it is kept, or what to mend, and where."""

import re
from collections.abc import Mapping
from datetime import date

from screener.engine.facts import Fact, Kind, say_date, say_day
from screener.engine.logic import read_days
from screener.typed_dates import Typed, understand

# A year further off than this is a slip of the finger.
OLDEST_YEARS, COMING_YEARS = 100, 5
MONTH_NAMES = tuple(f"{date(2000, month, 1):%B}" for month in range(1, 13))


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

    @property
    def _example(self) -> str:
        return f"such as {say_day(self.today)}"

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
            return f"Write the date as month, day and year, {self._example}."
        if field == "year" and text.isdecimal():
            return f"Write the year with all four digits, such as {self.today.year}."
        return UNREAD[field].format(year=self.today.year)

    def _contradiction(self) -> tuple[str, str]:
        """At the field that says most, with what it says."""
        alone = {field: understand({field: text}, self._near).meanings[0] for field, text in self.typed.items()}
        field = max(alone, key=lambda one: sum(map(bool, alone[one].parts)))
        return field, f"{_say(alone[field])} is written here, and another field says something else. Keep one of them."

    def _is_all_there(self, found: Typed) -> bool:
        if not found.month:
            self._say("month", "Write the month too.")
        if not found.day and self.fact.kind is not Kind.PAST_DATE:
            self._say("day", "Write the day too.")
        if found.short_year:
            self._say("year", f"Write the year with all four digits, such as {self.today.year}.")
        elif not found.year:
            self._say("year", "Write the year too.")
        elif not self.today.year - OLDEST_YEARS <= found.year <= self.today.year + COMING_YEARS:
            self._say("year", f"Check the year. It should be close to {self.today.year}.")
        return not self.problems

    def _settle(self, found: Typed) -> None:
        month, day, year = found.parts
        text = f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}"
        try:
            days = read_days(text)
        except ValueError:
            last = read_days(f"{year:04}-{month:02}").last.day
            self._say("day", f"{MONTH_NAMES[month - 1]} {year} has no day {day}. It has {last} days.")
            return
        if found.weekdays and days.first.weekday() not in found.weekdays:
            self._say("month", f"{say_date(text)} is a {days.first:%A}. Check the date and the day of the week.")
        elif self.fact.is_to_come(days, self.today):
            still = "This day is" if day else "This month is"
            self._say("month", f"{still} still to come. Write a date up to today, {say_day(self.today)}.")
        elif self.fact.is_over(days, self.today):
            self._say("month", f"{say_date(text)} is past. Write a date from today on, {say_day(self.today)}.")
        else:
            self.text = text


UNREAD = {
    "month": "Write the month as its name or as a number from 1 to 12.",
    "day": "Write the day as a number from 1 to 31.",
    "year": "Write the year as a number, such as {year}.",
}


APART = "Write the month, the day and the year each in its own field, and the year with four digits."


def _either(meanings: tuple[Typed, ...]) -> str:
    """The same numbers with another month are told apart by its name; another year, or a day or none, by the fields."""
    months_only = len({(one.year, one.short_year, bool(one.day)) for one in meanings}) == 1
    what_to_do = "Write the month as an English word." if months_only else APART
    return f"This can mean {' or '.join(map(_say, meanings))}. {what_to_do}"


def _say(found: Typed) -> str:
    """As much of a date as is told: October 15, 2026; October 15; October."""
    month = MONTH_NAMES[found.month - 1] if found.month else ""
    year = f"’{found.short_year}" if found.short_year else str(found.year or "")
    day_and_year = ", ".join(part for part in (str(found.day or ""), year) if part)
    if month and year and not found.day:
        return f"{month} {year}"
    return f"{month} {day_and_year}".strip()
