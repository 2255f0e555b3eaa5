"""A month as nginx would have counted it, made up; and the report of it: `python tests/kit/made_up_month.py FOLDER`."""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import debian
from server import ROOT

sys.path.insert(0, str(ROOT / "deploy"))
import usage_report

MONTH = "2026-11"
# Of each hundred or so: what is opened, with the status and the size that nginx would write.
OPENED = {
    "/": 14,
    "/options/": 9,
    "/procedure/": 8,
    "/risks/": 8,
    "/recovery/": 6,
    "/evidence/": 3,
    "/cancer/": 2,
    "/guide.pdf": 2,
    "/es/": 2,
    "/es/risks/": 1,
    "/self-check/-": 30,
    "/r/sample/": 5,
    "/r/sample/risks/": 3,
    "/r/sample/logo.webp": 5,
    "/r/sample/pack/-": 1,
    "/clinics/sample/": 1,
    "/p/-": 1,
    "/-": 4,
}
# A clinic that three people came from.
RARE = "/r/riverside/"


def line(day: int, hour: int, path: str) -> str:
    """One line, as `counts` in deploy/nginx.conf writes it."""
    status, size, seconds = (404, 0, "0.000") if path == "/-" else (200, 0, "0.000")
    if not path.endswith("-"):
        size, seconds = 5000 + 100 * len(path), "0.001"
    return f'0.0.0.0 [{day:02}/Nov/2026:{hour:02}:00:00 +0000] "GET {path}" {status} {size} {seconds}\n'


def month(number: int = 5000) -> Iterator[str]:
    """So many lines in the order of their time, and three of the clinic that is seldom opened."""
    chance = random.Random(MONTH)  # noqa: S311 - the same each time
    times = sorted((chance.randint(1, 30), chance.choice(range(6, 23))) for _ in range(number))
    paths = chance.choices([*OPENED], [*OPENED.values()], k=number)
    for at, ((day, hour), path) in enumerate(zip(times, paths, strict=True)):
        yield line(day, hour, path)
        if at in (number // 4, number // 2, number - 1):
            yield line(day, hour, RARE)
            yield line(day, hour, f"{RARE}logo.webp")


if __name__ == "__main__":
    debian.need(("goaccess", "goaccess"))
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "counts.log"
    log.write_text("".join(month()), encoding="utf-8")
    usage_report.report(MONTH, folder, [log])
    print("A month that is made up:", *(f"  {file}" for file in sorted(folder.iterdir())), sep="\n")
    print((folder / f"{MONTH}-clinics.csv").read_text(encoding="utf-8"))
