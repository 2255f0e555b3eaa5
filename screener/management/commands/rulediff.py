"""What a change of rules does to the worked patients: between two versions in git, or between two rule sets."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screener.past_rules import Lines, PastRulesError
from screener.rule_diff import Patient, RuleDiff, Side, rule_diff, side_of
from screener.rule_diff_words import as_toml
from screener.rule_sets.editions import MAIN_RULES, RULE_SETS


class Command(BaseCommand):
    help = (
        "List which worked patients change outcome, point, note, date or what to find out between OLD and NEW, and "
        "from which lines. Each is a revision of git (branch, tag, commit) or a rule set of the working tree."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        known = ", ".join(RULE_SETS)
        parser.add_argument("old", metavar="OLD", help=f"a revision, or a rule set: {known}")
        parser.add_argument("new", metavar="NEW", help="the same")
        parser.add_argument("--rules", help=f"which rule set of a revision to compare; {MAIN_RULES.id} if not given")
        shown = parser.add_mutually_exclusive_group()
        shown.add_argument("--json", action="store_true", help="print JSON, not text")
        shown.add_argument("--toml", action="store_true", help="print the entry for content/languages/en/changes.toml")

    def handle(self, **options: Any) -> None:
        try:
            found = rule_diff(*_sides(options["old"], options["new"], options["rules"]))
        except PastRulesError as problem:
            raise CommandError(str(problem), returncode=2) from None
        if options["toml"]:
            self.stdout.write("\n".join(_entry(found)))
        elif options["json"]:
            self.stdout.write(json.dumps(as_json(found), indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(as_text(found)))


def _sides(old: str, new: str, rules: str | None) -> tuple[Side, Side]:
    """A revision beside a rule set is asked for the same one, unless --rules says otherwise."""
    named = next((name for name in (old, new) if name in RULE_SETS), MAIN_RULES.id)
    return side_of(old, rules or named), side_of(new, rules or named)


def _entry(found: RuleDiff) -> Iterator[str]:
    """Raises CommandError where nothing was changed that an entry could tell of."""
    versions = found.version("old"), found.version("new")
    if found.old.rules != found.new.rules:
        raise CommandError("--toml tells of one rule set that has changed. Name two versions of it.", returncode=2)
    if versions[0] == versions[1]:
        raise CommandError(
            f"Both sides say that they are version {versions[0]}. Give the changed rules a VERSION of their own.",
            returncode=2,
        )
    return as_toml(found)


def as_json(found: RuleDiff) -> dict[str, Any]:
    """All that was found, for machines."""
    return {
        "old": _side_as_json(found, found.old, "old"),
        "new": _side_as_json(found, found.new, "new"),
        "same": found.same,
        "patients": [_patient_as_json(one) for one in found.changed],
        "not_read": [
            {"patient": one.id, "story": one.story, "old": one.old.answer.refused, "new": one.new.answer.refused}
            for one in found.not_compared
        ],
        "changed_lines": [{"path": one.path, "old": one.old, "new": one.new} for one in found.changed_lines],
        "declared": found.declared,
    }


def _side_as_json(found: RuleDiff, side: Side, which: str) -> dict[str, Any]:
    return {
        "name": side.name,
        "rules": side.rules,
        "version": found.version(which),
        "commit": side.commit,
        "has_no_question": found.left_out(which),
        "points_only_here": found.only_in(which, "criteria"),
        "dates_only_here": found.only_in(which, "dates"),
    }


def _patient_as_json(one: Patient) -> dict[str, Any]:
    return {
        "patient": one.id,
        "story": one.story,
        "today": one.today,
        "left_out": {"old": one.old.left_out, "new": one.new.left_out},
        "outcome": one.outcome,
        "points": one.points,
        "notes": dict(zip(("old", "new"), one.notes, strict=True)),
        "to_find_out": dict(zip(("old", "new"), one.to_find_out, strict=True)),
        "dates": one.dates,
    }


def as_text(found: RuleDiff) -> Iterator[str]:
    """All that was found, for people."""
    yield f"From {_named(found, found.old, 'old')} to {_named(found, found.new, 'new')}"
    counts = (len(found.changed), found.same, len(found.not_compared))
    yield "Of {} worked patients, {} change, {} do not, {} could not be compared.".format(len(found.patients), *counts)
    for which, side in (("old", found.old), ("new", found.new)):
        for part, words in (("criteria", "points"), ("dates", "dates")):
            if only := found.only_in(which, part):
                yield f"Only {side.name} has the {words}: {', '.join(only)}"
        for fact, number in found.left_out(which).items():
            yield f"{side.name} has no question {fact}: the answer of {number} patients to it is left out there."
    for one in found.changed:
        yield f"\n{one.id}: {one.story} ({one.today})"
        yield from (f"  {line}" for line in _changes(found, one))
    if found.not_compared:
        yield "\nNot compared, as their answers are refused:"
    for one in found.not_compared:
        for side, read in ((found.old, one.old), (found.new, one.new)):
            if read.answer.refused:
                yield f"  {one.id}: not read by {side.name}: {read.answer.refused}"
    yield from _lines(found)


def _named(found: RuleDiff, side: Side, which: str) -> str:
    where = f"commit {side.commit[:10]}" if side.commit else "working tree"
    return f"{side.name} (rules {side.rules}, version {found.version(which) or 'not told'}, {where})"


def _changes(found: RuleDiff, one: Patient) -> Iterator[str]:
    if one.outcome:
        yield f"outcome: {_from_to(one.outcome)}"
    yield from (f"point {point}: {_from_to(stands)}" for point, stands in one.points.items())
    for words, (gone, come) in (("notes", one.notes), ("to find out", one.to_find_out)):
        if gone or come:
            yield f"{words}: {' '.join([*(f'-{name}' for name in gone), *(f'+{name}' for name in come)])}"
    yield from (f"date {name}: {_from_to(days)}" for name, days in one.dates.items())


def _from_to(two: tuple[str | None, str | None]) -> str:
    return " -> ".join(one or "none" for one in two)


def _lines(found: RuleDiff) -> Iterator[str]:
    if found.changed_lines:
        yield "\nLines of the rules that changed, as path:line (before: line):"
    for one in found.changed_lines:
        yield f"  {_said(one)}"
    if found.declared:
        yield "\nWhere the points that differ are declared:"
    yield from (f"  {point}: {', '.join(places) or 'not found'}" for point, places in found.declared.items())


def _said(lines: Lines) -> str:
    before = f" (before: {_list(lines.old)})" if lines.old else ""
    return f"{lines.path}:{_list(lines.new)}{before}" if lines.new else f"{lines.path}: lines taken away{before}"


def _list(ranges: Sequence[str]) -> str:
    return ", ".join(ranges)
