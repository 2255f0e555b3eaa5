"""A page to read takes few screens of a phone, also with letters twice as large, and its answer is on the first.

It takes few sheets of paper too.
"""

import re

import pytest

from content.pages import all_pages

PHONE = {"width": 390, "height": 844}
SCREENS, SCREENS_OF_LARGE_LETTERS = 8, 16
SHEETS = 6
# Of the first screen: enough of the picture, number or action to see what it is.
FIRST_THING = 100
PAGES = [page for page in all_pages().values() if page.layer == "page"]
MEASURE = """() => {
  const main = document.querySelector('main').getBoundingClientRect()
  const first = document.querySelector('.lead ~ :not(nav)') || document.querySelector('.prose > *')
  return {height: main.height, top: main.top + scrollY, first: first.getBoundingClientRect().top + scrollY}
}"""


@pytest.mark.browser
def test_no_page_takes_more_than_8_screens_or_16_with_letters_twice_as_large(new_context, base_url):
    page = new_context(viewport=PHONE, bypass_csp=True).new_page()
    over = []
    for shown in PAGES:
        page.goto(shown.url)
        screens = page.evaluate(MEASURE)["height"] / PHONE["height"]
        page.add_style_tag(content="html { font-size: 200% !important }")
        large = page.evaluate(MEASURE)["height"] / PHONE["height"]
        if screens > SCREENS or large > SCREENS_OF_LARGE_LETTERS:
            over.append(f"{shown.slug}: {screens:.1f} screens, {large:.1f} with large letters. Fold some, or cut it.")
    assert over == []


@pytest.mark.browser
def test_the_first_screen_below_the_notices_has_the_answer_and_a_picture_number_or_action(new_context, base_url):
    page = new_context(viewport=PHONE).new_page()
    below = []
    for shown in PAGES:
        page.goto(shown.url)
        seen = page.evaluate(MEASURE)
        if seen["first"] - seen["top"] > PHONE["height"] - FIRST_THING:
            below.append(
                f"{shown.slug}: it begins {seen['first'] - seen['top']:.0f} px down. Shorten title and answer."
            )
    assert below == []


@pytest.mark.browser
def test_no_page_to_read_takes_more_than_6_sheets_of_paper(page, base_url):
    over = []
    for shown in PAGES:
        page.goto(shown.url)
        sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter")))
        if sheets > SHEETS:
            over.append(f"{shown.slug}: {sheets} sheets. What only a record needs belongs there.")
    assert over == []
