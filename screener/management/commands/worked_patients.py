"""The table of what each worked patient comes to. Their files expect only what their story is about."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from screener.engine.rule_set import Status
from screener.rule_sets.editions import MAIN_RULES
from screener.worked_patients import CASES, summary_of

TABLE = CASES / "README.md"
MARKS = {Status.MET: "yes", Status.NOT_MET: "no", Status.UNKNOWN: "?"}
ABOUT = """# What each worked patient comes to

Written by `manage.py worked_patients`; a test holds it. Each file here is a patient: the story, the day, the answers,
and of what is expected only what the story is about. The rest stands in this table: read what has changed in it before
you keep it. A point fits (yes), does not fit (no), or is not known (?).
"""


class Command(BaseCommand):
    help = "Write the table of what each worked patient comes to, or see whether it is up to date."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if it is not up to date")

    def handle(self, **options: Any) -> None:
        table = worked_out()
        if not options["check"]:
            TABLE.write_text(table, encoding="utf-8")
        elif TABLE.read_text(encoding="utf-8") != table:
            raise CommandError(f"{TABLE.relative_to(settings.BASE_DIR)} is old: run manage.py worked_patients.")


def worked_out() -> str:
    """The table as it is now."""
    points = [criterion.id for criterion in MAIN_RULES.criteria]
    columns = ["patient", "outcome", *points, "to find out", "notes", *(window.name for window in MAIN_RULES.windows)]
    head = [_row(columns), _row(["---"] * len(columns))]
    return "\n".join([ABOUT, *head, *(_row(cells) for cells in _cells()), ""])


def _cells() -> Iterator[list[str]]:
    for path in sorted(CASES.glob("*.json")):
        found = summary_of(path.stem)
        yield [
            f"[{path.stem}]({path.name})",
            found.outcome.id,
            *(MARKS[finding.status] for finding in found.criteria),
            ", ".join(fact.id for fact in found.to_find_out),
            ", ".join(note.id for note in found.notes),
            *("" if day is None else day.isoformat() for day in found.dates.values()),
        ]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
