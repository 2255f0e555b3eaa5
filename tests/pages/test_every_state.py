"""Every page in every state fits any screen and a finger, prints what it must, is like no other, asks no other host.

They are gone through once, as that takes long; each test looks at one thing that was seen there.
"""

from collections import Counter
from dataclasses import dataclass

import pytest
from browser import GUIDE, TOO_WIDE, everywhere, remember
from patients import FITS

from screener.rule_sets.clinic import CLINIC_RULES

pytestmark = pytest.mark.browser

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


@dataclass(frozen=True)
class Walk:
    """All states, and the addresses that the browser asked for on the way."""

    states: list[State]
    asked: list[str]


@pytest.fixture(scope="module")
def walk(browser, browser_context_args):
    """Once through everything, on screens of several widths and on paper."""
    with browser.new_context(**browser_context_args) as context:
        asked = []
        context.on("request", lambda request: asked.append(request.url))
        page = context.new_page()
        states = [_seen(page, name) for name in everywhere(page)]
        remember(page, FITS)
        page.goto(GUIDE)
        page.pdf()
    return Walk(states, asked)


def _seen(page, name):
    words, headings = page.locator("body").inner_text(), page.locator("h1").count()
    page.emulate_media(media="print")
    printed, printed_chrome = page.locator("body").inner_text(), page.evaluate(SHOWN, CHROME)
    page.emulate_media(media="screen")
    low, wide = {}, {}
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 740})
        low[width], wide[width] = page.evaluate(LOW_CONTROLS), page.evaluate(TOO_WIDE)
    return State(name, words, headings, printed, printed_chrome, low, wide)


def test_no_page_scrolls_sideways_on_any_screen(walk):
    found = [(state.name, width, wide) for state in walk.states for width, wide in state.too_wide.items() if wide]
    assert found == []


def test_every_control_is_at_least_44_px_high(walk):
    found = [(state.name, width, low) for state in walk.states for width, low in state.low_controls.items() if low]
    assert found == []


def test_every_state_of_a_page_says_something_else_under_one_heading(walk):
    assert [state.name for state in walk.states if state.headings != 1] == []
    times = Counter(state.words for state in walk.states)
    assert [state.name for state in walk.states if times[state.words] > 1] == []


def test_every_printout_leaves_out_the_chrome_and_holds_the_help_lines(walk):
    assert [(state.name, state.printed_chrome) for state in walk.states if state.printed_chrome] == []
    needed = [words for line in CLINIC_RULES.help_lines for words in (line.call, *line.signs)]
    assert [(state.name, words) for state in walk.states for words in needed if words not in state.printed] == []


def test_no_page_asks_another_host_for_anything_on_screen_or_on_paper(walk, base_url):
    assert len(walk.asked) > 100
    assert {address for address in walk.asked if not address.startswith(f"{base_url}/")} == set()
