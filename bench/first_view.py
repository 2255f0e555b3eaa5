"""The first view over a slow line, as deployed: nginx, TLS and real packets, in a lab.

Beside it are a Bootstrap page of the same words and fields, and the least that the line allows: a page of nothing but
the bytes. That is one file, as long, compressed, as our HTML and the styles that it waits for, with its words at the
end. By sums the least is three round trips (TCP, TLS 1.3, the request) and the time that those bytes take.
"""

import random
import re
import tempfile
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from shutil import copy
from statistics import median

import brotli
import chain
import lab
import npm
import paint
import proxy
import servers
from django.conf import settings
from django.test import Client
from line import BITS_PER_SECOND, DELAY_SECONDS
from paint import Seen
from patients import FITS
from playwright.sync_api import Browser, Cookie
from rivals import bootstrap
from served import QUESTIONS, Served, remember
from show import at_most, number, spread

HERE = Path(__file__).parent
PAGES = {"home": "/", "risks": "/risks/", "a question": QUESTIONS[0], "the summary": "/self-check/summary/"}
OURS, THEIRS, LEAST = "this site", "Bootstrap 5", "only the bytes"
ROUNDS = 7
ROUND_TRIPS = 3
TO_LEAST, TO_THEIRS, FIRST_VIEW_KB = 1.25, 0.75, 14
Loads = dict[str, list[Seen]]


def lines() -> Iterator[str]:
    """A section of the results, in markdown."""
    yield from ("## First view over a slow line", "")
    if reason := lab.why_not():
        yield f"Not measured: {reason}."
        return
    with ExitStack() as stack:
        place = stack.enter_context(lab.lab())
        there_and_back, rate = place.tried()
        seen = _measured(stack, place)
    yield "As deployed, over a line with real packets: nginx with `deploy/nginx.conf` and TLS, and a browser that has seen"
    yield f"nothing before. Asked of the line are 150 ms there and back and {BITS_PER_SECOND / 1e6:.2f} Mbit/s; tried before: {there_and_back:.0f} ms, and"
    yield f"{rate / 1e6:.2f} Mbit/s of what TCP carries. {ROUNDS} rounds by turns. The Bootstrap pages have the same words and"
    yield "fields, but no picture and no font, and come from the same nginx as files with brotli. The least that the line"
    yield "allows is the page “only the bytes”: our HTML and the styles it waits for in one file, its words at the end."
    yield from ("", f"| {' | '.join(COLUMNS)} |", f"|---|{'--:|' * (len(COLUMNS) - 1)}")
    for page, loads in seen.items():
        for who, shown in loads.items():
            yield f"| {page}, {who} | {_cells(shown)} |"
    yield ""
    for page, loads in seen.items():
        yield from _bars(page, loads)


COLUMNS = (
    "",
    "first paint ms",
    "LCP ms",
    "HTML there ms",
    "HTML and its styles kB",
    "kB on the line before first paint",
    "requests before it",
    "CLS",
)


def _cells(loads: list[Seen]) -> str:
    times = ([getattr(one, name) for one in loads] for name in ("first_paint_ms", "largest_paint_ms", "html_ms"))
    sizes = (number(median(getattr(one, name) for one in loads) / 1000, 1) for name in ("needed_bytes", "wire_bytes"))
    requests, shift = (median(getattr(one, name) for one in loads) for name in ("requests", "shift"))
    return " | ".join([*map(spread, times), *sizes, number(requests), number(shift, 3)])


def _bars(page: str, loads: Loads) -> Iterator[str]:
    needed = loads[OURS][0].needed_bytes
    sums = 1000 * (ROUND_TRIPS * 2 * DELAY_SECONDS + 8 * needed / BITS_PER_SECOND)
    yield f"- Least by sums for {page}: {sums:.0f} ms, three round trips and {needed:,} bytes"
    yield at_most(f"LCP of {page}, times only the bytes", _times(loads, LEAST), TO_LEAST, 2)
    yield at_most(f"LCP of {page}, times Bootstrap’s", _times(loads, THEIRS), TO_THEIRS, 2)
    yield at_most(f"HTML and styles of {page}, kB", needed / 1000, FIRST_VIEW_KB)


