"""A daughter answers for her mother in Spanish, and takes a guide to a doctor who reads English."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from browser import FACTS, follow
from patients import CASES, summary_of

from screener.editions import edition_of
from screener.engine.summary import summarize
from screener.rule_sets.editions import MAIN_RULES
from web import clock
from web.languages import active, gettext, speaking

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("spanish_in_trial")]
ANSWERS = CASES["someone-else-answers"]["answers"]
SUMMARY, GUIDE = "/self-check/es/summary/", "/self-check/es/guide/"


def path(page):
    return urlsplit(page.url).path


def said(text):
    with speaking("es"):
        return gettext(text)


def press(page, target):
    """Go there by the tab key, and press it."""
    reach(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def touch(page, target):
    follow(page, target)


def reach(page, target):
    for _ in range(60):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the tab key does not reach {target}")


def tick(page, box):
    """By the space bar; the arrows go round a group of circles, and pick as they go."""
    if box.get_attribute("type") == "radio":
        reach(page, page.get_by_role("radio").first)
        page.keyboard.press("Space")
        for _ in range(page.get_by_role("radio").count()):
            if box.is_checked():
                return
            page.keyboard.press("ArrowDown")
    reach(page, box)
    page.keyboard.press("Space")


def tap(_page, box):
    box.check()


def answer(page, fact, given, choose):
    if given is None:
        return said("Skip this question")
    if str(given)[:4].isdigit() and "-" in str(given):
        year, month, *day = given.split("-")
        with speaking("es"):
            written = active().months[int(month) - 1]
        page.get_by_label(said("Month")).fill(written if day else month)
        page.get_by_label(said("Day")).fill(str(int(day[0])) if day else "")
        page.get_by_label(said("Year")).fill(year)
    else:
        for value in (given or ["none"]) if isinstance(given, list) else [given]:
            choose(page, page.locator(f'input[value="{value}"], input[name="{value}"]'))
    return said("Continue")


WAYS: dict[str, tuple[dict[str, Any], Any, Any]] = {
    "by keyboard": ({"viewport": {"width": 1280, "height": 800}}, press, tick),
    "without scripts on a phone": (
        {"viewport": {"width": 320, "height": 640}, "java_script_enabled": False, "is_mobile": True, "has_touch": True},
        touch,
        tap,
    ),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_daughter_comes_from_home_to_a_guide_with_the_english_for_the_doctor(new_context, way):
    how, go, choose = WAYS[way]
    page = new_context(**how).new_page()
    page.goto("/es/")
    go(page, page.get_by_role("link", name=said("Start the self-check")).first)
    go(page, page.get_by_role("link", name=said("Start the questions")))
    by_address = {f"/self-check/es/{fact.slug}/": fact.id for fact in FACTS.values()}
    while path(page) != SUMMARY:
        fits_the_width(page)
        fact = by_address[path(page)]
        button = answer(page, fact, ANSWERS.get(fact), choose)
        go(page, page.get_by_role("button", name=button))
    with speaking("es"):
        spanish = edition_of(MAIN_RULES.id)
    found = summarize(spanish, spanish.rules.read(ANSWERS, clock.today()), clock.today())
    assert page.locator(".outcome").inner_text() == found.sentence
    assert page.locator("html").get_attribute("lang") == "es"
    fits_the_width(page)
    go(page, page.get_by_role("link", name=said("Print the guide")).first)
    assert path(page) == GUIDE
    english = page.get_by_text(summary_of(ANSWERS).sentence, exact=True)
    assert not english.first.is_visible()
    choose(page, page.get_by_label(said("Add the guide in English, for a doctor who reads English")))
    assert english.first.is_visible()
    fits_the_width(page)


def fits_the_width(page):
    needed, there = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert needed <= there, f"{path(page)} needs {needed} px, {there} are there"
