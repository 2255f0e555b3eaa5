"""Paper: one sheet for the guide of any worked patient, text large enough, black on white."""

import re

import pytest
from browser import GUIDE, ONE_OF_EACH, SUMMARY, WEIGHTS, path, remember
from patients import CALL_TODAY, CASES, CAUTIONS, FITS, STOPS

from screener.engine.priorities import Lean

pytestmark = pytest.mark.browser

# Each outcome, the longest guides of the worked patients among them, and two people who tick all that can be ticked.
ALL_TICKED = {"for_whom": "someone_else", "urgent_signs": CALL_TODAY, "stops": STOPS, "cautions": CAUTIONS}
GUIDES = {
    **{name: CASES[name]["answers"] for name in [*ONE_OF_EACH.values(), "all-points-fit"]},
    "one who is not sure of anything": {**CASES["all-unsure"]["answers"], **ALL_TICKED},
    "one whose points all fit": {**FITS, **ALL_TICKED},
    # The longest of 240 made at random with everything ticked.
    "one with most left open": {
        **ALL_TICKED,
        "adult": "yes",
        "told_fracture": "unsure",
        "cause": "unsure",
        "pain_began": "2026-08",
        "pain_stops_you": "no",
        "pain_score": 0,
        "daily_tasks": "unsure",
        "care_tried": "not_enough",
        "pain_trend": "better",
        "scan": "unknown_kind",
        "scan_date": "unsure",
        "scan_new_break": "unsure",
        "height_loss": "up_to_25",
        "height_progress": "unsure",
        "forward_bend": "unsure",
        "before_surgery": "unsure",
        "procedure_date": "unsure",
    },
}
# The step with the longest words, for each pair; and what calls for the most questions.
LONGEST_WEIGHTS = dict.fromkeys(WEIGHTS, Lean.FIRST)
GREATEST_WEIGHTS = dict.fromkeys(WEIGHTS, Lean.FAR_SECOND)
BLANK = "/guide/"

SMALL_TEXT = """[...document.querySelectorAll("body *")]
    .filter(one => one.checkVisibility() && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .map(one => [parseFloat(getComputedStyle(one).fontSize), one.outerHTML.slice(0, 80)])
    .filter(([size]) => size < 14.6)"""


def open_guide(page, name, weights=LONGEST_WEIGHTS):
    if name == "blank":
        page.goto(BLANK)
    else:
        remember(page, GUIDES[name], weights)
        page.goto(GUIDE)
    if "911" not in name:  # such a guide asks for nothing at a later visit
        assert page.locator(".guide .questions li").count() >= 3


@pytest.mark.parametrize("weights", [LONGEST_WEIGHTS, GREATEST_WEIGHTS], ids=["longest", "greatest"])
@pytest.mark.parametrize("name", [*GUIDES, "blank"])
def test_the_guide_is_one_sheet_of_both_sides(page, name, weights):
    open_guide(page, name, weights)
    pages = {paper: len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) for paper in ("Letter", "A4")}
    assert set(pages.values()) <= {1, 2}, pages


@pytest.mark.parametrize("name", ["one who is not sure of anything", "someone-else-answers", "blank"])
def test_the_guide_is_printed_in_11_points_or_more(page, name):
    open_guide(page, name)
    page.emulate_media(media="print")
    assert page.evaluate(SMALL_TEXT) == []


def test_paper_is_black_on_white_even_for_one_who_reads_in_the_dark(page):
    page.emulate_media(media="print", color_scheme="dark")
    open_guide(page, "all-points-fit")
    colors = "[...document.querySelectorAll('body, .guide, .guide *')].map(one => getComputedStyle(one).color)"
    assert set(page.evaluate(colors)) == {"rgb(0, 0, 0)"}
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_print_button_prints_and_is_not_there_with_scripts_off(page, new_context):
    page.goto(BLANK)
    page.evaluate("addEventListener('beforeprint', () => document.title = 'printing')")
    page.get_by_role("button", name="Print this guide").click()
    page.wait_for_function("document.title === 'printing'")
    without = new_context(java_script_enabled=False).new_page()
    without.goto(BLANK)
    assert without.get_by_role("button", name="Print this guide").count() == 0
    assert "Or use your browser’s Print." in without.locator("main").inner_text()
    assert len(re.findall(rb"/Type\s*/Page\b", without.pdf(format="Letter"))) == 2
    assert path(without) == BLANK


@pytest.mark.parametrize("kept", [{"media": "print"}, {"forced_colors": "active"}], ids=["print", "forced colors"])
def test_a_full_mark_is_full_by_its_border_as_no_background_is_printed(page, kept):
    remember(page, CASES["everything-in-the-way-at-once"]["answers"])
    page.goto(SUMMARY)
    page.emulate_media(**kept)
    full, empty = (
        page.locator(f"{status} .mark").evaluate_all(
            "all => all.map(one => 2 * parseFloat(getComputedStyle(one).borderTopWidth) >= one.offsetHeight - 1)"
        )
        for status in (".met", ".not_met")
    )
    assert full
    assert empty
    assert all(full)
    assert not any(empty)
