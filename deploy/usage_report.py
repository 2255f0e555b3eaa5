"""How often the pages of the site were opened in a month, of what deploy/nginx.conf counts. On the machine with nginx:

    python3 deploy/usage_report.py 2026-11 /srv/reports /var/log/kyphoplasty-guide/counts.log*

writes into /srv/reports

- 2026-11.html and 2026-11.json, by GoAccess (Debian: apt install goaccess): pages, days, hours, what was not found;
- 2026-11-clinics.csv: how often each clinic's link, /r/<link>/, was opened. Fewer than 10 times is "under 10", as so
  few may be told from one another. One that is not there was not opened. A clinic gets its own line.

Give it the files of all machines with nginx. A month is whole when the next has begun.

People are not counted, as nothing tells them from one another. What GoAccess takes for visitors are then days: the page
says so, and "visitors" in the JSON means days too. What is read of a clinic's pages is counted as that page. Sizes,
times, logos and reading lists are not counted: from each of them, what the CSV hides could be found by taking away.
"""

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

FEWEST = 10
LINE = re.compile(
    rb'(?P<before>0\.0\.0\.0 \[\d\d/(?P<month>\w{3}/\d{4}):\d\d:00:00 [+-]\d{4}\] "(?P<method>GET|POST) )'
    rb'(?P<path>/[\w./-]*)" (?P<status>\d{3}) \d+ \d+\.\d{3}\n'
)
# The same for GoAccess.
FORMAT = ('--log-format=%h [%d:%t %^] "%m %U" %s %b %T', "--date-format=%d/%b/%Y", "--time-format=%H:%M:%S")
# /r/sample/, and its twin in another language; and what lies below it.
OPENED = re.compile(rb"/r/(?P<link>[\w-]+)/(?:[a-z]{2,3}/)?")
OF_CLINICS_ALONE = re.compile(rb"/r/[\w-]+/(?:[a-z]{2,3}/)?(?:logo\.\w+|pack/-)")
PAGE_OF_CLINIC = re.compile(rb"/r/[\w-]+(?=/)")
FOR_STAFF = re.compile(rb"/clinics/[\w-]+(?=/)")
# These panels are of what is not logged.
NO_PANELS = ("HOSTS", "OS", "BROWSERS", "REFERRERS", "REFERRING_SITES", "KEYPHRASES", "VIRTUAL_HOSTS", "GEO_LOCATION")
# What an owner asks for stands in sight; the other columns come by a click.
HIDDEN = {column: {"hide": True} for column in ("visitors", "bytes", "avgts", "cumts", "maxts", "protocol")}
PANELS = ("visitors", "requests", "static_requests", "not_found", "visit_time", "status_codes")
LOOK = json.dumps({"perPage": 20, **{panel: {"columns": HIDDEN} for panel in PANELS}})
# What GoAccess 1.7 says of one address and one browser a day, which is what all lines here have.
WORDS = {
    '"Unique visitors per day - Including spiders"': '"Pages opened per day"',
    '"Hits having the same IP, date and agent are a unique visit."': '"People are not counted."',
    '"label": "Unique Visitors"': '"label": "Days"',
    '"label": "Hits/Visitors"': '"label": "Hits/Days"',
    '"label": "Visitors"': '"label": "Days"',
}


