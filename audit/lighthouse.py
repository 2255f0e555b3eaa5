"""Lighthouse on one page, as a phone sees it: its scores, and the faults in words."""

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

COMMAND = Path(__file__).resolve().parent / "node_modules/lighthouse/cli/index.js"
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


def best_report(address: str) -> Report:
    """The first of five reports without a fault, else the best: a cold first run can score 0, and a machine that does
    something else for a moment takes a point."""
    reports = []
    for _ in range(5):
        reports.append(one_report(address))
        if not faults(reports[-1]):
            return reports[-1]
    return max(reports, key=lambda report: sum(scores(report).values()))


def one_report(address: str) -> Report:
    skipped = ",".join(audit for part, audit, _ in SKIPPED if part in address)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "report.json")  # a file, since a long report breaks off in a pipe
        options = ["--quiet", "--output=json", f"--output-path={output}", f"--chrome-flags={CHROME_FLAGS}"]
        options += [f"--only-categories={','.join(LEAST)}", "--no-enable-error-reporting", f"--skip-audits={skipped}"]
        environment = {**os.environ, "CHROME_PATH": os.environ["BROWSER"]}
        command = ["node", str(COMMAND), address, *options]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if output.exists():
            report: Report = json.loads(output.read_text(encoding="utf-8"))
            return report
    return {"runtimeError": {"message": f"Lighthouse made no report: {done.stderr[-500:]}"}}


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
    return [f"lost points: {one['title']}" for one in audits if one["score"] is not None and one["score"] < 1]
