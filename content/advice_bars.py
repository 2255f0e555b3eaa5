"""Where the bars of a range of advice stand, and its words. The drawing itself is templates/figures/advice.html.

The words are text of the page, so that they grow with the reader's letters; only the weeks are letters of a drawing.
"""

from dataclasses import dataclass
from math import ceil

from content.numbers import Advice, Wait
from web.languages import gettext as _

# In the units of the drawing, which is as wide as a small screen.
WIDTH = 340
MARGIN = 12
WEEK = 7


@dataclass(frozen=True)
class Bar:
    """A wait: its ends, a ring for each sheet, and whether the last names no end."""

    low: float
    high: float
    rings: tuple[float, ...]
    or_more: bool


@dataclass(frozen=True)
class Tick:
    """So many weeks, and where they lie."""

    weeks: int
    x: float


def scale(advice: Advice) -> tuple[Tick, ...]:
    """The weeks of all bars of one figure, from none on. The last lies beyond the longest wait."""
    longest = max(wait.sheets[-1].days for wait in advice.waits)
    last = ceil(longest / WEEK) + 1
    return tuple(Tick(weeks, _place(weeks * WEEK, last)) for weeks in range(last + 1))


def lay_out(advice: Advice, wait: Wait) -> Bar:
    """The places of one bar."""
    last = scale(advice)[-1].weeks
    rings = tuple(_place(sheet.days, last) for sheet in wait.sheets)
    return Bar(rings[0], rings[-1], rings, wait.sheets[-1].or_more)


def _place(days: int, last_week: int) -> float:
    return round(MARGIN + days / (last_week * WEEK) * (WIDTH - 2 * MARGIN), 2)


def say(wait: Wait) -> str:
    """A range in words: "2 days to 2 weeks"."""
    first, last = wait.sheets[0].words, wait.sheets[-1].words
    return _("%(first)s to %(last)s") % {"first": first, "last": last} if first != last else first


def say_each(wait: Wait) -> str:
    """What each ring says, for those who do not see it."""
    return _("Each sheet: %s.") % "; ".join(sheet.words for sheet in wait.sheets)
