"""The bars of advice: rings, words and data file say the same, and what they say is what the sheets say."""

import re
from xml.etree import ElementTree

import pytest
from django.test import Client

from content import advice_bars
from content.numbers import NumbersError, all_numbers, read_numbers

ADDRESS = "/recovery/"
LIMITS = all_numbers().advice["limits"]

# Written from the fact files, apart from numbers.toml: days, whether without an end, and where it was read.
READ = {
    "No driving": [(2, False, "baycare"), (14, False, "tristate")],
    "No bending or twisting": [(7, False, "referencecom"), (21, False, "tristate")],
    "Little or no lifting": [(21, False, "tristate"), (30, False, "referencecom"), (42, True, "azipc")],
}
DAYS = {"day": 1, "week": 7, "month": 30}


def figure():
    html = Client().get(ADDRESS).content.decode()
    (markup,) = re.findall(r'<figure class="chart" id="advice-limits".*?</figure>', html, re.DOTALL)
    return markup


def drawings():
    """The bars, and the scale below them."""
    *bars, scale = [ElementTree.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", figure(), re.DOTALL)]  # noqa: S314
    return bars, scale


def days_at(scale):
    """How many days an x of the drawing stands for, told from the weeks written below it."""
    ticks = [(float(text.get("x")), 7 * int(text.text)) for text in scale.iter("text") if text.text.isdigit()]
    (first_x, first), (last_x, last) = ticks[0], ticks[-1]
    return lambda x: first + (float(x) - first_x) / (last_x - first_x) * (last - first)


def in_days(words):
    """2 weeks is 14."""
    number, unit = re.match(r"(\d+) (day|week|month)s?\b", words).groups()
    return int(number) * DAYS[unit]


def test_the_data_file_holds_what_the_sheets_say():
    rows = {wait.words: [(one.days, one.or_more, *one.sources) for one in wait.sheets] for wait in LIMITS.waits}
    assert rows == READ


def test_the_words_of_a_sheet_are_its_days():
    for wait in LIMITS.waits:
        for sheet in wait.sheets:
            assert in_days(sheet.words) == sheet.days
            assert sheet.words.endswith("or more") is sheet.or_more


def test_there_is_a_ring_for_each_sheet_where_its_days_are_and_the_bar_joins_the_outer_two():
    bars, scale = drawings()
    days = days_at(scale)
    for bar, sheets in zip(bars, READ.values(), strict=True):
        rings = [days(ring.get("cx")) for ring in bar.iter("circle")]
        assert rings == pytest.approx([one[0] for one in sheets], abs=0.05)
        line = next(path.get("d") for path in bar.iter("path") if path.get("stroke-width") == "12")
        ends = [days(x) for x in re.fullmatch(r"M(\S+) 14H(\S+)", line).groups()]
        assert ends == pytest.approx([rings[0], rings[-1]], abs=0.05)


def test_only_a_bar_without_an_end_has_an_arrow():
    arrows = [any(path.get("class") == "or-more" for path in bar.iter("path")) for bar in drawings()[0]]
    assert arrows == [sheets[-1][1] for sheets in READ.values()]


def test_the_words_above_a_bar_say_its_range_with_its_sources():
    html = Client().get(ADDRESS).content.decode()
    known = dict(re.findall(r'<li id="(s\d+)" value="\d+"><a href="[^"]+#(\w+)">', html))
    said = re.findall(r"<p><strong>(.*?):</strong> (.*?)\.(<.*?)</p>", figure())
    assert [(words, length) for words, length, _ in said] == [
        ("No driving", "2 days to 2 weeks"),
        ("No bending or twisting", "1 week to 3 weeks"),
        ("Little or no lifting", "3 weeks to 6 weeks or more"),
    ]
    for (_, _, rest), wait in zip(said, LIMITS.waits, strict=True):
        cited = [known[mark] for mark in re.findall(r'href="#(s\d+)"', rest)]
        assert cited == [source for sheet in wait.sheets for source in sheet.sources]


def test_who_does_not_see_a_bar_hears_each_of_its_sheets():
    names = [bar.get("aria-label") for bar in drawings()[0]]
    assert names[2] == "Each sheet: 3 weeks; 1 month; 6 weeks or more."
    assert all(bar.get("role") == "img" for bar in drawings()[0])


def test_a_wait_that_all_sheets_give_alike_is_said_once():
    (driving, *_), sheet = LIMITS.waits, LIMITS.waits[0].sheets[0]
    assert advice_bars.say(type(driving)("No driving", (sheet, sheet))) == "2 days"


GOOD = """
[advice.one]
title = "How long to wait"
after = "weeks after"
[[advice.one.waits]]
words = "No driving"
sheets = [
    { days = 2, words = "2 days", sources = ["baycare"] },
    { days = 14, words = "2 weeks", sources = ["tristate"] },
]
"""


def numbers_of(folder, text):
    path = folder / "numbers.toml"
    path.write_text(text)
    return read_numbers(path)


def test_advice_with_nothing_wrong_is_read(tmp_path):
    (wait,) = numbers_of(tmp_path, GOOD).advice["one"].waits
    assert [sheet.days for sheet in wait.sheets] == [2, 14]


@pytest.mark.parametrize(
    ("right", "wrong", "problem"),
    [
        ("days = 2,", "days = 15,", "'No driving' needs sheets in the order of their days, 1 to 91"),
        ("days = 2,", "days = 0,", "'No driving' needs sheets in the order of their days, 1 to 91"),
        ("days = 14,", "days = 92,", "'No driving' needs sheets in the order of their days, 1 to 91"),
        ("days = 2,", "days = 2, or_more = true,", "'No driving' has or_more before its last sheet"),
        ('["baycare"]', '["nobody"]', "names no source that sources.toml has: nobody"),
        ('["baycare"]', "[]", "names no source that sources.toml has: none given"),
        (GOOD[GOOD.index("[[") :], "waits = []\n", "needs waits"),
        (GOOD[GOOD.index("sheets") :], "sheets = []\n", "'No driving' needs sheets"),
    ],
)
def test_what_is_wrong_with_advice_is_named(tmp_path, right, wrong, problem):
    assert right in GOOD
    with pytest.raises(NumbersError, match=rf"^numbers.toml: \[advice.one\]:? {re.escape(problem)}"):
        numbers_of(tmp_path, GOOD.replace(right, wrong))


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_weeks_below_the_bars_are_large_and_stand_within_the_page(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(ADDRESS)
    for svg in page.locator("#advice-limits svg").all():
        shown = svg.bounding_box()
        assert shown["x"] >= 0
        assert shown["x"] + shown["width"] <= width
        assert 15 * shown["width"] / advice_bars.WIDTH >= 12
