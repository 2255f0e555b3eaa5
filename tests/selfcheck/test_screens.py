"""How long the pages of the self-check are on a phone, and how far the button of a question is with large text."""

import pytest
from browser import SUMMARY, address, remember
from patients import FITS

from screener.engine.facts import Kind
from screener.rule_sets.clinic import CLINIC_RULES

pytestmark = pytest.mark.browser

TWICE_AS_LARGE = "html { font-size: 200% !important }"
SCREENS = """() => [document.querySelector("main"), document.querySelector("main form .actions")]
    .map(one => one.getBoundingClientRect().top / innerHeight).reduce((from, to) => to - from)"""
HEIGHT = """document.querySelector("main").getBoundingClientRect().height / innerHeight"""
# With eleven signs the first is the longest. With all of what they mean unfolded it was 15.
MOST_OF_SIGNS, MOST = 7.5, 5.6


# With all folds closed.
MOST_OF_RULES, MOST_OF_A_SUMMARY = 10, 6


def test_no_question_has_many_screens_before_its_button_with_large_text(new_context):
    page = new_context(viewport={"width": 390, "height": 844}, bypass_csp=True).new_page()
    remember(page, FITS)
    screens = {}
    for fact in (one for one in CLINIC_RULES.facts if one.kind in (Kind.MANY, Kind.CHOICE)):
        page.goto(address(fact.id))
        page.add_style_tag(content=TWICE_AS_LARGE)
        screens[fact.id] = page.evaluate(SCREENS)
    assert screens.pop("urgent_signs") <= MOST_OF_SIGNS
    assert {fact: long for fact, long in screens.items() if long > MOST} == {}


def test_the_rules_and_an_ordinary_summary_take_few_screens(new_context):
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    page.goto("/self-check/how-it-decides/")
    assert page.evaluate(HEIGHT) <= MOST_OF_RULES
    for given in (FITS, {**FITS, "scan": "none"}, {**FITS, "scan_new_break": "unsure", "height_loss": "unsure"}):
        remember(page, given)
        page.goto(SUMMARY)
        assert page.evaluate(HEIGHT) <= MOST_OF_A_SUMMARY
