"""The first view on a slow phone, as Lighthouse sees it; beside a Bootstrap page of the same words and fields."""

import re
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copy
from statistics import median
from typing import Any

import brotli
import servers
from rivals import bootstrap
from served import Served
from show import at_most, number, spread

HERE = Path(__file__).parent
AUDIT = HERE.parent / "audit"
PAGES = {"home": "/", "a question": "/self-check/pain-trend/"}
TIMES = ("largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift")
ROUNDS = 3
Report = dict[str, Any]


def lines() -> Iterator[str]:
    """A section of the results, in markdown."""
    sys.path.append(str(AUDIT))
    import lighthouse
    import npm

    npm.install(AUDIT)
    with ExitStack() as stack:
        addresses = _addresses(stack, npm.install(HERE))
        reports: dict[str, list[Report]] = {name: [] for name in addresses}
        for _ in range(ROUNDS):
            for name, address in addresses.items():
                reports[name].append(_report(lighthouse.one_report, address))
    yield from ("## First view on a slow phone", "")
    yield "Lighthouse’s phone: 1.6 Mbit/s, 150 ms to the server and back, a quarter of this machine’s speed;"
    yield f"{ROUNDS} rounds by turns. First view is the HTML and its styles with their headers, as sent. The Bootstrap"
    yield "pages have the same words and fields, but no picture and no font, and come from nginx with brotli."
    yield from ("", "| | first view kB | all kB | requests | LCP s | TBT ms | CLS |", "|---|--:|--:|--:|--:|--:|--:|")
    for name, seen in reports.items():
        yield f"| {name} | {_cells(seen)} |"
    yield ""
    for page in PAGES:
        yield at_most(f"First view of {page}, kB", _first_view(reports[f"{page}, this site"][0]), 14, 2)


def _addresses(stack: ExitStack, modules: Path) -> dict[str, str]:
    ours = stack.enter_context(servers.this_site(cores=servers.ALL_CORES))
    root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    for part in (f"css/{bootstrap.CSS}", f"js/{bootstrap.SCRIPT}"):
        _put(Path(copy(modules / "bootstrap/dist" / part, root)))
    for address in PAGES.values():
        with urllib.request.urlopen(ours.url + address) as response:  # noqa: S310 - our own
            html = response.read().decode()
        file = root / address.strip("/") / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(bootstrap.page_of(html), encoding="utf-8")
        _put(file)
        if _words(html) != _words(file.read_text(encoding="utf-8")):
            raise SystemExit(f"The Bootstrap page of {address} has other words.")
    theirs = stack.enter_context(servers.nginx(root, {"Cache-Control": "max-age=31536000"}))
    both = (("this site", ours), ("Bootstrap 5", theirs))
    return {f"{page}, {who}": server.url + address for page, address in PAGES.items() for who, server in both}


def _put(file: Path) -> None:
    """Beside a file, the same compressed."""
    file.with_name(f"{file.name}.br").write_bytes(brotli.compress(file.read_bytes()))


def _words(html: str) -> str:
    return Served(re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)).text


def _report(look: Callable[[str], Report], address: str) -> Report:
    """One report with all its times: a browser that starts cold can fail to give them."""
    for _ in range(3):
        report = look(address)
        if "runtimeError" not in report and all("numericValue" in report["audits"][name] for name in TIMES):
            return report
    raise SystemExit(f"Lighthouse cannot measure {address}: {report.get('runtimeError')}")


def _cells(reports: list[Report]) -> str:
    first = reports[0]
    requests = _requests(first)
    paint, blocking, shift = ([report["audits"][name]["numericValue"] for report in reports] for name in TIMES)
    sizes = f"{number(_first_view(first), 1)} | {number(sum(one['transferSize'] for one in requests) / 1000, 1)}"
    shown = f"{spread([one / 1000 for one in paint], 2)} | {spread(blocking)} | {number(median(shift), 3)}"
    return f"{sizes} | {len(requests)} | {shown}"


def _requests(report: Report) -> list[Report]:
    found: list[Report] = report["audits"]["network-requests"]["details"]["items"]
    return found


def _first_view(report: Report) -> float:
    """The kilobytes of the HTML and of the styles that a screen needs."""
    needed = [one for one in _requests(report) if one["resourceType"] in ("Document", "Stylesheet")]
    return sum(one["transferSize"] for one in needed) / 1000
