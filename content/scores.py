"""How the site scores itself against four standards, point by point: read once from scores.toml and checked.

Scores are given there by hand, each with a note. Totals are worked out here, so that none can be typed wrong.
"""

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from content.sources import all_sources
from web.languages import gettext as _
from web.languages import once_for_each_language
from web.toml_tables import DataFileError, complete, fitting, read_toml
from web.translated_data import Words, in_words

SCORES_FILE = Path(__file__).parent / "scores.toml"
SKIPPED = -1
# What an entry lists; `fitting` looks at no type within a table.
_TABLES = tuple[dict, ...]  # type: ignore[type-arg]

# What a point that is not fully met waits for, in the order in which the page lists them.
NEEDS = {
    "patients": gettext_noop("What needs real patients"),
    "clinicians": gettext_noop("What needs clinicians"),
    "studies": gettext_noop("What studies do not yet tell"),
    "numbers": gettext_noop("Numbers we have to make plainer"),
    "work": gettext_noop("What else we have to do"),
}


class ScoresError(DataFileError):
    """The scores file is wrong; says which entry and what to do."""


@dataclass(frozen=True)
class Item:
    """One point of a standard, in our words, and what we gave ourselves. `needs` is what is missing, empty if nothing.

    A `score` of SKIPPED means that the point does not apply.
    """

    number: int
    asks: str
    score: int
    note: str
    most: int
    part: str
    needs: str = ""

    @property
    def anchor(self) -> str:
        return f"{self.part}-{self.number}"

    @property
    def is_gap(self) -> bool:
        return SKIPPED < self.score < self.most

    @property
    def says(self) -> str:
        """The score in words."""
        if self.score == SKIPPED:
            return _("Does not apply")
        if self.most > 1:
            return _("%(score)s of %(most)s") % {"score": self.score, "most": self.most}
        return _("Met") if self.score else _("Missing")


@dataclass(frozen=True)
class Part:
    """Points that are counted together: one table, with its total and the total we aim for (0: no aim set)."""

    title: str
    aim: int
    percent: bool
    items: tuple[Item, ...]

    @property
    def counted(self) -> list[Item]:
        return [item for item in self.items if item.score != SKIPPED]

    @property
    def out_of(self) -> int:
        """The most that could be had."""
        return 100 if self.percent else sum(item.most for item in self.counted)

    @property
    def points(self) -> int:
        """What we gave ourselves; as a percentage rounded down, never in our favor."""
        points = sum(item.score for item in self.counted)
        return 100 * points // sum(item.most for item in self.counted) if self.percent else points

    @property
    def is_short(self) -> bool:
        return self.points < self.aim


@dataclass(frozen=True)
class Instrument:
    """A standard for patient information. Each of its points scores from `least` to `most`."""

    id: str
    name: str
    source: str
    least: int
    most: int
    percent: bool
    parts: tuple[Part, ...]


WORDS: Words = {Item: ("asks", "note"), Part: ("title",), Instrument: ("name",)}


def _item(where: str, entry: dict[str, Any], part: str, scale: Instrument) -> Item:
    where = f"{where} point {entry.get('number', '?')}:"
    item: Item = complete(Item, where, entry, ScoresError, most=scale.most, part=part)
    if item.score != SKIPPED and not scale.least <= item.score <= scale.most:
        raise ScoresError(f"{where} the score {item.score} is not from {scale.least} to {scale.most}.")
    if item.needs not in (NEEDS if item.is_gap else [""]):
        raise ScoresError(f"{where} needs must be one of {', '.join(NEEDS)} where a point is missing, and only there.")
    return item


def _part(where: str, entry: dict[str, Any], position: int, scale: Instrument) -> Part:
    where = f"{where} part {position}"
    part: Part = complete(Part, where, {**entry, "items": []}, ScoresError, percent=scale.percent)
    tables = fitting(_TABLES, f"{where} items", entry.get("items"), ScoresError)
    part = replace(part, items=tuple(_item(where, table, f"{scale.id}-{position}", scale) for table in tables))
    if not part.items or len({item.number for item in part.items}) < len(part.items):
        raise ScoresError(f"{where} has no points, or two of the same number.")
    if not part.counted:
        raise ScoresError(f"{where} has no points that apply.")
    if not 0 <= part.aim <= part.out_of:
        raise ScoresError(f"{where} aim must be from 0 to {part.out_of}, the most that can be had.")
    return part


def _instrument(name: str, entry: dict[str, Any]) -> Instrument:
    where = f"scores.toml: [{name}]"
    scale: Instrument = complete(Instrument, where, {**entry, "parts": []}, ScoresError, id=name)
    if not 0 <= scale.least < scale.most:
        raise ScoresError(f"{where} least must be zero or more, and most above it.")
    if scale.source not in all_sources():
        raise ScoresError(f"{where} names the source {scale.source!r}, which sources.toml does not have.")
    tables = fitting(_TABLES, f"{where} parts", entry.get("parts"), ScoresError)
    if not tables:
        raise ScoresError(f"{where} has no parts.")
    return replace(scale, parts=tuple(_part(where, table, n, scale) for n, table in enumerate(tables, 1)))


def read_scores(path: Path) -> dict[str, Instrument]:
    """The instruments of a file, by id. Raises ScoresError, naming the entry, for anything amiss."""
    return {name: _instrument(name, entry) for name, entry in read_toml(path, ScoresError).items()}


# The file is the same in every language.
_read_once = cache(read_scores)


@once_for_each_language
def all_scores() -> dict[str, Instrument]:
    """The standards that the site is held against, by id."""
    return {name: in_words(scale, WORDS) for name, scale in _read_once(SCORES_FILE).items()}


def words(name: str) -> list[str]:
    """All that an instrument's tables say, for the checks of wording."""
    if name not in all_scores():
        return []
    parts = all_scores()[name].parts
    return [text for part in parts for text in (part.title, *(f"{item.asks}. {item.note}" for item in part.items))]


def gaps() -> list[tuple[str, list[tuple[Instrument, Item]]]]:
    """What is missing, under what it waits for."""
    found = [
        (instrument, item)
        for instrument in all_scores().values()
        for part in instrument.parts
        for item in part.items
        if item.is_gap
    ]
    return [(_(title), [gap for gap in found if gap[1].needs == needs]) for needs, title in NEEDS.items()]
