"""One evaluation of the rules with all its reasons, what is worth finding out of a blank sheet, and 10,000 patients."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import process_time

from interleave import measure
from patients import CASES, Given, edition
from servers import site_environment
from show import at_most, megabytes, number, spread

from screener.engine.edition import Edition
from screener.engine.summary import summarize
from screener.rule_sets.clinic import CLINIC_RULES
from screener.rule_sets.editions import MAIN_RULES, RULE_SETS

ROOT = Path(__file__).parent.parent
BOTH = "both"
ROUNDS = 40
BLANK_SHEETS = 20
RUNS = 3
PATIENTS = 10_000


def lines() -> Iterator[str]:
    """A section of the results, in markdown."""
    yield from _one()
    yield ""
    yield from _to_find_out()
    yield ""
    yield from _many()


def _one() -> Iterator[str]:
    """Each rule set on its own, and both on the same answers, as whoever looks at both has it."""
    people = [(CLINIC_RULES.read(case["answers"], _day(case)), _day(case)) for case in CASES.values()]

    def of(*editions: Edition) -> Callable[[], list[str]]:
        return lambda: [summarize(one, *person).outcome.id for person in people for one in editions]

    each = {rules.id: edition(rules) for rules in RULE_SETS.values()}
    ways = {**{name: of(one) for name, one in each.items()}, BOTH: of(*each.values())}
    seconds = measure(ways, ROUNDS, process_time)
    yield from ("## One evaluation of the rules", "")
    yield f"{len(people)} worked patients, in CPU time, {ROUNDS} rounds, each way by turns."
    yield from ("", "| rule set | rules | notes | µs an evaluation |", "|---|--:|--:|--:|")
    found = {name: [1e6 * one / len(people) for one in rounds] for name, rounds in seconds.items()}
    for rules in RULE_SETS.values():
        yield f"| {rules.id} | {len(rules.rules)} | {len(rules.notes)} | {spread(found[rules.id], 1)} |"
    yield from (f"| {BOTH} | | | {spread(found[BOTH], 1)} |", "")
    yield at_most("One evaluation under the main rule set, µs", median(found[MAIN_RULES.id]), 60)
    yield at_most("One evaluation under both, µs", median(found[BOTH]), 120)


def _to_find_out() -> Iterator[str]:
    """What is worth finding out, for a sheet with nothing on it: nothing takes longer to look through."""
    today = _day(CASES["blank-sheet"])

    def of(one: Edition) -> Callable[[], list[int]]:
        return lambda: [len(summarize(one, {}, today).to_find_out) for _ in range(BLANK_SHEETS)]

    seconds = measure({rules.id: of(edition(rules)) for rules in RULE_SETS.values()}, ROUNDS, process_time)
    yield from ("## What to find out", "")
    for name, rounds in seconds.items():
        yield at_most(f"To find out of a blank sheet, {name}, ms", 1e3 * median(rounds) / BLANK_SHEETS, 5)


def _day(case: Given) -> date:
    return date.fromisoformat(case["today"])


def _many() -> Iterator[str]:
    """The command line on one file with many patients."""
    today = CASES["all-points-fit"]["today"]
    patients = [case["answers"] for case in CASES.values() if case["today"] == today]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "patients.json")
        file.write_text(json.dumps(list(islice(cycle(patients), PATIENTS))), encoding="utf-8")
        runs = [_run(["manage.py", "selfcheck", str(file), "--today", today, "--json"]) for _ in range(RUNS)]
    seconds, memory = [run[0] for run in runs], max(run[1] for run in runs)
    yield from (f"## {PATIENTS:,} patients on the command line", "")
    yield "`manage.py selfcheck PATIENTS.json --json`: one file with a list, from start to end, with all that is said"
    yield f"of each. {RUNS} runs."
    yield from ("", "| seconds | patients/s | MB at most |", "|--:|--:|--:|")
    yield f"| {spread(seconds, 1)} | {number(PATIENTS / median(seconds))} | {megabytes(memory)} |"


def _run(command: list[str]) -> tuple[float, int]:
    """The seconds that a command takes, and the most bytes of memory. Raises SystemExit unless it answers for all."""
    with tempfile.TemporaryFile() as output:
        began = time.perf_counter()
        process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=site_environment(), stdout=output)  # noqa: S603
        _, status, used = os.wait4(process.pid, 0)
        took = time.perf_counter() - began
        output.seek(0)
        if status or len(json.load(output)) != PATIENTS:
            raise SystemExit(f"{command} ended with {status}.")
    return took, 1024 * used.ru_maxrss
