"""The first view over a slow line, as deployed: nginx, TLS and real packets, in a lab.

Beside it are a Bootstrap page of the same words and fields, and the least that the line allows: a page of nothing but
the bytes. That is one file, as long, compressed, as our HTML and the styles that it waits for, with its words at the
end. By sums the least is three round trips (TCP, TLS 1.3, the request) and the time that those bytes take.
"""

import random
import re
import tempfile
import urllib.request
from collections.abc import Iterator
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
from paint import Seen, SetCookie
from patients import FITS
from rivals import bootstrap
from served import QUESTIONS, Served, remember
from show import at_most, number, spread

HERE = Path(__file__).parent
PAGES = {"home": "/", "risks": "/risks/", "a question": QUESTIONS[0], "the summary": "/self-check/summary/"}
OURS, THEIRS, LEAST = "this site", "Bootstrap 5", "only the bytes"
ROUNDS = 7
ROUND_TRIPS = 3
TO_LEAST, TO_THEIRS = 1.25, 0.75
COLUMNS = (
    "first paint ms",
    "LCP ms",
    "HTML there ms",
    "HTML and its styles kB",
    "kB on the line before first paint",
    "requests before it",
    "CLS",
)
# Of a page (ours, theirs, only the bytes): every load.
Loads = dict[str, list[Seen]]


def lines() -> Iterator[str]:
    """A section of the results, in markdown."""
    yield from ("## First view over a slow line", "")
    if reason := lab.why_not():
        yield f"Not measured: {reason}."
        return
    with ExitStack() as stack:
        place = stack.enter_context(lab.lab())
        yield from place.described()
        seen = _measured(stack, place)
    yield f"nginx has `deploy/nginx.conf`, with HTTP/2 and TLS 1.3; {ROUNDS} rounds by turns, each in a browser that"
    yield "has seen nothing before, at this machine’s speed. The Bootstrap pages have the same words and fields, but no"
    yield "picture and no font, and come from the same nginx as files with brotli. “Only the bytes” is the least that"
    yield "the line allows: our HTML and the styles that it waits for in one file, which has its words at the end."
    yield from ("", f"| | {' | '.join(COLUMNS)} |", f"|---|{'--:|' * len(COLUMNS)}")
    for page, loads in seen.items():
        for who, shown in loads.items():
            yield f"| {page}, {who} | {_cells(shown)} |"
    yield ""
    for page, loads in seen.items():
        yield from _bars(page, loads)


def _cells(loads: list[Seen]) -> str:
    times = ([getattr(one, name) for one in loads] for name in ("first_paint_ms", "largest_paint_ms", "html_ms"))
    sizes = (number(median(getattr(one, name) for one in loads) / 1000, 1) for name in ("needed_bytes", "wire_bytes"))
    requests, shift = (median(getattr(one, name) for one in loads) for name in ("requests", "shift"))
    return " | ".join([*map(spread, times), *sizes, number(requests), number(shift, 3)])


def _bars(page: str, loads: Loads) -> Iterator[str]:
    needed = loads[OURS][0].needed_bytes
    sums = 1000 * (ROUND_TRIPS * 2 * DELAY_SECONDS + 8 * needed / BITS_PER_SECOND)
    ours = median(one.largest_paint_ms for one in loads[OURS])
    yield at_most(f"LCP of {page}, times only the bytes", _times(loads, LEAST), TO_LEAST, 2)
    yield at_most(f"LCP of {page}, times the least by sums, {sums:.0f} ms", ours / sums, TO_LEAST, 2)
    yield at_most(f"LCP of {page}, times Bootstrap’s", _times(loads, THEIRS), TO_THEIRS, 2)


def _times(loads: Loads, who: str) -> float:
    """Our LCP to that of another: the median of the ratios of what came in the same round."""
    pairs = zip(loads[OURS], loads[who], strict=True)
    return median(ours.largest_paint_ms / theirs.largest_paint_ms for ours, theirs in pairs)


def _measured(stack: ExitStack, place: lab.Lab) -> dict[str, Loads]:
    certificates = chain.make()
    files = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    site = stack.enter_context(servers.this_site(cores=servers.ALL_CORES, environment=proxy.BEHIND))
    port = stack.enter_context(servers.secured(site, files, certificates))
    shown = stack.enter_context(paint.browser(place, certificates.fingerprint))
    cookies = cookies_of_a_visitor()
    _put_rivals(files, site, cookies)
    ways = {}
    for page, address in PAGES.items():
        ours = partial(paint.load, shown, place, f"https://{proxy.HOST}:{port}{address}", cookies)
        _put(files / "least" / address.strip("/"), _only_bytes(ours().needed_bytes))
        beside = f"https://{chain.FILES_HOST}:{port}"
        ways[page, OURS] = ours
        ways[page, THEIRS] = partial(paint.load, shown, place, beside + address)
        ways[page, LEAST] = partial(paint.load, shown, place, f"{beside}/least{address}")
    seen = paint.by_turns(ways, ROUNDS)
    return {page: {who: seen[page, who] for who in (OURS, THEIRS, LEAST)} for page in PAGES}


def cookies_of_a_visitor() -> list[SetCookie]:
    """Of one who has answered every question, and whose points all fit; as they are named under https."""
    kept = remember(Client(), FITS).cookies
    answers, form = kept[settings.ANSWERS_COOKIE_NAME].value, kept[settings.CSRF_COOKIE_NAME].value
    return [
        _cookie("__Secure-answers", answers, settings.ANSWERS_COOKIE_PATH),
        _cookie("__Host-form", form, "/"),
    ]


def _cookie(name: str, value: str, path: str) -> SetCookie:
    return {"name": name, "value": value, "path": path, "domain": proxy.HOST, "secure": True}


def _put_rivals(files: Path, site: servers.Server, cookies: list[SetCookie]) -> None:
    """The Bootstrap page of each of ours, its style and its script."""
    modules = npm.install(HERE)
    for part in (f"css/{bootstrap.CSS}", f"js/{bootstrap.SCRIPT}"):
        _compress(Path(copy(modules / "bootstrap/dist" / part, files)))
    given = "; ".join(f"{one['name']}={one['value']}" for one in cookies)
    headers = {"Host": proxy.HOST, "X-Forwarded-Proto": "https", "Cookie": given}
    for address in PAGES.values():
        asked = urllib.request.Request(site.url + address, headers=headers)  # noqa: S310 - our own
        with urllib.request.urlopen(asked) as response:  # noqa: S310 - our own
            html = response.read().decode()
        theirs = bootstrap.page_of(html)
        if _words(html) != _words(theirs):
            raise SystemExit(f"The Bootstrap page of {address} has other words.")
        _put(files / address.strip("/"), theirs)


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
    """A page that is this long when it is compressed, with its words at the end."""
    noise = random.Random(0).randbytes(length).hex()  # noqa: S311 - only to be as long
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head += '<title>Only the bytes</title><link rel="icon" href="data:,">'

    def page(count: int) -> str:
        return f"{head}<!--{noise[:count]}--><h1>Only the bytes</h1>"

    least, most = 0, len(noise)
    while least < most:
        middle = (least + most) // 2
        if len(brotli.compress(page(middle).encode())) < length:
            least = middle + 1
        else:
            most = middle
    return page(least)
