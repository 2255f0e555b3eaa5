"""The numbers that the site draws, each read once from numbers.toml and checked. A picture, its words and its table all
come from here, so they cannot differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from content.sources import all_sources
from web.languages import once_for_each_language
from web.toml_tables import DataFileError, complete, read_toml
from web.translated_data import Words, in_words

NUMBERS_FILE = Path(__file__).parent / "numbers.toml"
OUT_OF = (100, 1000)
# The scale of pain: the only one for which somebody said what difference matters.
PAIN = "points of 10"
WORST_PAIN = 10
# What is counted unless the file says otherwise: they are drawn as people, all else as dots.
PEOPLE = "people"
WIDEST = 100
# The longest wait: more would leave no room between the first days.
MOST_DAYS = 91


class NumbersError(DataFileError):
    """The numbers file is wrong; says which entry and what to do."""


@dataclass(frozen=True)
class Group:
    """People (or treated bones) of one kind: `number` of them out of the chance's hundred or thousand.

    `up_to` is the other end where studies found different numbers; `low` and `high` are the ends of a 95 % range, where
    one was read. `counted` is what was counted, such as "14 of 191 people".
    """

    name: str
    number: int
    sources: tuple[str, ...]
    up_to: int | None = None
    low: int | None = None
    high: int | None = None
    counted: str = ""


@dataclass(frozen=True)
class Chance:
    """How often something happens: one array for each group, all out of the same number. No group: no known number.

    `paid_by` is who paid for what was counted, where a source only retells it.
    """

    id: str
    title: str
    sure: str
    groups: tuple[Group, ...] = ()
    out_of: int = 1000
    of: str = PEOPLE
    paid_by: str = ""
    counts_people: bool = True


@dataclass(frozen=True)
class Row:
    """One result of a chart: a difference between two groups, in points, with the ends of its 95 % range.

    `plainly` is what the study is called on a page that names no trial.
    """

    under: str
    label: str
    value: float
    low: float
    high: float
    sources: tuple[str, ...]
    plainly: str = ""


@dataclass(frozen=True)
class Matters:
    """The smallest difference that matters to patients, in points, and who says so."""

    value: float
    words: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """Differences between two groups in points, on a scale from `left` to `right`. Above zero, `favors` did better.

    `gap_title` is its title where it is drawn for a glance, as gaps on the whole scale of pain (content/gap_chart.py).
    """

    id: str
    title: str
    unit: str
    favors: str
    other: str
    left: float
    right: float
    rows: tuple[Row, ...]
    matters: Matters | None = None
    gap_title: str = ""


@dataclass(frozen=True)
class Sheet:
    """The advice of one clinic's sheet: wait so many days, in its own words; `or_more` is without an end."""

    days: int
    words: str
    sources: tuple[str, ...]
    or_more: bool = False


