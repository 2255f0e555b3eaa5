"""One evaluation of the rules with all its reasons, beside json-logic and zen-engine on the same rules; and 10,000."""

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
from patients import CASES, Given
from rivals import rules
from servers import site_environment
from show import at_most, megabytes, number, spread

from screener.engine.logic import Truth
from screener.engine.summary import Summary, summarize
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
    people = [(CLINIC_RULES.read(case["answers"], _day(case)), _day(case)) for case in CASES.values()]
    given = [rules.data_of(answers, today) for answers, today in people]
    rivals = {name: translated() for name, translated in rules.ENGINES.items()}
    for (answers, today), data in zip(people, given, strict=True):
        _refuse_difference(
            summarize(CLINIC_RULES, answers, today), {name: rival(data) for name, rival in rivals.items()}
        )

    def ours() -> list[str]:
        return [summarize(CLINIC_RULES, answers, today).outcome.id for answers, today in people]

    def through(rival: Callable[[rules.Data], rules.Found]) -> Callable[[], object]:
        return lambda: [rival(data) for data in given]

    times = measure({OURS: ours, **{name: through(rival) for name, rival in rivals.items()}}, ROUNDS, process_time)
    yield from ("## One evaluation of the rules", "")
    count, notes = len(CLINIC_RULES.rules), len(CLINIC_RULES.notes)
    yield f"{len(people)} worked patients, {count} rules with their outcomes and {notes} notes;"
    yield f"{ROUNDS} rounds by turns, in CPU time; every engine finds the same. No other one has a third truth value or"
    yield "dates: unknown is spelled out for them in numbers, and their days are counted before the time starts."
    yield from ("", "| | µs an evaluation | ratio to ours |", "|---|--:|--:|")
    for name, seconds in times.items():
        each = spread([1e6 * one / len(people) for one in seconds], 1)
        yield f"| {name} | {each} | {number(median(seconds) / median(times[OURS]), 1)} |"
    yield from ("", at_most("One evaluation, µs", 1e6 * median(times[OURS]) / len(people), 60))


def _to_find_out() -> Iterator[str]:
    """What is worth finding out, for a sheet with nothing on it: nothing takes longer to look through."""
    today = _day(CASES["blank-sheet"])

    def ours() -> list[int]:
        return [len(summarize(CLINIC_RULES, {}, today).to_find_out) for _ in range(BLANK_SHEETS)]

    seconds = measure({OURS: ours}, ROUNDS, process_time)[OURS]
    yield from ("## What to find out", "")
    yield at_most("To find out of a blank sheet, ms", 1e3 * median(seconds) / BLANK_SHEETS, 5)


def _day(case: Given) -> date:
    return date.fromisoformat(case["today"])


def _refuse_difference(ours: Summary, theirs: dict[str, rules.Found]) -> None:
    """Raise SystemExit unless the rivals find the same outcome of each rule and the same truth of each note."""
    truths = [note.condition.truth(ours.sheet).value for note in CLINIC_RULES.notes]
    same = [*(int(finding.outcome) for finding in ours.findings), *truths]
    said = [note.id for note, truth in zip(CLINIC_RULES.notes, truths, strict=True) if Truth(truth) is Truth.YES]
    if said != [note.id for note in ours.notes]:
        raise SystemExit(f"The notes of {ours.sheet.answers} are {said}.")
    for name, found in theirs.items():
        if found != same:
            raise SystemExit(f"{name} finds {found} of {ours.sheet.answers}, not {same}.")


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
