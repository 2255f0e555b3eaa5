"""Once through every page in every state, as that takes long; each test looks at one thing that was seen there."""

import fcntl
import os
import pickle
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_rules import BUT_COLORS, COLORS, RUN_AXE
from browser import GUIDE, PUBLIC, TOO_WIDE, everywhere, remember
from full import FULL
from patients import FITS

# Controls less high than a finger wants. Not counted: what is hidden, the box in a label that is itself the target,
# and words explained in a running sentence, which WCAG 2.5.5 leaves out too.
LOW_CONTROLS = """[...document.querySelectorAll("button, .button, summary, label.choice, .score label, main input")]
    .filter(one => one.checkVisibility() && !one.matches("label input, .term"))
    .map(one => [one.outerHTML.slice(0, 120), one.getBoundingClientRect().height])
    .filter(([, height]) => height < 44)
    .map(([html, height]) => `${html} is ${height} px high`)"""
SHOWN = """chrome => [...document.querySelectorAll(chrome)]
    .filter(one => one.checkVisibility()).map(one => one.outerHTML.slice(0, 80))"""
CHROME = "header.site, footer.site, nav, .emergency, .skip, .clear, .button, .no-print"
# What is drawn or built in a way of its own has a class of its own. Returns these, and color and ground of each with
# words, as far as they were not seen before; words that stand so for the first time are marked in the page.
MARK_NEW = """seen => {
    const name = one => `${one.tagName}.${one.getAttribute("class")}`;
    const isBare = ({backgroundColor, backgroundImage}) =>
        backgroundColor === "rgba(0, 0, 0, 0)" && backgroundImage === "none";
    const ground = one => one.parentElement && isBare(getComputedStyle(one)) ? ground(one.parentElement) : name(one);
    const before = new Set(seen), found = new Set();
    for (const one of document.querySelectorAll("body, body *")) {
        found.add(name(one));
        const words = [...one.childNodes].filter(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
        if (!words.length || !one.checkVisibility()) continue;
        const drawn = `${name(one)} in ${getComputedStyle(one).color} on ${ground(one)}`;
        found.add(drawn);
        if (!before.has(drawn)) one.dataset.new = "";
    }
    return [...found].filter(part => !before.has(part));
}"""
NEW = "[data-new]"


@dataclass(frozen=True)
class State:
    """A page in one of its states, as it was seen. What is wrong with it at a width (px) is in words."""

    name: str
    words: str
    headings: int
    printed: str
    printed_chrome: list[str]
    low_controls: dict[int, list[str]]
    too_wide: dict[int, str]
    violations: list[str]


@dataclass
class Walk:
    """All states, and the addresses that the browser asked for on the way."""

    states: list[State] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    parts_seen: list[str] = field(default_factory=list)

    def see(self, page, name):
        words, headings = page.locator("body").inner_text(), page.locator("h1").count()
        new_parts = page.evaluate(MARK_NEW, self.parts_seen)
        self.parts_seen += new_parts
        violations = self._violations(page, name) if new_parts or name in PUBLIC or FULL else []
        page.emulate_media(media="print")
        printed, printed_chrome = page.locator("body").inner_text(), page.evaluate(SHOWN, CHROME)
        page.emulate_media(media="screen")
        low, wide = {}, {}
        for width in (320, 360, 1280) if new_parts or FULL else (320,):
            page.set_viewport_size({"width": width, "height": 740})
            low[width], wide[width] = page.evaluate(LOW_CONTROLS), page.evaluate(TOO_WIDE)
        page.set_viewport_size({"width": 1280, "height": 740})
        self.states.append(State(name, words, headings, printed, printed_chrome, low, wide, violations))

    def _violations(self, page, name):
        """What axe finds: how the page is built, and in light and dark the words that are marked as new."""
        page.evaluate(AXE_SCRIPT)
        found = [f"{name}: {violation}" for violation in page.evaluate(RUN_AXE, {"rules": BUT_COLORS})]
        where = "body" if FULL else NEW
        for scheme in ("light", "dark") if page.locator(where).count() else ():
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            seen = page.evaluate(RUN_AXE, {"rules": COLORS, "where": where})
            found += [f"{name}, {scheme}: {violation}" for violation in seen]
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        return found


@pytest.fixture(scope="session")
def walk(browser, browser_context_args, base_url, tmp_path_factory):
    """Once through everything. Of several processes that test, one walks; the others wait for what it saw."""
    own = tmp_path_factory.getbasetemp()  # below the folder of this run, if several processes share it
    seen = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "walk"
    with seen.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not seen.exists():
            walk = walked(browser, browser_context_args, base_url)
            seen.write_bytes(pickle.dumps(walk))
        return pickle.loads(seen.read_bytes())  # noqa: S301 - written a moment ago


def walked(browser, browser_context_args, base_url):
    walk = Walk()
    with browser.new_context(**browser_context_args) as context:
        context.on("request", lambda request: walk.asked.append(request.url.replace(base_url, "")))
        page = context.new_page()
        for name in everywhere(page):
            walk.see(page, name)
        remember(page, FITS)
        page.goto(GUIDE)
        page.pdf()
    return walk
