"""Every page in every state passes axe at A, AA, AAA and best practice, fits a narrow screen, and is easy to hit."""

from collections import Counter

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from browser import everywhere

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL_RULES = {"type": "tag", "values": TAGS}
# What the dark colors could break; 7 to 1 holds 4.5 to 1 in it.
COLORS = {"type": "rule", "values": ["color-contrast-enhanced", "link-in-text-block"]}

# preload is for style sheets of other hosts, which this site has none of.
RUN_AXE = """(runOnly) => axe.run({runOnly, resultTypes: ["violations"], preload: false}).then(({violations}) =>
    violations.flatMap(({id, nodes}) => nodes.map(node => `${id}: ${node.html} (${node.target})`)))"""

# Controls less high than a finger wants. Not counted: what is hidden, the box in a label that is itself the target,
# and words explained in a running sentence, which WCAG 2.5.5 leaves out too.
LOW_CONTROLS = """[...document.querySelectorAll("button, .button, summary, label.choice, .score label, main input")]
    .filter(one => one.checkVisibility() && !one.matches("label input, .term"))
    .map(one => [one.outerHTML.slice(0, 120), one.getBoundingClientRect().height])
    .filter(([, height]) => height < 44)
    .map(([html, height]) => `${html} is ${height} px high`)"""

# What sticks out, if the page has to be scrolled sideways. A wide table scrolls in a frame of its own.
TOO_WIDE = """document.documentElement.scrollWidth <= innerWidth ? [] :
    [`needs ${document.documentElement.scrollWidth} px:`, ...[...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 5).map(one => one.outerHTML.slice(0, 120))].join(" ")"""


def axe(page, rules):
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(RUN_AXE, rules)


def test_axe_finds_nothing_on_any_page_in_light_or_dark(page):
    found = []
    for where in everywhere(page):
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        found += [f"{where}: {violation}" for violation in axe(page, ALL_RULES)]
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found += [f"{where}, dark: {violation}" for violation in axe(page, COLORS)]
    assert not found, "\n".join(found)


def test_axe_finds_nothing_on_a_phone_with_the_menus_open(page):
    page.set_viewport_size({"width": 360, "height": 740})
    found = []
    for url in ("/", "/risks/", "/self-check/", "/self-check/stops/"):
        page.goto(url)
        page.locator(".emergency summary").click()
        page.locator(".menu summary").click()
        found += [f"{url}: {violation}" for violation in axe(page, ALL_RULES)]
    assert not found, "\n".join(found)


def test_no_page_scrolls_sideways_on_the_narrowest_screens(page):
    found = []
    for where in everywhere(page):
        for width in (320, 360):
            page.set_viewport_size({"width": width, "height": 740})
            if problem := page.evaluate(TOO_WIDE):
                found.append(f"{where} at {width} px {problem}")
    assert not found, "\n".join(found)


def test_every_control_is_at_least_44_px_high(page):
    found = []
    for where in everywhere(page):
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            found += [f"{where} at {width} px: {problem}" for problem in page.evaluate(LOW_CONTROLS)]
    assert not found, "\n".join(found)


def test_every_state_of_a_page_says_something_else_under_one_heading(page):
    seen = [(where, page.locator("body").inner_text(), page.locator("h1").count()) for where in everywhere(page)]
    assert [where for where, _, headings in seen if headings != 1] == []
    times = Counter(words for _, words, _ in seen)
    assert [where for where, words, _ in seen if times[words] > 1] == []
