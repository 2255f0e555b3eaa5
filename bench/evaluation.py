"""One evaluation of the rules with all its reasons, what is worth finding out of a blank sheet, and 10,000 patients."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import process_time

from interleave import measure
from patients import CASES, Given, edition
from servers import site_environment
from show import at_most, megabytes, number, spread

from screener.engine.summary import summarize
from screener.rule_sets.clinic import CLINIC_RULES

ROOT = Path(__file__).parent.parent
OURS = "this site"
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
    asked = edition()
    people = [(CLINIC_RULES.read(case["answers"], _day(case)), _day(case)) for case in CASES.values()]

    def ours() -> list[str]:
        return [summarize(asked, answers, today).outcome.id for answers, today in people]

    seconds = measure({OURS: ours}, ROUNDS, process_time)[OURS]
    yield from ("## One evaluation of the rules", "")
    count, notes = len(CLINIC_RULES.rules), len(CLINIC_RULES.notes)
    yield f"{len(people)} worked patients, {count} rules with their outcomes and {notes} notes;"
    yield f"{ROUNDS} rounds, in CPU time."
    each = [1e6 * one / len(people) for one in seconds]
    yield from ("", f"{spread(each, 1)} µs an evaluation.", "")
    yield at_most("One evaluation, µs", median(each), 60)


def _to_find_out() -> Iterator[str]:
    """What is worth finding out, for a sheet with nothing on it: nothing takes longer to look through."""
    asked, today = edition(), _day(CASES["blank-sheet"])

    def ours() -> list[int]:
        return [len(summarize(asked, {}, today).to_find_out) for _ in range(BLANK_SHEETS)]

    seconds = measure({OURS: ours}, ROUNDS, process_time)[OURS]
    yield from ("## What to find out", "")
    yield at_most("To find out of a blank sheet, ms", 1e3 * median(seconds) / BLANK_SHEETS, 5)


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
