"""Three-valued logic and stretches of days. Nothing medical, nothing of Django."""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache


class Truth(Enum):
    """Kleene's strong three-valued logic: *and* is the least, *or* the greatest, of NO < UNKNOWN < YES.

    It has no truth value of Python's, so that an unknown can never pass for a no (or for a yes).
    """

    NO = 0
    UNKNOWN = 1
    YES = 2

    def __lt__(self, other: "Truth") -> bool:
        return bool(self._value_ < other._value_)

    # There is one of each: no need to hash their names.
    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        raise TypeError("A Truth is yes, no or unknown: compare it with Truth.YES.")

    def __invert__(self) -> "Truth":
        return _OPPOSITE[self]


# By these names for what asks often: Truth.YES takes ten times as long to look up.
NO, UNKNOWN, YES = Truth
_OPPOSITE = {NO: YES, UNKNOWN: UNKNOWN, YES: NO}


def every(truths: Iterable[Truth]) -> Truth:
    """Kleene's *and*, the least of them; YES of none. Looks at no more than it needs."""
    least = YES
    for truth in truths:
        if truth is NO:
            return NO
        if truth is UNKNOWN:
            least = UNKNOWN
    return least


def some(truths: Iterable[Truth]) -> Truth:
    """Kleene's *or*, the greatest of them; NO of none. Looks at no more than it needs."""
    greatest = NO
    for truth in truths:
        if truth is YES:
            return YES
        if truth is UNKNOWN:
            greatest = UNKNOWN
    return greatest


def at_least(number: int, truths: Sequence[Truth]) -> Truth:
    """Whether so many of them are YES: UNKNOWN while that hangs on those that are unknown."""
    yes = truths.count(YES)
    if yes >= number:
        return YES
    return UNKNOWN if yes + truths.count(UNKNOWN) >= number else NO


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of days, both ends in it: one day, a month when the day is not known, or all days up to today."""

    first: date
    last: date

    def within(self, limit: int, end: date) -> Truth:
        """Whether the day lies `limit` days or fewer before `end`: YES on every day, NO on none, else UNKNOWN."""
        if (end - self.first).days <= limit:
            return YES
        return UNKNOWN if (end - self.last).days <= limit else NO

    def before(self, other: "Days") -> bool:
        """Whether the whole of it lies before the whole of the other."""
        return self.last < other.first

    def up_to(self, today: date) -> "Days":
        """The same without the days after today. One that begins after today counts as today."""
        return Days(min(self.first, today), today) if self.last > today else self


_EXACT = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")


@lru_cache(maxsize=4096)
def read_days(text: str) -> Days:
    """The days of "YYYY-MM-DD" or "YYYY-MM". Raises ValueError for anything else and for a date that cannot be."""
    if exact := _EXACT.fullmatch(text):
        day = date(*map(int, exact.groups()))
        return Days(day, day)
    if month := _MONTH.fullmatch(text):
        year, number = map(int, month.groups())
        first = date(year, number, 1)
        return Days(first, first.replace(day=monthrange(year, number)[1]))
    raise ValueError(f"{text!r} is not YYYY-MM-DD or YYYY-MM")
