"""In a browser, the page for people who come from a health record: to read, to use and to go on from."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_rules import ALL_RULES, RUN_AXE
from infobutton import BROKEN, one_code

pytestmark = pytest.mark.browser
STATES = {"pages": one_code("M80.08XA"), "no page": one_code("E11.9"), "nothing asked": "x=1"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("place", ["infobutton/", "r/sample/infobutton/"])
def test_axe_finds_nothing_on_it_and_it_is_as_wide_as_the_screen(page, base_url, place, width, scheme):
    page.set_viewport_size({"width": width, "height": 740})
    page.emulate_media(color_scheme=scheme)
    for query in STATES.values():
        page.goto(f"{base_url}/{place}?{query}")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.evaluate(AXE_SCRIPT)
        assert page.evaluate(RUN_AXE, {"rules": ALL_RULES}) == []


def test_each_page_that_it_names_opens(page, base_url):
    for place in range(len(BROKEN)):
        page.goto(f"{base_url}/r/sample/infobutton/?{one_code('M80.08XA')}")
        page.locator("main li a").nth(place).click()
        assert page.url == f"{base_url}/r/sample/{BROKEN[place]}/"


def test_nothing_of_the_question_goes_along_to_the_next_page(page, base_url):
    told = []
    page.on("request", lambda request: told.append(request.headers.get("referer", "")))
    page.goto(f"{base_url}/infobutton/?{one_code('M80.08XA')}&age.v.v=74")
    page.locator("main li a").first.click()
    page.wait_for_load_state()
    assert len(told) > 2
    assert not [one for one in told if "infobutton" in one]
