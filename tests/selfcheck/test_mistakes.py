"""Mistakes, going back, coming again, and a browser that keeps no cookies: nothing is lost and nobody is stuck."""

import json

import pytest
from browser import (
    ANSWERS,
    FACTS,
    SUMMARY,
    address,
    answer,
    answer_all,
    bring_cookie,
    choice,
    fill_in,
    follow,
    go_on,
    path,
    remember,
)
from patients import FITS, say
from playwright.sync_api import expect

from clinics.files import all_clinics
from referrals.prefilled_links import make_token

pytestmark = pytest.mark.browser

# A question of each kind.
KINDS = ["urgent_signs", "cause", "pain_score", "pain_began", "procedure_date"]


def expect_focus_on_the_problem(page):
    """Waits for it: with scripts off the browser itself moves the focus, some frames after the page has come."""
    expect(page.locator(".error-summary")).to_be_focused()


@pytest.fixture(params=["with scripts on", "with scripts off"])
def anyone(request, new_context):
    """A page with scripts on, and one with scripts off."""
    return new_context(java_script_enabled=request.param == "with scripts on").new_page()


@pytest.mark.parametrize("fact", KINDS)
def test_an_unanswered_question_puts_the_focus_on_its_problem_and_leads_to_the_field(anyone, fact):
    page = anyone
    page.goto(address(fact))
    go_on(page)
    assert path(page) == address(fact)
    assert page.title().startswith("Error: ")
    expect_focus_on_the_problem(page)
    problem = page.locator(".error-summary").get_by_role("link")
    message = problem.inner_text()
    field = problem.get_attribute("href").removeprefix("#")
    problem.click()
    expect(page.locator(f"input#{field}")).to_be_focused()
    assert page.locator(".error-message").inner_text().endswith(message)


@pytest.mark.parametrize(
    ("month", "day", "year", "message"),
    [
        ("10", "3", "206", "Write the year with all four digits, such as 2026."),
        ("soon", "", "2026", "Write the month as its name or as a number from 1 to 12."),
        ("February", "30", "2026", "February 2026 has no day 30. It has 28 days."),
        ("11", "22", "2026", "This day is still to come. Write a date up to today, November 20, 2026."),
    ],
)
def test_what_was_typed_stays_beside_its_mistake(page, month, day, year, message):
    page.goto(address("pain_began"))
    for label, text in (("Month", month), ("Day", day), ("Year", year)):
        page.get_by_label(label).fill(text)
    go_on(page)
    assert page.locator(".error-summary").get_by_role("link").all_inner_texts() == [message]
    assert [page.get_by_label(label).input_value() for label in ("Month", "Day", "Year")] == [month, day, year]
    wrong = page.locator("input[aria-invalid=true]")
    assert wrong.count() == 1
    assert message in page.locator(f"#{wrong.get_attribute('aria-describedby').split()[-1]}").inner_text()


def test_ticks_stay_beside_the_mistake_of_ticking_none_as_well(page):
    page.goto(address("stops"))
    fill_in(page, "stops", ["infection", "none"])
    go_on(page)
    expect_focus_on_the_problem(page)
    ticked = page.get_by_role("checkbox", checked=True)
    assert [box.get_attribute("value") for box in ticked.all()] == ["infection", "none"]


def test_a_mistake_is_put_right_and_the_self_check_goes_on(page):
    remember(page, {"urgent_signs": []})
    page.goto(address("pain_began"))
    page.get_by_label("Month").fill("10")
    page.get_by_label("Year").fill("206")
    go_on(page)
    page.get_by_label("Year").fill("2026")
    go_on(page)
    assert path(page) == address("pain_stops_you")


# ------------------------------------------------------------------------------------------- back, reload, two tabs


def test_the_browsers_back_shows_the_answer_given_and_it_can_be_changed(page):
    remember(page, {"urgent_signs": []})
    page.goto(address("told_fracture"))
    answer(page, "told_fracture", "yes")
    answer(page, "in_hospital", "no")
    page.go_back()
    page.go_back()
    assert path(page) == address("told_fracture")
    page.reload()
    assert choice(page, "yes").get_by_role("radio").is_checked()
    page.go_forward()
    assert choice(page, "no").get_by_role("radio").is_checked()
    answer(page, "in_hospital", "yes")
    page.goto(address("in_hospital"))
    assert choice(page, "yes").get_by_role("radio").is_checked()


def test_the_pages_own_back_goes_to_the_question_before(page):
    page.goto(address("urgent_signs"))
    answer(page, "urgent_signs", [])
    answer(page, "adult", "yes")
    follow(page, page.get_by_role("link", name="Back"))
    assert path(page) == address("adult")
    assert choice(page, "yes").get_by_role("radio").is_checked()