def _times(loads: Loads, who: str) -> float:
    """Our LCP to that of another: the median of the ratios of what came in the same round."""
    pairs = zip(loads[OURS], loads[who], strict=True)
    return median(ours.largest_paint_ms / theirs.largest_paint_ms for ours, theirs in pairs)


def _measured(stack: ExitStack, place: lab.Lab, changes: Mapping[str, str] = proxy.NO_CHANGES) -> dict[str, Loads]:
    """Every load of every page."""
    certificates = chain.make()
    root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    site = stack.enter_context(servers.this_site(cores=servers.ALL_CORES, **proxy.BEHIND))
    port = stack.enter_context(servers.secured(site, root, certificates, changes))
    shown = stack.enter_context(paint.browser(place, certificates.fingerprint))
    cookie = _cookie()
    _put_rivals(root, site.url, str(cookie["value"]))
    ways = {
        page: {
            OURS: partial(paint.load, shown, place, f"https://{proxy.HOST}:{port}{address}", [cookie]),
            THEIRS: partial(paint.load, shown, place, f"https://{chain.FILES_HOST}:{port}{address}"),
        }
        for page, address in PAGES.items()
    }
    for page, address in PAGES.items():
        _put(root / "least" / address.strip("/"), _only_bytes(ways[page][OURS]().needed_bytes))
        least = f"https://{chain.FILES_HOST}:{port}/least{address}"
        ways[page][LEAST] = partial(paint.load, shown, place, least)
    return _by_turns(ways)


def _by_turns(ways: Mapping[str, Mapping[str, Callable[[], Seen]]]) -> dict[str, Loads]:
    """Each page in each way in every round; the first round only warms up."""
    seen: dict[str, Loads] = {page: {who: [] for who in some} for page, some in ways.items()}
    for turn in range(ROUNDS + 1):
        for page, some in ways.items():
            for who, load in some.items():
                found = load()
                if turn:
                    seen[page][who].append(found)
    return seen


def _cookie() -> Cookie:
    """Of one who has answered every question, and whose points all fit."""
    value = remember(Client(), FITS).cookies[settings.ANSWERS_COOKIE_NAME].value
    path = settings.ANSWERS_COOKIE_PATH
    return {"name": f"__Secure-{settings.ANSWERS_COOKIE_NAME}", "value": value, "domain": proxy.HOST, "path": path, "secure": True}


def _put_rivals(root: Path, url: str, answers: str) -> None:
    modules = npm.install(HERE)
    for part in (f"css/{bootstrap.CSS}", f"js/{bootstrap.SCRIPT}"):
        _compress(Path(copy(modules / "bootstrap/dist" / part, root)))
    for address in PAGES.values():
        headers = {"Host": proxy.HOST, "X-Forwarded-Proto": "https", "Cookie": f"__Secure-answers={answers}"}
        with urllib.request.urlopen(urllib.request.Request(url + address, headers=headers)) as response:  # noqa: S310 - our own
            html = response.read().decode()
        theirs = bootstrap.page_of(html)
        if _words(html) != _words(theirs):
            raise SystemExit(f"The Bootstrap page of {address} has other words.")
        _put(root / address.strip("/"), theirs)


def _put(folder: Path, html: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(html, encoding="utf-8")
    _compress(folder / "index.html")


def _compress(file: Path) -> None:
    """Beside a file, the same compressed."""
    file.with_name(f"{file.name}.br").write_bytes(brotli.compress(file.read_bytes()))


def _words(html: str) -> str:
    return Served(re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)).text


def _only_bytes(length: int) -> str:
    """A page that is as long as this when it is compressed, with its words at the end."""
    noise = random.Random(0).randbytes(2 * length).hex()  # noqa: S311 - only to be as long
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'

    def page(count: int) -> str:
        return f'{head}<title>Only the bytes</title><link rel="icon" href="data:,"><!--{noise[:count]}--><h1>Only the bytes</h1>'

    least, most = 0, len(noise)
    while least < most:
        middle = (least + most) // 2
        if len(brotli.compress(page(middle).encode())) < length:
            least = middle + 1
        else:
            most = middle
    return page(least)