class Month:
    """What a month's lines say of the clinics, while they pass: `lines` are those that GoAccess counts."""

    def __init__(self, name: str) -> None:
        self.logged = datetime.strptime(name, "%Y-%m").strftime("%b/%Y").encode()
        self.lines = self.unreadable = 0
        self.opened: Counter[str] = Counter()

    def for_goaccess(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The lines of the month that GoAccess is to count, with no clinic in them."""
        for line in lines:
            if not (found := LINE.fullmatch(line)):
                self.unreadable += 1
            elif found["month"] == self.logged:
                path = found["path"]
                if (clinic := OPENED.fullmatch(path)) and found["status"] in (b"200", b"304"):
                    self.opened[clinic["link"].decode()] += 1
                elif not OF_CLINICS_ALONE.fullmatch(path):  # with one clinic, its number would be that clinic's
                    self.lines += 1
                    path = FOR_STAFF.sub(b"/clinics/-", PAGE_OF_CLINIC.sub(b"", path, 1), 1)
                    # Under a clinic's name a page is longer, and kept by no proxy: sums would say how often it was.
                    yield b'%s%s" %s 0 0.000\n' % (found["before"], path, found["status"])

    def of_clinics(self) -> list[tuple[str, str]]:
        """Each clinic with how often its link was opened, as it may be told."""
        return [(link, say(times)) for link, times in sorted(self.opened.items())]


def say(times: int) -> str:
    """A count as it may be told to others."""
    return str(times) if times >= FEWEST else f"under {FEWEST}"


def lines_of(files: Iterable[Path]) -> Iterator[bytes]:
    """All lines, one after the other."""
    for file in files:
        with file.open("rb") as lines:
            yield from lines


def goaccess(title: str, made: list[Path]) -> "subprocess.Popen[bytes]":
    """GoAccess, which reads lines from its standard input and writes these files."""
    program = ["goaccess", "-", "--no-global-config", *FORMAT, f"--html-report-title={title}", f"--html-prefs={LOOK}"]
    program += ["--no-progress", "--no-html-last-updated", *(f"--ignore-panel={name}" for name in NO_PANELS)]
    try:
        return subprocess.Popen(  # noqa: S603 - nothing of the log is in the command
            [*program, *(f"--output={path}" for path in made)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
        )
    except FileNotFoundError:
        raise SystemExit("goaccess is missing. On Debian: apt install goaccess") from None


def in_true_words(page: str) -> str:
    """GoAccess's page, which takes days for visitors, in words that are so. Raises SystemExit."""
    for its, ours in WORDS.items():
        if its not in page:
            raise SystemExit(f"This GoAccess no longer says {its}: mend WORDS in {Path(__file__).name}.")
        page = page.replace(its, ours)
    return page


def report(name: str, folder: Path, files: list[Path]) -> Month:
    """Make the files of a month in a folder: all of them, or none. Raises SystemExit, which says why."""
    month = Month(name)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as unfinished:
        page, numbers, clinics = (Path(unfinished, f"{name}{end}") for end in (".html", ".json", "-clinics.csv"))
        with goaccess(f"Pages opened in {name}", [page, numbers]) as counting:
            pass_on(month.for_goaccess(lines_of(files)), counting)
        if counting.returncode or not month.lines:
            raise SystemExit(f"No report: there is nothing of {name} in {', '.join(map(str, files))}.")
        page.write_text(in_true_words(page.read_text(encoding="utf-8")), encoding="utf-8")
        with clinics.open("w", encoding="utf-8", newline="") as table:
            csv.writer(table).writerows([("link", f"opened in {name}"), *month.of_clinics()])
        for made in (page, numbers, clinics):
            made.replace(folder / made.name)
    return month


def pass_on(lines: Iterable[bytes], program: "subprocess.Popen[bytes]") -> None:
    """All lines to a program. Where it ends before, it has said why."""
    if program.stdin:
        with suppress(BrokenPipeError), program.stdin as to:
            to.writelines(lines)


def main() -> None:
    """What the command line asks for."""
    ask = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    ask.add_argument("month", help="as 2026-11")
    ask.add_argument("folder", type=Path, help="where the report is to lie")
    ask.add_argument("files", type=Path, nargs="+", help="counts.log, and those before it")
    asked = ask.parse_args()
    if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", asked.month):
        ask.error(f"A month is written as 2026-11, not {asked.month}.")
    try:
        month = report(asked.month, asked.folder, asked.files)
    except OSError as error:
        raise SystemExit(f"{error.filename}: {error.strerror}.") from None
    if month.unreadable:
        print(f"{month.unreadable} lines were none of nginx's counts, and are left out.", file=sys.stderr)
    print(f"{month.lines} lines: {asked.folder / asked.month}.html")


if __name__ == "__main__":
    main()
