"""A page loaded in the lab as if for the first time, and when something could be seen of it."""

import os
import shlex
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from lab import SERVER, Lab
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, sync_playwright

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync")
PHONE: dict[str, Any] = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 1.75,
    "is_mobile": True,
    "has_touch": True,
}
# What still comes when a page has loaded, and what the line still carries.
SETTLED_MS = 1000
TIMES = """async () => {
    const all = type => new Promise(done => {
        const found = [];
        new PerformanceObserver(list => found.push(...list.getEntries())).observe({type, buffered: true});
        setTimeout(() => done(found), 50);
    });
    const [html] = performance.getEntriesByType("navigation");
    const files = performance.getEntriesByType("resource");
    const first = performance.getEntriesByName("first-contentful-paint")[0].startTime;
    const waitedFor = files.filter(one => one.renderBlockingStatus === "blocking");
    return {
        began: performance.timeOrigin / 1000,
        protocol: html.nextHopProtocol,
        html_ms: html.responseEnd,
        first_paint_ms: first,
        largest_paint_ms: (await all("largest-contentful-paint")).at(-1).startTime,
        shift: (await all("layout-shift")).reduce((sum, one) => sum + one.value, 0),
        requests: 1 + files.filter(one => one.startTime < first).length,
        needed_bytes: [html, ...waitedFor].reduce((sum, one) => sum + one.encodedBodySize, 0),
    };
}"""


Name = TypeVar("Name")
SetCookie = SetCookieParam  # Playwright gives the type no public name


@dataclass(frozen=True)
class Seen:
    """One load. Times are milliseconds from when the address was entered; requests are those before the first paint."""

    began: float
    protocol: str
    html_ms: float
    first_paint_ms: float
    largest_paint_ms: float
    shift: float
    requests: int
    # The HTML and the styles that it waits for, compressed, without headers.
    needed_bytes: int
    # All that came over the line until the first paint, with TLS and headers.
    wire_bytes: int


@contextmanager
def browser(lab: Lab, trusted: str) -> Iterator[Browser]:
    """Chromium in the lab. It trusts the certificate with this fingerprint, and looks up no name."""
    inside = lab.inside(os.environ["BROWSER"])
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        program = Path(folder, "chromium")
        program.write_text(f'#!/bin/sh\nexec {shlex.join(inside)} "$@"\n')
        program.chmod(0o700)
        ours = (f"--host-resolver-rules=MAP * {SERVER}", f"--ignore-certificate-errors-spki-list={trusted}")
        shown = play.chromium.launch(executable_path=program, args=[*FLAGS, *ours])
        try:
            yield shown
        finally:
            shown.close()


def load(browser: Browser, lab: Lab, address: str, cookies: Sequence[SetCookie] = ()) -> Seen:
    """Load a page with an empty cache and over a new connection, as nobody's browser has seen it."""
    lab.forget()
    context = browser.new_context(**PHONE)
    try:
        context.add_cookies(cookies)
        page = context.new_page()
        page.goto(address, wait_until="load")
        page.wait_for_timeout(SETTLED_MS)
        times = page.evaluate(TIMES)
    finally:
        context.close()
    until = times["began"] + times["first_paint_ms"] / 1000
    return Seen(**times, wire_bytes=lab.bytes_to_client(times["began"], until))


def by_turns(ways: Mapping[Name, Callable[[], Seen]], rounds: int) -> dict[Name, list[Seen]]:
    """A load in each way in every round; one before them only warms up."""
    for load in ways.values():
        load()
    seen: dict[Name, list[Seen]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, load in ways.items():
            seen[name].append(load())
    return seen
