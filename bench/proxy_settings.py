"""Settings of `deploy/nginx.conf` for the first view, each taken away, and one of the kernel put in: in the lab."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import chain
import lab
import paint
import proxy
import servers
from paint import Seen
from playwright.sync_api import Browser
from show import number, spread

PAGES = {"home": "/", "risks": "/risks/"}
SHIPPED = "as shipped"
CHANGES: dict[str, Mapping[str, str]] = {
    SHIPPED: {},
    "without HTTP/2": {" ssl http2;": " ssl;"},
    "records of 16 kB": {"ssl_buffer_size 2800;": ""},
    "records of 4 kB": {"ssl_buffer_size 2800;": "ssl_buffer_size 4k;"},
    "two tickets": {"ssl_conf_command NumTickets 0;": ""},
}
WINDOWS = {"initcwnd 20": 20}
ROUNDS = 7


def lines() -> Iterator[str]:
    """A section of the results, in markdown."""
    yield from ("## Settings of the proxy", "")
    if reason := lab.why_not():
        yield f"Not measured: {reason}."
        return
    with ExitStack() as stack:
        place = stack.enter_context(lab.lab())
        yield from place.described()
        seen = _measured(stack, place)
    yield f"{ROUNDS} rounds by turns. HTTP/2, records of 2.8 kB and no tickets are shipped; Linux sends ten packets."
    yield from ("", "| | first paint ms | HTML there ms | kB on the line before first paint |", "|---|--:|--:|--:|")
    for (page, setting), loads in seen.items():
        times = (spread([getattr(one, name) for one in loads]) for name in ("first_paint_ms", "html_ms"))
        yield f"| {page}, {setting} | {' | '.join(times)} | {number(min(one.wire_bytes for one in loads) / 1000, 1)} |"


def _measured(stack: ExitStack, place: lab.Lab) -> dict[tuple[str, str], list[Seen]]:
    certificates = chain.make()
    nothing = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    site = stack.enter_context(servers.this_site(cores=servers.ALL_CORES, environment=proxy.BEHIND))
    shown = stack.enter_context(paint.browser(place, certificates.fingerprint))
    ports = {
        name: stack.enter_context(servers.secured(site, nothing, certificates, changes))
        for name, changes in CHANGES.items()
    }
    ways = {}
    for page, address in PAGES.items():
        for name in (*CHANGES, *WINDOWS):
            url = f"https://{proxy.HOST}:{ports.get(name, ports[SHIPPED])}{address}"
            ways[page, name] = partial(_load, place, shown, url, WINDOWS.get(name, lab.INITIAL_WINDOW))
    return paint.by_turns(ways, ROUNDS)


def _load(place: lab.Lab, shown: Browser, url: str, window: int) -> Seen:
    lab.set_window(window)
    return paint.load(shown, place, url)
