"""The longest pages at a quarter of this machine's speed: what they hold and take, and how they answer a finger."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

import paint
import servers
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from show import at_most, megabytes, number, spread

PAGES = ("/risks/", "/evidence/")
SLOWER, ROUNDS = 4, 5
SETTLED_MS = 1000
LONGEST_MS = 200
# Every event that a hand makes and how long it took until the screen showed what came of it, in steps of 8 ms; and the
# longest time between two pictures.
WATCH = """() => {
    window.longest = 0;
    new PerformanceObserver(list => {
        for (const one of list.getEntries())
            if (one.interactionId) window.longest = Math.max(window.longest, one.duration);
    }).observe({type: "event", durationThreshold: 16});
    window.apart = 0;
    let before = performance.now();
    const next = now => {
        window.apart = Math.max(window.apart, now - before);
        before = now;
        requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
}"""
RESET = "() => { window.longest = 0; window.apart = 0; }"


@dataclass(frozen=True)
class Looked:
    """One load of a page and what was done on it."""

    nodes: int
    heap_bytes: int
    renderer_bytes: int
    layout_ms: float
    style_ms: float
    task_ms: float
    # Milliseconds of each interaction.
    longest: dict[str, float]


def lines() -> Iterator[str]:
    """A section of the results, in markdown."""
    with servers.this_site(cores=servers.ALL_CORES) as site, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ["BROWSER"], args=paint.FLAGS)
        seen = {page: [_look(browser, site.url + page) for _ in range(ROUNDS + 1)][1:] for page in PAGES}
        browser.close()
    yield from ("## The longest pages at a quarter of the speed", "")
    yield f"Chromium as a phone; {ROUNDS} loads of each. Work counts until the page rests. What a finger asks for is"
    yield "there when the screen shows it, in steps of 8 ms; for scrolling it is the longest time between two pictures"
    yield "while the whole page passes."
    yield from ("", f"| | {' | '.join(COLUMNS)} |", f"|---|{'--:|' * len(COLUMNS)}")
    yield from (f"| `{page}` | {_cells(looked)} |" for page, looked in seen.items())
    yield from ("", f"| answers, ms | {' | '.join(f'`{page}`' for page in PAGES)} |", f"|---|{'--:|' * len(PAGES)}")
    for what in DONE:
        yield f"| {what} | {' | '.join(spread([one.longest[what] for one in seen[page]]) for page in PAGES)} |"
    yield ""
    for page, looked in seen.items():
        longest = max(median(one.longest[what] for one in looked) for what in DONE)
        yield at_most(f"Slowest of them on `{page}`, ms", longest, LONGEST_MS, 0)


COLUMNS = ("nodes", "style ms", "layout ms", "all work ms", "script memory MB", "memory of its process MB")


def _cells(looked: list[Looked]) -> str:
    times = (spread([getattr(one, name) for one in looked]) for name in ("style_ms", "layout_ms", "task_ms"))
    sizes = (megabytes(median(getattr(one, name) for one in looked)) for name in ("heap_bytes", "renderer_bytes"))
    return " | ".join([number(looked[0].nodes), *times, *sizes])


def _look(browser: Browser, address: str) -> Looked:
    context = browser.new_context(**paint.PHONE)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load")
    page.wait_for_timeout(SETTLED_MS)
    found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    memory = _renderer_bytes(browser)
    page.evaluate(WATCH)
    longest = {what: _longest(page, session, what) for what in DONE}
    context.close()
    return Looked(
        nodes=int(found["Nodes"]),
        heap_bytes=int(found["JSHeapUsedSize"]),
        renderer_bytes=memory,
        layout_ms=1000 * found["LayoutDuration"],
        style_ms=1000 * found["RecalcStyleDuration"],
        task_ms=1000 * found["TaskDuration"],
        longest=longest,
    )


def _tap(selector: str) -> Callable[[Page, CDPSession], None]:
    def tap(page: Page, session: CDPSession) -> None:
        page.locator(selector).first.tap()

    return tap


def _scroll(page: Page, session: CDPSession) -> None:
    """The whole page, as fast as a finger flings it."""
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    page.evaluate(RESET)
    down = -page.evaluate("document.documentElement.scrollHeight")
    session.send("Input.synthesizeScrollGesture", {"x": 200, "y": 400, "yDistance": down, "speed": 8000})


OPEN, TERM, LINK, SCROLL = "to open what is folded", "to show a word’s meaning", "to go to a heading", "to scroll"
DONE: dict[str, Callable[[Page, CDPSession], None]] = {
    OPEN: _tap("main details > summary"),
    TERM: _tap("main button.term"),
    LINK: _tap('main a[href^="#"]'),
    SCROLL: _scroll,
}


def _longest(page: Page, session: CDPSession, what: str) -> float:
    """Milliseconds from the finger to the picture, or between two pictures while the page passes."""
    page.evaluate(RESET)
    DONE[what](page, session)
    page.wait_for_timeout(SETTLED_MS)
    return float(page.evaluate("apart" if what == SCROLL else "longest"))


def _renderer_bytes(browser: Browser) -> int:
    """The memory of the greatest process that draws pages (PSS)."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return max(servers.memory(one["id"], "Pss") for one in processes if one["type"] == "renderer")