def test_a_reload_keeps_the_place_and_the_answers(page):
    remember(page, {fact: FITS[fact] for fact in ("urgent_signs", "adult", "for_whom")})
    page.goto(address("told_fracture"))
    page.reload()
    assert path(page) == address("told_fracture")
    answer(page, "told_fracture", "yes")
    page.goto(SUMMARY)
    page.reload()
    assert page.locator(f"{ANSWERS} > dt").all_inner_texts() == [
        FACTS[fact].label for fact in ("urgent_signs", "adult", "for_whom", "told_fracture")
    ]


def test_two_tabs_keep_both_their_answers(page):
    other = page.context.new_page()
    page.goto(address("told_fracture"))
    other.goto(address("cause"))
    answer(page, "told_fracture", "yes")
    answer(other, "cause", "steroids")
    page.goto(SUMMARY)
    kept = page.locator(f"{ANSWERS} > dt + dd").all_inner_texts()
    assert kept == ["Yes", say("cause", "steroids")]


def test_a_link_to_a_late_question_works_and_then_asks_for_the_urgent_signs(page):
    page.goto(address("procedure_date"))
    answer(page, "procedure_date", "unsure")
    assert path(page) == address("urgent_signs")
    page.goto(SUMMARY)
    assert page.locator(f"{ANSWERS} > dt").all_inner_texts() == [FACTS["procedure_date"].label]


def test_one_who_comes_again_is_asked_only_what_is_open(page):
    remember(page, {fact: answer for fact, answer in FITS.items() if fact not in ("pain_score", "scan_date")})
    page.goto("/self-check/")
    follow(page, page.get_by_role("link", name="Go on where you left off"))
    assert answer_all(page, FITS) == ["pain_score", "scan_date"]


def test_a_link_to_a_question_about_a_scan_nobody_spoke_of_leads_to_the_scan(page):
    page.goto(address("scan_date"))
    assert path(page) == address("scan")


def test_a_cookie_that_cannot_be_read_starts_over_with_the_urgent_signs_and_says_so(page):
    bring_cookie(page, "of-another-site")
    page.goto(address("cause"))
    assert "So the self-check starts over." in page.locator("body").inner_text()
    answer(page, "cause", "steroids")
    assert path(page) == address("urgent_signs")


# ------------------------------------------------------------------------------------------------- cookies are blocked


@pytest.fixture
def page_without_cookies(browser_type, browser_type_launch_args, browser_context_args, tmp_path):
    """A browser whose own settings block every cookie."""
    preferences = tmp_path / "Default" / "Preferences"
    preferences.parent.mkdir()
    preferences.write_text(json.dumps({"profile": {"default_content_setting_values": {"cookies": 2}}}))
    context = browser_type.launch_persistent_context(tmp_path, **browser_type_launch_args, **browser_context_args)
    yield context.new_page()
    context.close()


def test_blocked_cookies_are_what_a_clinics_link_says_too(page_without_cookies, base_url):
    page = page_without_cookies
    page.goto(f"{base_url}/p/{make_token(all_clinics()['sample'], {'scan': 'mri'})}/")
    page.wait_for_url("**/self-check/filled-in/")
    assert page.get_by_role("heading", level=1).inner_text() == "This form needs a cookie to go on"


def test_blocked_cookies_get_our_own_page_and_the_blank_guide(page_without_cookies):
    page = page_without_cookies
    page.goto(address("urgent_signs"))
    answer(page, "urgent_signs", ["chest_breath"])
    assert page.context.cookies() == []
    assert page.get_by_role("heading", level=1).inner_text() == "This form needs a cookie to go on"
    assert "CSRF" not in page.content()
    assert page.locator("main").get_by_role("link", name="call 911", exact=True).get_attribute("href") == "tel:911"
    follow(page, page.locator("main").get_by_role("link", name="print the blank guide"))
    assert page.get_by_role("heading", level=1).inner_text().startswith("Guide for the visit")


# ------------------------------------------------------------------------------------- a text that cannot be copied


@pytest.mark.parametrize(
    ("screen", "words"),
    [({"has_touch": True, "is_mobile": True}, "choose Copy"), ({}, "press Ctrl and C")],
    ids=["phone", "desk"],
)
def test_where_copying_fails_the_words_are_those_of_the_device(new_context, screen, words):
    page = new_context(**screen).new_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    remember(page, FITS)
    page.goto(SUMMARY)
    page.get_by_text("Copy it as text").click()
    button = page.locator("[data-copy]").first
    button.click()
    expect(button).to_have_text(f"The text is marked: {words}")
    assert page.evaluate("document.activeElement.selectionEnd - document.activeElement.selectionStart") > 100
