"""The cast of patients goes from the home page to the printed guide, in a real browser, each in their own way."""

from typing import Any

import pytest
from browser import (
    ANSWERS,
    BESIDE,
    FACTS,
    GUIDE,
    PAUSE,
    SUMMARY,
    WHAT_MATTERS,
    address,
    answer,
    answer_all,
    choice,
    fill_in,
    follow,
    go_on,
    path,
    remember,
    tamper,
)
from patients import CASES, FITS, TODAY, say, summary_of
from playwright.sync_api import expect

from screener.guide.page import SKIPPED
from screener.rule_sets.clinic import CLINIC_RULES

pytestmark = pytest.mark.browser

# Each outcome, a month without a day, no scan at all, and a daughter who answers for her father.
CAST = [
    "all-points-fit",
    "someone-else-answers",
    "month-of-pain-straddles-day-84",
    "no-scan-yet",
    "scan-day-31-at-the-procedure",
    "everything-in-the-way-at-once",
    "day-85-is-past",
    "fever-is-raised-first",
    "no-known-fracture-ends-the-questions",
    "under-18",
    "urgent-chest-or-breath",
]
# Without a script and without a browser, each worked patient is held in test_views.py.
IN_SHORT = {"all-points-fit", "someone-else-answers", "fever-is-raised-first", "under-18", "urgent-chest-or-breath"}
MARKS = {"met": ("Fits", "●"), "not_met": ("Does not fit", "○"), "unknown": ("Not known", "?")}

