"""Lighthouse on pages as a phone sees them: their scores, and the faults in words."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from engines.drivers import pipe

PROGRAM = Path(__file__).with_name("lighthouse_reports.mjs")
LEAST = {"performance": 100, "accessibility": 100, "best-practices": 100, "seo": 100}
CHROME_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)
SKIPPED = (  # (a part of the address, the audit, why it is passed over there)
    ("/", "robots-txt", "Lighthouse fetches it from within the page, which our Content-Security-Policy forbids"),
    ("/self-check/", "is-crawlable", "the pages of the self-check are kept out of search engines on purpose"),
)
Report = dict[str, Any]


class Lighthouse:
    """Lighthouse and its Chromium, which stay for all pages."""

    def __enter__(self) -> "Lighthouse":
        given = json.dumps({"chromeFlags": CHROME_FLAGS.split(), "categories": list(LEAST)})
        environment = {**os.environ, "CHROME_PATH": os.environ["BROWSER"]}
        self.process = subprocess.Popen(  # noqa: S603 - our own
            ["node", str(PROGRAM), given],  # noqa: S607
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        return self

    def __exit__(self, *_: object) -> None:
        """It ends with its Chromium when nothing more can be asked."""
        self.process.communicate(timeout=60)

    def best_report(self, address: str) -> Report:
        """The first of five reports without a fault, else the best: a cold first run can score 0, and a machine that
        does something else for a moment takes a point."""
        reports = []
        for _ in range(5):
            reports.append(self.report(address))
            if not faults(reports[-1]):
                return reports[-1]
        return max(reports, key=lambda report: sum(scores(report).values()))

    def report(self, address: str) -> Report:
        skipped = [audit for part, audit, _ in SKIPPED if part in address]
        print(json.dumps({"url": address, "skipAudits": skipped}), file=pipe(self.process.stdin), flush=True)
        line = pipe(self.process.stdout).readline()
        if not line:
            sys.exit(f"Lighthouse stopped at {address}, after what it says above.")
        report: Report = json.loads(line)
        return report


def scores(report: Report) -> dict[str, int]:
    """The scores out of 100; 0 where there is none."""
    categories = report.get("categories", {})
    return {name: round(100 * (categories.get(name, {}).get("score") or 0)) for name in LEAST}


def faults(report: Report) -> list[str]:
    """What keeps the page from passing."""
    if "runtimeError" in report:
        return [report["runtimeError"]["message"]]
    low = [f"{name} is {score}, not {LEAST[name]}" for name, score in scores(report).items() if score < LEAST[name]]
    foreign = [f"asks {host}, which is not this site" for host in foreign_hosts(report)]
    return [*low, *foreign, *(lost_points(report) if low else [])]


def foreign_hosts(report: Report) -> list[str]:
    own = urlsplit(report["requestedUrl"]).netloc
    asked = {urlsplit(item["url"]).netloc for item in report["audits"]["network-requests"]["details"]["items"]}
    return sorted(asked - {own, ""})


def lost_points(report: Report) -> list[str]:
    weighed = [ref["id"] for name in LEAST for ref in report["categories"][name]["auditRefs"] if ref["weight"]]
    audits = [report["audits"][audit] for audit in weighed]
    failed = [f"no answer to: {one['title']}: {one['errorMessage']}" for one in audits if "errorMessage" in one]
    return failed + [f"lost points: {one['title']}" for one in audits if one["score"] is not None and one["score"] < 1]
