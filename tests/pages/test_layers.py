"""The bars of a page to read: each is met by the small page here, and named when it is broken."""

import re
from io import StringIO

import pytest
import small_pages
from django.core.management import call_command
from small_pages import html_of, page_of

from content import layers
from content.pages import all_pages

MATTER = small_pages.MATTER.replace('layer = "record"\n', "").replace(
    "A balloon makes room in the bone.", "A balloon makes room in the broken bone, and then cement fills that room."
)
BODY = """\
::: in-short
- A balloon makes room in the bone before cement fills it up.
:::

## How many took part?

The main trial looked at many people who had a new break in the spine. It ran for two years, and about 10 of 100 people
left it before its end. [@wardlaw2009]

Nobody in this trial had a fake procedure, so all of them knew what they had. Hope alone can make pain feel smaller for
a time. When people know their treatment, a trial cannot tell hope from help. Ask your doctor how they weigh a trial of
this kind. Ask what else they have read about people who are like you. [@wardlaw2009]

::: next
- Ask your doctor what this means for you and for your own bone.
:::
"""
TRIED = "The main trial looked at"


def problems(page):
    return [f"{problem.words} ({problem.remedy})" for problem in layers.check(page)]


def small_page(folder, old="", new="", name="small"):
    assert old in BODY + MATTER
    return page_of(folder, BODY.replace(old, new), MATTER.replace(old, new), name)


def test_a_small_page_with_nothing_wrong_passes(tmp_path):
    assert problems(small_page(tmp_path)) == []


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("A balloon makes room in the broken bone, and", "A calm day by the sea, " * 12 + "and", "the answer (main_m"),
        (
            "::: in-short\n- A balloon makes room in the bone before cement fills it up.\n:::\n",
            "",
            "the page does not b",
        ),
        (
            "::: in-short\n",
            "::: in-short\n" + "- It is a calm day by the sea in the sun.\n" * 6,
            "what stands in short",
        ),
        (
            TRIED,
            "Anticoagulation necessitates individualized consideration beforehand. " * 3 + TRIED,
            "the grade of it",
        ),
        (
            TRIED,
            "It was so and then it was as it had been on each of the days before that one. " * 9 + TRIED,
            "sentences av",
        ),
        (TRIED, "It helped them. They went home. They were well. " + TRIED, "23 of 100 sentences have under 5"),
        (TRIED, "They took 3, 4, 5, 6 or 7 of them. " + TRIED, "4.7 numbers in 100 words."),
        (
            TRIED,
            "In one more trial, about 30 of 1,000 people left. " + TRIED,
            "more than one denominator: of 100, of 1,000",
        ),
        ("left it before", "left it [@wardlaw2009] before", "a source in the middle of"),
        (TRIED, "It was set beside usual care for a year or more. " + TRIED, "'usual care' is not explained"),
        ("The main trial", "The [[FREE]] trial", "'FREE' is a name for the record."),
        ("about 10 of", "uncommonly, 10 of", ""),
        ("about 10 of", "it was uncommon, as 10 of", "'uncommon' beside '10 of 100'."),
        ("about 10 of", "it was common, as 10 of", "'common' beside '10 of 100'."),
        ("about 10 of 100 people", "many of them, which is common here,", "'common' without its number"),
        ("about 10 of", "it was very common, as 10 of", ""),
        ("about 10 of", "it was uncommon, as fewer than 1 of", ""),
        ("about 10 of", "about 7 of 10 points of pain and 10 of", ""),
        ("about 10 of 100 people", "it was common, as 9 of 10 people", "'common' without its number"),
        ("about 10 of 100 people", "it was common, as 5 of 0 people", "'common' without its number"),
        ("about 10 of", "it was common, as 0.5 of", "'common' beside '0.5 of 100'."),
        ("about 10 of", "it was uncommon, as 0.5 of", ""),
        ("about 10 of", "it was very common, as 10 of every", ""),
        ("about 10 of", "as 5 left in 2019, and 10 of", ""),
        (
            "about 10 of",
            "after 12 months in 10 of 1,000 people and 10 of",
            "more than one denominator: of 100, of 1,000",
        ),
    ],
)
def test_what_is_over_a_bar_is_named(tmp_path, old, new, problem):
    found = problems(small_page(tmp_path, old, new))
    assert any(one.startswith(problem) for one in found) if problem else found == []


