"""Once through every page in every state, as that takes long; each test looks at one thing that was seen there."""

import fcntl
import os
import pickle
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_rules import ALL_RULES, COLORS, RUN_AXE
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
# What is drawn or built in a way of its own has a class of its own.
PARTS = """[...new Set([...document.querySelectorAll("body, body *")]
    .map(one => `${one.tagName}.${one.getAttribute("class")}`))]"""


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
    parts_seen: set[str] = field(default_factory=set)

    def see(self, page, name):
        words, headings = page.locator("body").inner_text(), page.locator("h1").count()
        violations = self._violations(page, name)
        page.emulate_media(media="print")
        printed, printed_chrome = page.locator("body").inner_text(), page.evaluate(SHOWN, CHROME)
        page.emulate_media(media="screen")
        low, wide = {}, {}
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            low[width], wide[width] = page.evaluate(LOW_CONTROLS), page.evaluate(TOO_WIDE)
        self.states.append(State(name, words, headings, printed, printed_chrome, low, wide, violations))

    def _violations(self, page, name):
        """What axe finds: on each public page, and where there is a part not yet seen, there in the dark as well."""
        parts = set(page.evaluate(PARTS))
        is_new = FULL or bool(parts - self.parts_seen)
        self.parts_seen |= parts
        if not is_new and name not in PUBLIC:
            return []
        page.evaluate(AXE_SCRIPT)
        found = [f"{name}: {violation}" for violation in page.evaluate(RUN_AXE, ALL_RULES)]
        if is_new:
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            found += [f"{name}, dark: {violation}" for violation in page.evaluate(RUN_AXE, COLORS)]
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
