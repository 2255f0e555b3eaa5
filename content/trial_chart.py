"""Where all of a chart stands, and its results in words. The drawing itself is templates/figures/trial_chart.svg.

Each result is a line of words with its range below: so the letters stay large on the narrowest screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil, floor
from textwrap import wrap

from content.numbers import Chart, Matters, Row
from web.languages import active
from web.languages import gettext as _

# In the units of the drawing, which is as wide as a small screen.
WIDTH = 340
MARGIN = 12
ABOVE = 28
HEADING = 30
BAR = 48
BELOW = 98
LINE = 19
LETTERS = 18
MOST_TICKS = 7


@dataclass(frozen=True)
class Mark:
    """Words at a place."""

    words: str
    x: float
    y: int


@dataclass(frozen=True)
class Bar:
    """A result: its words at `y`, and its range and dot below them."""

    label: str
    numbers: str
    y: int
    low: float
    dot: float
    high: float


@dataclass(frozen=True)
class Drawing:
    """A chart as coordinates. The scale lies at `bottom`; `matters` is None where nobody said what matters."""

    width: int
    height: int
    bottom: int
    left: float
    right: float
    zero: Mark
    matters: Mark | None
    headings: tuple[Mark, ...]
    bars: tuple[Bar, ...]
    ticks: tuple[Mark, ...]
    unit: Mark
    worse: tuple[Mark, ...]
    better: tuple[Mark, ...]


def groups(chart: Chart) -> list[tuple[str, list[Row]]]:
    """The rows below each heading, in order."""
    return [(under, list(rows)) for under, rows in groupby(chart.rows, key=lambda row: row.under)]


def place(chart: Chart, points: float) -> float:
    """Where so many points lie across the drawing."""
    share = (points - chart.left) / (chart.right - chart.left)
    return round(MARGIN + share * (WIDTH - 2 * MARGIN), 2)


def lay_out(chart: Chart) -> Drawing:
    """The places of all that is drawn, from top to bottom."""
    top = LINE if chart.matters else 0
    headings, bars, y = [], [], ABOVE + top
    for under, rows in groups(chart):
        headings.append(Mark(under, MARGIN, y + LINE))
        y += HEADING
        for row in rows:
            bars.append(_bar(chart, row, y + 15))
            y += BAR
    return Drawing(
        width=WIDTH,
        height=y + BELOW,
        bottom=y,
        left=place(chart, chart.left),
        right=place(chart, chart.right),
        zero=Mark(_("No difference"), place(chart, 0), 17 + top),
        matters=_what_matters(chart, chart.matters) if chart.matters else None,
        headings=tuple(headings),
        bars=tuple(bars),
        ticks=tuple(Mark(_minus(str(n)), place(chart, n), y + 23) for n in _ticks(chart)),
        unit=Mark(chart.unit, WIDTH / 2, y + 44),
        worse=_lines(f"← {chart.other}", MARGIN, y + 68),
        better=_lines(f"{chart.favors} →", WIDTH - MARGIN, y + 68),
    )


def _what_matters(chart: Chart, matters: Matters) -> Mark:
    words = _("%s points: see below") % active().say_number(matters.value)
    return Mark(words, place(chart, matters.value), 17)


def _bar(chart: Chart, row: Row, y: int) -> Bar:
    low, dot, high = (place(chart, points) for points in (row.low, row.value, row.high))
    return Bar(row.label, say(row), y, low, dot, high)


def _ticks(chart: Chart) -> range:
    first, last = ceil(chart.left), floor(chart.right)
    step = 1 if last - first < MOST_TICKS else 2
    return range(first + first % step, last + 1, step)


def _lines(words: str, x: float, y: int) -> tuple[Mark, ...]:
    return tuple(Mark(line, x, y + LINE * number) for number, line in enumerate(wrap(words, LETTERS)))


def _minus(number: str) -> str:
    return number.replace("-", "−")


def say(row: Row) -> str:
    """A result with its range, all to the same decimals: "0.80 (0.20 to 1.39)"."""
    numbers = (row.value, row.low, row.high)
    decimals = max(len(str(number).partition(".")[2]) for number in numbers)
    value, low, high = (_minus(active().say_number(f"{number:.{decimals}f}")) for number in numbers)
    return _("%(value)s (%(low)s to %(high)s)") % {"value": value, "low": low, "high": high}


def see(chart: Chart) -> str:
    """What one sees in a chart, for those who do not see it."""
    count = len(chart.rows)
    above = sum(row.low > 0 for row in chart.rows)
    seen = [_course(under, rows) for under, rows in groups(chart)]
    seen.append(
        _("%(above)s of %(count)s ranges lie wholly above zero: %(favors)s.")
        % {"above": above, "count": count, "favors": chart.favors.lower()}
    )
    if chart.matters:
        reach = sum(row.value >= chart.matters.value for row in chart.rows)
        seen.append(
            _("%(reach)s of %(count)s dots reach the dashed line at %(value)s.")
            % {"reach": reach, "count": count, "value": active().say_number(chart.matters.value)}
        )
    return " ".join(seen)


def _course(under: str, rows: Sequence[Row]) -> str:
    first, last = rows[0], rows[-1]
    course = {"under": under, "first": say(first), "begin": first.label, "last": say(last), "end": last.label}
    if last is first:
        return _("%(under)s: %(first)s at %(begin)s.") % course
    return _("%(under)s: %(first)s at %(begin)s, then %(last)s at %(end)s.") % course