def test_usual_care_is_explained_once_a_page(tmp_path):
    said = (
        "It was set beside usual care (pain medicine, rest, a brace) for a year. In usual care, nobody was told more. "
    )
    assert problems(small_page(tmp_path, TRIED, said + TRIED)) == []


def test_a_record_has_none_of_these_bars_but_a_grade(tmp_path):
    page = page_of(
        tmp_path,
        BODY.replace(TRIED, "It was so. " * 9 + "They took 3, 4 or 5 of 1,000. " + TRIED),
        MATTER + 'layer = "record"\n',
    )
    assert problems(page) == []


def test_the_command_shows_every_page_and_what_is_over_a_bar(monkeypatch):
    monkeypatch.setattr(layers, "ANSWER_WORDS", 3)
    out = StringIO()
    call_command("reading", stdout=out)
    shown = out.getvalue()
    for page in all_pages().values():
        assert re.search(rf"^{page.slug} +{page.layer} ", shown, re.MULTILINE)
        assert (f"{page.file}:1: the answer (main_message) has" in shown) or page.layer == "record"


def test_the_command_shows_the_pages_that_are_named_alone():
    out = StringIO()
    call_command("reading", "risks", "risks/all-numbers", stdout=out)
    table = [line.split()[:2] for line in out.getvalue().splitlines() if "for the eye" not in line]
    assert sorted(table[1:]) == [["risks", "page"], ["risks/all-numbers", "record"]]


def test_what_is_folded_stands_beside_its_title_and_has_an_anchor(tmp_path):
    html = html_of(small_page(tmp_path, "::: next", "::: fold Why is this so?\nIt is so.\n:::\n\n::: next"))
    assert '<details class="fold" id="why-is-this-so"><summary>Why is this so?</summary></details>' in html
    assert "<p>It is so.</p>" in html.split('<div class="folded fold-text">')[1]


def test_items_of_cards_are_cards_and_those_of_a_checklist_are_not(tmp_path):
    boxes = "::: cards\n- **One** is so.\n:::\n\n::: checklist The day before\n- Eat.\n:::\n\n::: next"
    html = html_of(small_page(tmp_path, "::: next", boxes))
    assert '<ul class="cards">\n<li class="card"><strong>One</strong> is so.</li>\n</ul>\n</div>' in html
    assert '<div class="checklist-box">\n<p class="callout-title">The day before</p>\n<ul>\n<li>Eat.</li>' in html


def test_an_old_anchor_leads_to_a_link_into_the_record(tmp_path):
    links = '- [Leaks](page:risks#all-leaks)\n- [Deaths](page:risks#deaths "who-died how-many-died")'
    html = html_of(small_page(tmp_path, "::: next", f"::: record All of it\n{links}\n:::\n\n::: next"))
    assert '<ol class="record">\n<li id="all-leaks"><a href="/risks/#all-leaks">Leaks</a></li>' in html
    assert "</ol>\n</div>" in html
    assert (
        '<li id="who-died" class="also"><span id="how-many-died"></span><a href="/risks/#deaths">Deaths</a></li>'
        in html
    )


def test_a_wide_table_says_that_it_moves_sideways_and_a_narrow_one_does_not(tmp_path):
    wide = "| A | B | C | D |\n|---|---|---|---|\n| a | b | c | d |\n\n::: next"
    narrow = "| A | B | C |\n|---|---|---|\n| a | b | c |\n\n::: next"
    assert '<p class="wide-table">' in html_of(small_page(tmp_path, "::: next", wide))
    assert '<p class="wide-table">' not in html_of(small_page(tmp_path, "::: next", narrow))