# Ways to meet the site other than with a mouse at a desk. At 400 % a screen of 1280 by 1024 has room for 320 by 256.
WAYS: dict[str, tuple[str, dict[str, Any]]] = {
    "with scripts off": ("every-caution-at-once", {"java_script_enabled": False}),
    "on a phone": ("all-points-fit", {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}),
    "at 400 % zoom": (
        "report-not-understood",
        {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
    ),
}


def start_from_home(page):
    page.goto("/")
    follow(page, page.get_by_role("link", name="Start the self-check"))
    follow(page, page.get_by_role("link", name="Start the questions"))


def sees_the_right_summary(page, case, asked):
    summary = summary_of(case["answers"])
    words = next(words for words in CLINIC_RULES.outcomes if words.outcome.id == case["expect"]["outcome"])
    heading = page.locator(".outcome").inner_text()
    said = (words.sentence, words.settled, *(other.words for other in words.instead))
    assert heading in {one.voice(summary.someone_else) for one in said if one}
    assert heading == summary.sentence
    if case["expect"]["outcome"] == "get_help_now":
        return
    assert page.locator(".questions li").all_inner_texts() == questions_of(summary)
    assert page.locator(".next-steps li").all_inner_texts() == list(summary.next_steps)
    shown = " ".join(page.locator("main").inner_text().split())
    assert [note.id for note in summary.notes if summary.note_words(note) not in shown] == []
    sees_own_answers(page, case["answers"], asked)
    if not summary.outcome.ends_the_questions:
        sees_the_points(page, summary)


def questions_of(summary):
    questions = [question.words.voice(summary.someone_else) for question in summary.doctor_questions]
    assert 3 <= len(questions) <= 10
    return questions


def sees_own_answers(page, given, asked):
    shown = page.locator(ANSWERS)
    someone_else = given.get("for_whom") == "someone_else"
    expected = {
        FACTS[fact].label: say(fact, FACTS[fact].read(given[fact], TODAY), someone_else)
        if given.get(fact) is not None
        else SKIPPED
        for fact in asked
    }
    labels, words = (shown.locator(part).all_inner_texts() for part in ("dt", "dt + dd"))
    assert dict(zip(labels, words, strict=True)) == expected


def sees_the_points(page, summary):
    for finding in summary.criteria:
        point = page.locator(f"#point-{finding.rule.id}")
        words, mark = MARKS[finding.status]
        assert point.locator(".status").inner_text() == words, finding.rule.id
        assert point.locator(".mark").inner_text() == mark, finding.rule.id
    for window in CLINIC_RULES.windows:
        limit = page.locator(f"#point-{window.criterion.id} .limit").text_content() or ""
        if until := summary.dates[window.name]:
            assert say("scan_date", until.isoformat()) in limit
        else:
            assert "The last day" not in limit


def sees_the_same_in_the_guide(page, case):
    summary = summary_of(case["answers"])
    follow(page, page.get_by_role("link", name="rint the guide").first)
    assert path(page) == GUIDE
    assert page.locator(".guide-outcome").inner_text() == summary.sentence
    asked = [] if case["expect"]["outcome"] == "get_help_now" else questions_of(summary)
    assert page.locator(".questions li").all_inner_texts() == asked
    marks = page.locator(".guide-points .mark").all_inner_texts()
    findings = [] if summary.outcome.ends_the_questions else summary.criteria
    assert marks == [MARKS[finding.status][1] for finding in findings]


# ------------------------------------------------------------------------------------------------------- the cast


@pytest.mark.parametrize(
    "name", [name if name in IN_SHORT else pytest.param(name, marks=pytest.mark.full) for name in CAST]
)
def test_a_patient_comes_from_home_to_a_guide_that_says_what_a_clinician_expects(page, name):
    case = CASES[name]
    start_from_home(page)
    asked = answer_all(page, case["answers"])
    sees_the_right_summary(page, case, asked)
    sees_the_same_in_the_guide(page, case)


def test_the_cast_covers_every_outcome():
    assert {CASES[name]["expect"]["outcome"] for name in CAST} == {words.outcome.id for words in CLINIC_RULES.outcomes}


@pytest.mark.parametrize("way", WAYS)
def test_a_patient_gets_there(new_context, way):
    name, how = WAYS[way]
    page = new_context(**how).new_page()

    def answer_in_sight(page, fact, given):
        fits_the_width(page)
        answer(page, fact, given)

    start_from_home(page)
    asked = answer_all(page, CASES[name]["answers"], answer_in_sight)
    fits_the_width(page)
    sees_the_right_summary(page, CASES[name], asked)
    sees_the_same_in_the_guide(page, CASES[name])
    fits_the_width(page)


def fits_the_width(page):
    needed, there = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert needed <= there, f"{path(page)} needs {needed} px, {there} are there"


# ------------------------------------------------------------------------------------------------- by keyboard alone


def test_a_patient_gets_there_by_keyboard_alone(page):
    case = CASES["every-caution-at-once"]
    page.goto("/")
    skip_to_main(page)
    enter(page, page.get_by_role("link", name="Start the self-check"))
    skip_to_main(page)
    enter(page, page.get_by_role("link", name="Start the questions"))
    skip_to_main(page)
    asked = answer_all(page, case["answers"], answer_by_keyboard)
    sees_the_right_summary(page, case, asked)
    enter(page, page.get_by_role("link", name="Print the guide"))
    assert path(page) == GUIDE


def skip_to_main(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def answer_by_keyboard(page, fact, given):
    kind = FACTS[fact].kind
    if kind == "many":
        for value in given or ["none"]:
            tab_to(page, choice(page, value).locator("input"))
            page.keyboard.press("Space")
    elif kind.endswith("date") and given != "unsure":
        for label, part in zip(("Year", "Month", "Day"), given.split("-"), strict=True):
            tab_to(page, page.get_by_label(label), key="Shift+Tab" if label == "Month" else "Tab")
            page.keyboard.type(part)
    elif kind.endswith("date"):
        tab_to(page, page.get_by_label("I’m not sure"))
        page.keyboard.press("Space")
    else:
        pick_by_arrows(page, str(given))
    enter(page, page.get_by_role("button", name="Continue"))


def pick_by_arrows(page, value):
    """The arrow keys go round a group of circles, and pick as they go."""
    tab_to(page, page.get_by_role("radio").first)
    page.keyboard.press("Space")
    wanted = page.locator(f'input[value="{value}"]')
    for _ in range(page.get_by_role("radio").count()):
        if wanted.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrow keys do not reach {value}")


def tab_to(page, target, key="Tab"):
    for _ in range(60):
        page.keyboard.press(key)
        if target.evaluate("one => one === document.activeElement"):
            has_a_ring(target)
            return
    raise AssertionError(f"{key} does not reach {target}")


def has_a_ring(target):
    """What has the focus shows it: an outline on it, or on the choice around it."""
    rings = target.evaluate(
        "one => [one, one.closest('label')].filter(Boolean).map(e => getComputedStyle(e).outlineStyle)"
    )
    assert "solid" in rings, rings


def enter(page, target):
    tab_to(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_what_matters_is_said_by_keyboard_alone_and_stands_in_the_guide_in_their_own_order(new_context, scripts):
    page = new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 740}).new_page()
    remember(page, FITS)
    page.goto(SUMMARY)
    enter(page, page.get_by_role("link", name="Say what matters to you"))
    assert path(page) == WHAT_MATTERS
    fits_the_width(page)
    for pair, right in (("procedure", 1), ("risk", 4), ("help", 5), ("way", 1)):
        tab_to(page, page.locator(f'input[name="{pair}"]').first)
        page.keyboard.press("Space")
        for _ in range(right):
            page.keyboard.press("ArrowRight")
    enter(page, page.get_by_role("button", name="Save and go to the summary"))
    assert path(page) == SUMMARY
    assert page.locator("#matters + dl > div").all_inner_texts() == [
        "Leaning now\nToward waiting, with other care",
        "To keep the risk of harm low\nmuch more than to move again soon",
        "To avoid any procedure\na little more than to have less pain soon",
        "To stay at home without help, or to take help at home for a while\nnot sure",
    ]
    enter(page, page.get_by_role("link", name="Print the guide"))
    heading = page.get_by_role("heading", name="What matters to me")
    said = heading.locator("xpath=following-sibling::dl[1]/div").all_inner_texts()
    assert [" ".join(line.split()) for line in said] == [
        "Leaning now: Toward waiting, with other care",
        "To keep the risk of harm low: much more than to move again soon",
        "To avoid any procedure: a little more than to have less pain soon",
        "To stay at home without help, or to take help at home for a while: not sure",
    ]
    scale = heading.locator("xpath=following-sibling::ul[1]/li").first.inner_text().split("\n")
    assert (scale[0].strip(), scale[-1].strip()) == ("To take strong medicine for a while", "To avoid strong medicine")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_mistake_in_what_matters_takes_the_focus_and_leads_to_its_pair(new_context, scripts):
    page = new_context(java_script_enabled=scripts).new_page()
    page.goto(WHAT_MATTERS)
    page.get_by_role("group", name="I want less pain soon").get_by_label("A little more: I want less pain soon").check()
    tamper(page, "cost")
    follow(page, page.get_by_role("button", name="Save and go to the summary"))
    expect(page.locator(".error-summary")).to_be_focused()
    page.locator(".error-summary").get_by_role("link").click()
    expect(page.locator("#id_cost_0")).to_be_focused()
    wrong = page.get_by_role("group", name="I want to keep cost and travel low")
    assert "choose one of the answers" in page.locator(f"#{wrong.get_attribute('aria-describedby')}").inner_text()
    assert page.get_by_role("radio", checked=True).get_attribute("name") == "procedure"
    assert page.get_by_role("radio", checked=True).count() == 1


# ---------------------------------------------------------------------------------------------------------- red flags


@pytest.mark.parametrize("sign", ["chest_breath", "bladder_bowel", "saddle_numbness", "leg_weakness", "tearing_pain"])
def test_a_911_sign_stops_at_once_with_the_number_to_call(page, sign):
    page.goto(address("urgent_signs"))
    fill_in(page, "urgent_signs", [sign])
    go_on(page)
    assert path(page) == SUMMARY
    assert "911" in page.get_by_role("heading", level=1).inner_text()
    call = page.locator("main").get_by_role("link", name="Call 911")
    assert call.get_attribute("href") == "tel:911"
    assert call.bounding_box()["y"] + call.bounding_box()["height"] <= page.viewport_size["height"]
    assert say("urgent_signs", (sign,)) in page.locator("main").inner_text()


def test_a_911_sign_ticked_by_mistake_is_taken_back(page):
    page.goto(address("urgent_signs"))
    answer(page, "urgent_signs", ["major_injury"])
    follow(page, page.get_by_role("link", name="Change the answer"))
    assert choice(page, "major_injury").get_by_role("checkbox").is_checked()
    choice(page, "major_injury").click()
    answer(page, "urgent_signs", [])
    assert path(page) == address("adult")


def test_a_sign_for_a_call_today_interrupts_and_may_be_passed(page):
    page.goto(address("urgent_signs"))
    answer(page, "urgent_signs", ["cancer_new_pain"])
    assert path(page) == PAUSE
    assert page.get_by_role("heading", level=1).inner_text() == "Call a doctor today"
    assert page.locator("main").get_by_role("link", name="Call 911").get_attribute("href") == "tel:911"
    follow(page, page.get_by_role("link", name="Go on with the self-check"))
    assert path(page) == address("adult")
    remember(page, {**FITS, "urgent_signs": ["cancer_new_pain"]})
    page.goto(SUMMARY)
    assert page.locator("main").inner_text().startswith("Call your doctor today")
    follow(page, page.get_by_role("link", name="Print the guide"))
    guide = page.locator(".guide").inner_text()
    found = summary_of({**FITS, "urgent_signs": ["cancer_new_pain"]})
    assert 0 < guide.index("Call your doctor today") < guide.index(found.sentence)


def test_a_sign_for_a_call_today_can_be_taken_back_at_once(page):
    page.goto(address("urgent_signs"))
    answer(page, "urgent_signs", ["fever"])
    follow(page, page.get_by_role("link", name="Change my answer"))
    choice(page, "fever").click()
    answer(page, "urgent_signs", [])
    assert path(page) == address("adult")


# ---------------------------------------------------------------------------------------------- changing, clearing


def test_a_changed_answer_changes_the_summary(page):
    remember(page, FITS)
    page.goto(SUMMARY)
    page.get_by_text("9 points that fit").click()
    assert page.locator("#point-care_not_enough .status").inner_text() == "Fits"
    page.locator("#point-care_not_enough summary").click()
    follow(page, page.locator("#point-care_not_enough").get_by_role("link", name="Change"))
    assert choice(page, "not_enough").get_by_role("radio").is_checked()
    answer(page, "care_tried", "not_tried")
    assert path(page) == SUMMARY
    assert page.locator("#point-care_not_enough .status").inner_text() == "Does not fit"
    assert page.get_by_role("heading", level=1).inner_text() == summary_of({**FITS, "care_tried": "not_tried"}).sentence


def test_an_answer_for_someone_else_words_the_next_questions_for_them(page):
    remember(page, {"urgent_signs": [], "adult": "yes"})
    page.goto(address("for_whom"))
    answer(page, "for_whom", "someone_else")
    assert page.get_by_role("heading", level=1).inner_text() == FACTS["told_fracture"].question.they
    assert FACTS["told_fracture"].question.they != FACTS["told_fracture"].question.you


def test_clearing_forgets_every_answer(page):
    page.goto(address("urgent_signs"))
    answer(page, "urgent_signs", [])
    answer(page, "adult", "yes")
    assert "answers" in [cookie["name"] for cookie in page.context.cookies()]
    follow(page, page.get_by_role("button", name="Clear my answers"))
    assert path(page) == "/self-check/cleared/"
    assert page.get_by_role("heading", level=1).inner_text() == "Your answers are gone"
    assert "answers" not in [cookie["name"] for cookie in page.context.cookies()]
    page.goto(SUMMARY)
    assert page.get_by_role("link", name="Change:").count() == 0
    assert page.locator("main").get_by_role("link", name="Start the self-check").is_visible()


# ------------------------------------------------------------------------------------------- under one Medicare rule


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_whoever_was_turned_down_finds_by_keyboard_what_is_open_under_the_rule_and_takes_it_along(new_context, scripts):
    page = new_context(java_script_enabled=scripts, viewport={"width": 360, "height": 740}).new_page()
    remember(page, {**FITS, "pain_trend": "same", "forward_bend": "yes", "height_loss": "unsure"})
    page.goto(SUMMARY)
    enter(page, page.get_by_role("button", name="See the same answers under one Medicare rule"))
    assert path(page) == BESIDE
    fits_the_width(page)
    assert "never says that Medicare will pay" in page.locator("main").inner_text()
    enter(page, page.locator(".find-out").get_by_role("link", name="Back pain score (Roland-Morris)"))
    assert path(page) == f"{BESIDE}rdq/"
    fits_the_width(page)
    pick_by_arrows(page, "over_17")
    enter(page, page.get_by_role("button", name="Continue"))
    assert path(page) == BESIDE
    assert page.locator("#point-worse_or_two_signs .status").inner_text() == "Fits"
    enter(page, page.get_by_role("link", name="the guide to print"))
    assert path(page) == GUIDE
    assert "The same answers under one Medicare rule" in page.locator(".guide .box").inner_text()
    assert page.get_by_text("Must it be approved first?").is_visible()
