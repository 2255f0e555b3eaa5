"""What another language adds to a start: the server's program loaded without it and with it, by turns."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from servers import site_environment
from show import at_most, spread

ROOT = Path(__file__).parent.parent
RUNS = 12
LOAD = """
from time import process_time
begun = process_time()
from kyphoplasty_site.wsgi import application
print(process_time() - begun)
"""


def lines() -> Iterator[str]:
    """A section of the results, in markdown."""
    _program("manage.py", "words", "--compile", languages="")
    pairs = [tuple(float(_program("-c", LOAD, languages=one)) for one in ("", "es")) for _ in range(RUNS)]
    without, with_it = zip(*pairs, strict=True)
    more = [1000 * (second - first) for first, second in pairs]
    yield from ("## What a language adds to a start", "")
    yield f"Spanish in trial, compiled; processor time until the program could answer, {RUNS} pairs of runs."
    yield from ("", "| | s: median (range) |", "|---|--:|")
    yield f"| English alone | {spread(without, 2)} |"
    yield f"| English and Spanish | {spread(with_it, 2)} |"
    yield from ("", f"The difference in ms: {spread(more)}.", "")
    yield at_most("A language more, ms", median(more), 100, 0)


def _program(*arguments: str, languages: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**site_environment(), "LANGUAGES_IN_TRIAL": languages},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout
