"""A chart of pain for a glance: each gap as a bar on the whole scale of pain, so that a small gap looks small.

The drawing itself is templates/figures/gap_chart.svg. Numbers are rounded here; the chart of the record has them whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import floor

from content.numbers import WORST_PAIN, Chart, Row
from content.trial_chart import Mark
from web.languages import active
from web.languages import gettext as _

# In the units of the drawing, which is as wide as a small screen.
WIDTH = 340
LEFT = 6
TRACK = 80
POINT = 19
HEADING = 27
BAR = 34
THICK = 14
BELOW = 26


@dataclass(frozen=True)
class Bar:
    """A gap: its words at both ends of the scale, the bar, and the line of its range below. `x` counts from zero."""

    label: str
    numbers: str
    y: int
    length: float
    low: float
    high: float


@dataclass(frozen=True)
class Drawing:
    """A chart as coordinates. Each bar lies in a track as long as the scale, with a cell for each point."""

    width: int
    height: int
    left: int
    right: int
    zero: int
    cells: str
    headings: tuple[Mark, ...]
    bars: tuple[Bar, ...]
    ends: tuple[Mark, ...]
    unit: Mark


def studies(chart: Chart) -> list[tuple[str, list[Row]]]:
    """The rows of each study, or of several put together, below its plain name."""
    return [(name, list(rows)) for name, rows in groupby(chart.rows, key=lambda row: row.plainly)]


def lay_out(chart: Chart) -> Drawing:
    """The places of all that is drawn, from top to bottom."""
    headings, bars, y = [], [], 0
    for name, rows in studies(chart):
        y += HEADING
        headings.append(Mark(name, LEFT, y - 8))
        for row in rows:
            bars.append(Bar(row.label, say(row), y, *(round(POINT * n, 1) for n in (row.value, row.low, row.high))))
            y += BAR
    return Drawing(
        width=WIDTH,
        height=y + BELOW,
        left=LEFT,
        right=WIDTH - LEFT,
        zero=TRACK,
        cells=f"M0 0h{WORST_PAIN * POINT}v{THICK}H0z"
        + "".join(f"M{POINT * n} 0v{THICK}" for n in range(1, WORST_PAIN)),
        headings=tuple(headings),
        bars=tuple(bars),
        ends=tuple(Mark(active().say_number(n), TRACK + POINT * n, y + 16) for n in (0, WORST_PAIN)),
        unit=Mark(_("points less pain"), TRACK + POINT * WORST_PAIN / 2, y + 16),
    )


def say(row: Row) -> str:
    """A gap in words, for a glance: "about 2"."""
    return _("about %s") % _whole(row.value)


def say_range(row: Row) -> str:
    """A gap with its range, for those who do not see the line below the bar: "about 2 (range 1 to 4)"."""
    numbers = {"value": _whole(row.value), "low": _whole(row.low), "high": _whole(row.high)}
    return _("about %(value)s (range %(low)s to %(high)s)") % numbers


def _whole(points: float) -> str:
    return active().say_number(floor(points + 0.5))


def see(chart: Chart) -> str:
    """What one sees, for those who do not see it."""
    return " ".join(_course(name, rows) for name, rows in studies(chart))


def _course(name: str, rows: Sequence[Row]) -> str:
    first, last = rows[0], rows[-1]
    course = {"study": name, "first": say(first), "begin": first.label, "last": say(last), "end": last.label}
    return _("%(study)s: %(first)s at %(begin)s, %(last)s at %(end)s.") % course


def cited(rows: Iterable[Row]) -> tuple[str, ...]:
    """The sources of the rows, each once."""
    return tuple(dict.fromkeys(source for row in rows for source in row.sources))
