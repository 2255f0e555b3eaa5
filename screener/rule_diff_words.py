"""A change of rules in words for everybody: the worked patients that it touches, those alike put together."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from screener.editions import edition_of
from screener.engine.edition import Edition
from screener.rule_diff import Patient, RuleDiff

_STOOD = {"met": "fitted", "not_met": "did not fit", "unknown": "was not known"}
_STANDS = {"met": "fits", "not_met": "does not fit", "unknown": "is not known"}


@dataclass(frozen=True)
class Alike:
    """Worked patients for whom the same changes: the result before and now, and what else, each in words.

    Both results are empty where the result stays.
    """

    was: str
    now: str
    also: tuple[str, ...]
    stories: tuple[str, ...]


def alike(found: RuleDiff) -> list[Alike]:
    """Those whose result changes first, all that change alike together, and the most of them first."""
    words = _Words(edition_of(found.new.rules))
    groups: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for one in found.changed:
        groups.setdefault((*words.results(one), tuple(words.also(one))), []).append(one.story)
    of_result = Counter({key[:2]: 0 for key in groups})
    for key, stories in groups.items():
        of_result[key[:2]] += len(stories)
    order = {key: (key[0] == "", -of_result[key[:2]], key[:2], -len(groups[key])) for key in groups}
    return [Alike(*key, tuple(groups[key])) for key in sorted(groups, key=lambda key: order[key])]


class _Words:
    """The words of a rule set by ids. An id that it no longer has is said as it is written, without its lines."""

    def __init__(self, edition: Edition) -> None:
        rules, self.language = edition.rules, edition.language
        self.outcomes = {one.outcome.id: one.sentence.you for one in rules.outcomes}
        self.titles = {one.id: one.title.you for one in rules.criteria}
        self.notes = {one.id: one.when for one in rules.notes}
        self.labels = {one.id: one.label for one in (*rules.facts, *rules.also_read)}
        self.dates = {one.name: one.event for one in rules.windows}

    def results(self, one: Patient) -> tuple[str, str]:
        """Before and now; empty if the result stays."""
        return (_said(self.outcomes, one.outcome[0]), _said(self.outcomes, one.outcome[1])) if one.outcome else ("", "")

    def also(self, one: Patient) -> Iterator[str]:
        for point, (old, new) in one.points.items():
            yield f"“{_said(self.titles, point)}” {_STOOD[old]}, and now {_STANDS[new]}."
        for text, ids in zip(("A note is gone", "A note is new"), one.notes, strict=True):
            yield from (f"{text}: “{_said(self.notes, note)}”" for note in ids)
        for text, ids in zip(("No longer to find out", "Now to find out"), one.to_find_out, strict=True):
            if ids:
                yield f"{text}: {'; '.join(_said(self.labels, fact) for fact in ids)}."
        for name, (old_day, new_day) in one.dates.items():
            yield f"{_said(self.dates, name)}: {self._day(old_day)} before, {self._day(new_day)} now."

    def _day(self, day: str | None) -> str:
        return self.language.say_day(date.fromisoformat(day)) if day else "none"


def _said(words: Mapping[str, str], of: str) -> str:
    return words.get(of) or of.replace("_", " ")


def as_toml(found: RuleDiff) -> Iterator[str]:
    """The entry of content/languages/en/changes.toml, to which a title and words are added by hand."""
    version = found.version("new")
    name = f"{found.new.rules}-{version}"
    yield f"[{name}]"
    yield f"date = {version}"
    yield 'kind = "rules"'
    yield 'title = ""'
    yield "words = []"
    yield f'rules = "{found.new.rules}"'
    yield f'old = "{found.version("old")}"'
    yield f'new = "{version}"'
    yield f"same = {found.same}"
    yield f"not_compared = {len(found.not_compared)}"
    for one in alike(found):
        yield f"\n[[{name}.patients]]"
        if one.now:
            yield f"was = {_quoted(one.was)}"
            yield f"now = {_quoted(one.now)}"
        yield f"also = [{', '.join(map(_quoted, one.also))}]"
        yield "stories = ["
        yield from (f"  {_quoted(story)}," for story in one.stories)
        yield "]"


def _quoted(text: str) -> str:
    """A text as TOML writes it, which is how JSON does."""
    return json.dumps(text, ensure_ascii=False)
