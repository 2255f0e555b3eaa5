"""What changed on the site, by date: an entry for each change of pages, rules or sources, in the words of its readers.

An entry stays as it was written. So it holds the words of that day, and no ids of patients, points or outcomes, which
later rules may not have. `manage.py rulediff OLD NEW --toml` writes the one of a change of rules.
"""

import re
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_noop

from web.languages import active_code, once_for_each_language
from web.languages import gettext as _
from web.to_translate import read_translated
from web.toml_tables import DataFileError, complete

FILE = "changes.toml"
KINDS = {
    "pages": gettext_noop("Pages"),
    "rules": gettext_noop("Rules of the self-check"),
    "sources": gettext_noop("Sources"),
}


class ChangesError(DataFileError):
    """The file of changes is wrong; says which entry and what to do."""


@dataclass(frozen=True)
class Alike:
    """Worked patients for whom the same changed: the result before and then (none if it stayed), and what else."""

    stories: tuple[str, ...]
    also: tuple[str, ...]
    was: str = ""
    now: str = ""


@dataclass(frozen=True)
class Change:
    """A change of the site. `pages` are those to read, by name; what follows them is of a change of rules alone.

    `same` patients came out as before, and `not_compared` had answers that one of the two versions did not know.
    """

    id: str
    date: date
    kind: str
    title: str
    words: tuple[str, ...]
    pages: tuple[str, ...] = ()
    rules: str = ""
    old: str = ""
    new: str = ""
    same: int = 0
    not_compared: int = 0
    patients: tuple[Alike, ...] = ()

    @property
    def kind_in_words(self) -> str:
        return _(KINDS[self.kind])

    @property
    def changed(self) -> int:
        """How many worked patients come out otherwise."""
        return sum(len(alike.stories) for alike in self.patients)

    @property
    def other_result(self) -> int:
        """How many of them come to another result."""
        return sum(len(alike.stories) for alike in self.patients if alike.now)

    @property
    def same_result(self) -> int:
        return self.changed - self.other_result

    @property
    def compared(self) -> int:
        return self.changed + self.same

    @property
    def results(self) -> list[tuple[str, str, list[Alike], int]]:
        """The patients by the result before and then, with how many they are."""
        by_result = [
            (was, now, [*alike]) for (was, now), alike in groupby(self.patients, lambda one: (one.was, one.now))
        ]
        return [(was, now, alike, sum(len(one.stories) for one in alike)) for was, now, alike in by_result]


def read_changes(path: Path) -> dict[str, Change]:
    """The entries of a file, by id, the newest first; those of one day as they stand. Raises ChangesError."""
    entries = {name: _change(name, entry) for name, entry in read_translated(path, ChangesError).items()}
    return dict(sorted(entries.items(), key=lambda named: named[1].date, reverse=True))


def _change(name: str, entry: dict[str, object]) -> Change:
    where = f"{FILE}: [{name}]"
    change: Change = complete(Change, where, entry, ChangesError, id=name)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ChangesError(f"{where} becomes an anchor. Use small letters, digits and single hyphens.")
    if change.kind not in KINDS:
        raise ChangesError(f"{where} kind must be one of {', '.join(KINDS)}.")
    if not change.words:
        raise ChangesError(f"{where} says nothing. Say in words what changed, and why.")
    if (change.kind == "rules") != bool(change.rules and change.new):
        raise ChangesError(f"{where} must name the rule set and its new version if its kind is rules, and only then.")
    if any(bool(alike.was) != bool(alike.now) or not alike.stories for alike in change.patients):
        raise ChangesError(f"{where} has patients without a story, or with one result of two. See rulediff --toml.")
    return change


@once_for_each_language
def all_changes() -> dict[str, Change]:
    """What changed, by id, the newest first: asked for where there is a page that shows it."""
    return read_changes(settings.LANGUAGES_DIR / active_code() / FILE)
