"""Every page in every state passes axe at A, AA, AAA and best practice."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_rules import ALL_RULES, RUN_AXE

pytestmark = pytest.mark.browser


@pytest.mark.holds
def test_axe_finds_nothing_on_any_page_in_light_or_dark(walk):
    found = [violation for state in walk.states for violation in state.violations]
    assert not found, "\n".join(found)


def test_axe_finds_nothing_on_a_phone_with_the_menus_open(page):
    page.set_viewport_size({"width": 360, "height": 740})
    found = []
    for url in ("/", "/risks/", "/self-check/", "/self-check/stops/"):
        page.goto(url)
        page.locator(".emergency summary").click()
        page.locator(".menu summary").click()
        page.evaluate(AXE_SCRIPT)
        found += [f"{url}: {violation}" for violation in page.evaluate(RUN_AXE, {"rules": ALL_RULES})]
    assert not found, "\n".join(found)
