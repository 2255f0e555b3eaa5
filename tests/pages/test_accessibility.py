"""Every page in every state passes axe at A, AA, AAA and best practice."""

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