@dataclass(frozen=True)
class Wait:
    """Something that sheets tell people not to do for some time."""

    words: str
    sheets: tuple[Sheet, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(source for sheet in self.sheets for source in sheet.sources)


@dataclass(frozen=True)
class Advice:
    """Ranges of advice, one bar for each: all on one scale of weeks, with a ring for each sheet."""

    id: str
    title: str
    after: str
    waits: tuple[Wait, ...]


class Numbers(NamedTuple):
    """All that the file holds, each kind by id."""

    chances: dict[str, Chance]
    charts: dict[str, Chart]
    advice: dict[str, Advice]


WORDS: Words = {
    Group: ("name", "counted"),
    Chance: ("title", "sure", "of", "paid_by"),
    Row: ("under", "label", "plainly"),
    Matters: ("words",),
    Chart: ("title", "unit", "favors", "other", "gap_title"),
    Sheet: ("words",),
    Wait: ("words",),
    Advice: ("title", "after"),
}


def _check_sources(where: str, entries: Iterable[Group | Row | Matters | Sheet]) -> None:
    for entry in entries:
        unknown = [source for source in entry.sources if source not in all_sources()]
        if unknown or not entry.sources:
            raise NumbersError(f"{where} names no source that sources.toml has: {', '.join(unknown) or 'none given'}.")


def _chance(name: str, entry: Any) -> Chance:
    where = f"numbers.toml: [chances.{name}]"
    people = isinstance(entry, dict) and entry.get("of", PEOPLE) == PEOPLE
    chance: Chance = complete(Chance, where, entry, NumbersError, id=name, counts_people=people)
    _check_sources(where, chance.groups)
    if chance.out_of not in OUT_OF:
        raise NumbersError(f"{where}: out_of must be 100 or 1000.")
    for group in chance.groups:
        _check_order(group, chance.out_of, where)
    return chance


def _check_order(group: Group, out_of: int, where: str) -> None:
    numbers = [n for n in (group.low, group.number, group.up_to, group.high) if n is not None]
    if numbers != sorted(numbers) or numbers[0] < 0 or numbers[-1] > out_of:
        raise NumbersError(f"{where}: the numbers of {group.name!r} are not in order, or more than {out_of}.")
    if (group.low is None) != (group.high is None):
        raise NumbersError(f"{where}: {group.name!r} has one end of a range only.")


def _chart(name: str, entry: Any) -> Chart:
    where = f"numbers.toml: [charts.{name}]"
    chart: Chart = complete(Chart, where, entry, NumbersError, id=name)
    _check_sources(where, (*chart.rows, chart.matters) if chart.matters else chart.rows)
    if not chart.rows or not chart.left < 0 < chart.right or chart.right - chart.left > WIDEST:
        raise NumbersError(f"{where} needs rows, and a scale from below zero to above it of {WIDEST} points at most.")
    for row in chart.rows:
        if not chart.left <= row.low <= row.value <= row.high <= chart.right:
            raise NumbersError(f"{where}: {row.label!r} is not in order, or is outside {chart.left} to {chart.right}.")
    if chart.matters and (chart.unit != PAIN or not 0 < chart.matters.value < chart.right):
        raise NumbersError(f"{where}: what matters to patients is known for {PAIN} only, and lies on the scale.")
    within = all(row.low >= 0 and row.high <= WORST_PAIN and row.plainly for row in chart.rows)
    if chart.gap_title and (chart.unit != PAIN or not within):
        raise NumbersError(
            f"{where}: a gap is drawn in {PAIN}, from 0 to {WORST_PAIN}, and each row says plainly which study."
        )
    return chart


def _advice(name: str, entry: Any) -> Advice:
    where = f"numbers.toml: [advice.{name}]"
    advice: Advice = complete(Advice, where, entry, NumbersError, id=name)
    if not advice.waits:
        raise NumbersError(f"{where} needs waits: what sheets tell people not to do for some time.")
    for wait in advice.waits:
        _check_wait(wait, where)
    return advice


def _check_wait(wait: Wait, where: str) -> None:
    _check_sources(where, wait.sheets)
    days = [sheet.days for sheet in wait.sheets]
    if not days or days != sorted(days) or days[0] < 1 or days[-1] > MOST_DAYS:
        raise NumbersError(f"{where}: {wait.words!r} needs sheets in the order of their days, 1 to {MOST_DAYS}.")
    if any(sheet.or_more for sheet in wait.sheets[:-1]):
        raise NumbersError(f"{where}: {wait.words!r} has or_more before its last sheet.")


def read_numbers(path: Path) -> Numbers:
    """The numbers of a file. Raises NumbersError, naming the entry, for anything amiss."""
    whole = read_toml(path, NumbersError)
    if wrong := sorted(whole.keys() - set(Numbers._fields)):
        raise NumbersError(f"{path.name} does not know: {', '.join(wrong)}.")
    return Numbers(
        chances={name: _chance(name, entry) for name, entry in whole.get("chances", {}).items()},
        charts={name: _chart(name, entry) for name, entry in whole.get("charts", {}).items()},
        advice={name: _advice(name, entry) for name, entry in whole.get("advice", {}).items()},
    )


# The file is the same in every language.
_read_once = cache(read_numbers)


@once_for_each_language
def all_numbers() -> Numbers:
    """The site's numbers."""
    read = _read_once(NUMBERS_FILE)
    return Numbers(
        chances={name: in_words(chance, WORDS) for name, chance in read.chances.items()},
        charts={name: in_words(chart, WORDS) for name, chart in read.charts.items()},
        advice={name: in_words(advice, WORDS) for name, advice in read.advice.items()},
    )
