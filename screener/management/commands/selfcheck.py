"""The self-check on the command line, for clinicians who keep worked patients as files, and for tests."""

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from screener import fhir_files
from screener.editions import edition_of
from screener.engine.edition import Edition
from screener.engine.facts import EARLIEST, LATEST, AnswerError
from screener.engine.logic import read_days
from screener.engine.summary import Summary, summarize
from screener.guide.document import filled, plain_text
from screener.guide.page import Guide
from screener.rule_sets.editions import MAIN_RULES, RULE_SETS
from screener.standings import standing_of_rules
from web import clock


class Command(BaseCommand):
    help = "Print what the self-check says of the answers in a file: an object of facts, or a list of such objects."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("answers", metavar="ANSWERS.json", help="a file, or - for standard input")
        parser.add_argument("--today", metavar="YYYY-MM-DD", help="the day to count to; today if not given")
        parser.add_argument("--rules", default=MAIN_RULES.id, help="the rule set: " + ", ".join(RULE_SETS))
        parser.add_argument("--fhir", action="store_true", help="the file holds a QuestionnaireResponse of FHIR R4")
        parser.add_argument("--json", action="store_true", help="print JSON, not text")

    def handle(self, **options: Any) -> None:
        if options["rules"] not in RULE_SETS:
            raise _refusal(f"--rules: there is no rule set {options['rules']!r}; there is {', '.join(RULE_SETS)}")
        today = _read_today(options["today"])
        given = _read_json(options["answers"])
        summaries = _summarize_all(edition_of(options["rules"]), given, today, is_fhir=options["fhir"])
        if options["json"]:
            shown = [summary.as_json() for summary in summaries]
            self.stdout.write(json.dumps(shown if isinstance(given, list) else shown[0], indent=2))
        else:
            self.stdout.write("\n\n\n".join(plain_text(filled(Guide(one), standing_of_rules)) for one in summaries))


def _refusal(problem: str) -> CommandError:
    return CommandError(problem, returncode=2)


def _read_today(text: str | None) -> date:
    if text is None:
        return clock.today()
    try:
        days = read_days(text)
    except ValueError:
        days = None
    if days is None or days.first != days.last or not EARLIEST <= days.first <= LATEST:
        raise _refusal(f"--today: {text!r} is not a day as YYYY-MM-DD from {EARLIEST.year} to {LATEST.year}")
    return days.first


def _read_json(name: str) -> object:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        return json.loads(text, object_pairs_hook=_object)
    except OSError as error:
        raise _refusal(f"{name}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise _refusal(f"{name}: not JSON that can be read: {str(error).splitlines()[0]}") from None


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """A JSON object; one that gives a fact twice is refused, since nobody can know which answer was meant."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice:.60} is given twice")
    return found


def _summarize_all(edition: Edition, given: object, today: date, *, is_fhir: bool) -> list[Summary]:
    """One summary for each object given. Raises CommandError before anything is printed."""
    sheets = given if isinstance(given, list) else [given]
    read = []
    for position, sheet in enumerate(sheets):
        try:
            rules = edition.rules
            read.append(fhir_files.read(sheet, rules.id, today) if is_fhir else rules.read(sheet, today))
        except AnswerError as error:
            place = f"answers[{position}] (number {position + 1} of {len(sheets)}): " if isinstance(given, list) else ""
            raise _refusal(" ".join(f"{place}{error}".split())) from None
    return [summarize(edition, answers, today) for answers in read]
