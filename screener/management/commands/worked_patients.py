"""The tables of what each worked patient comes to, one for each rule set.

The files of the patients expect only what their story is about.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from screener.engine.rule_set import RuleSet, Status
from screener.engine.summary import Summary
from screener.rule_sets.editions import RULE_SETS
from screener.worked_patients import CASES, summary_of

TABLE = CASES / "README.md"
MARKS = {Status.MET: "yes", Status.NOT_MET: "no", Status.UNKNOWN: "?"}
ABOUT = """# What each worked patient comes to

Written by `manage.py worked_patients`; a test holds it. Each file here is a patient: the story, the day, the answers,
and of what is expected only what the story is about. The rest stands in these tables, one for each rule set: read what
has changed in them before you keep it. A point fits (yes), does not fit (no), or is not known (?).
"""


class Command(BaseCommand):
    help = "Write the tables of what each worked patient comes to, or see whether they are up to date."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if they are not up to date")

    def handle(self, **options: Any) -> None:
        tables = worked_out()
        if not options["check"]:
            TABLE.write_text(tables, encoding="utf-8")
        elif TABLE.read_text(encoding="utf-8") != tables:
            raise CommandError(f"{TABLE.relative_to(settings.BASE_DIR)} is old: run manage.py worked_patients.")


def worked_out() -> str:
    """The tables as they are now. A rule set without worked patients has none."""
    found = {path: summary_of(path.stem) for path in sorted(CASES.glob("*.json"))}
    of_each = {
        rules: {path: one for path, one in found.items() if one.rule_set.id == rules.id} for rules in RULE_SETS.values()
    }
    return "\n".join([ABOUT, *(_table(rules, patients) for rules, patients in of_each.items() if patients)])


def _table(rules: RuleSet, patients: dict[Path, Summary]) -> str:
    points = [criterion.id for criterion in rules.criteria]
    columns = ["patient", "outcome", *points, "to find out", "notes", *(window.name for window in rules.windows)]
    head = [f"## `{rules.id}`", "", _row(columns), _row(["---"] * len(columns))]
    return "\n".join([*head, *(_row(_cells(path, found)) for path, found in patients.items()), ""])


def _cells(path: Path, found: Summary) -> list[str]:
    return [
        f"[{path.stem}]({path.name})",
        found.outcome.id,
        *(MARKS[finding.status] for finding in found.criteria),
        ", ".join(fact.id for fact in found.to_find_out),
        ", ".join(note.id for note in found.notes),
        *("" if day is None else day.isoformat() for day in found.dates.values()),
    ]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
