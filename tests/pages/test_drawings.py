"""Small drawings beside the words: each is one that there is, begins its words, and shows the numbers that they say."""

import re

import pytest
from django.conf import settings
from small_pages import BODY, html_of, page_of

from content.checks import check_pages
from content.icon_array import grid
from content.markdown import drawings
from content.pages import all_pages

LARGE, MIDDLE, SMALL = "3.4", "2.4", "1.5"


def dots(svg):
    """How many dots there are of each size, as the dashes fall: at the start of a line, and every 4 from there."""
    lines = re.findall(r'<path stroke-width="([\d.]+)" d="([^"]+)"', svg)
    counted = {size: sum(1 + int(length) // 4 for length in re.findall(r"h(\d+)", path)) for size, path in lines}
    return [counted.get(size, 0) for size in (LARGE, MIDDLE, SMALL)]


@pytest.mark.parametrize(
    ("number", "up_to", "counted"),
    [(53, 53, [53, 0, 47]), (5, 7, [5, 2, 93]), (0, 1, [0, 1, 99]), (100, 100, [100, 0, 0]), (19, 21, [19, 2, 79])],
)
def test_a_grid_has_a_hundred_dots_of_which_those_it_happened_to_are_large(number, up_to, counted):
    assert dots(grid(number, up_to)) == counted


def test_the_dots_of_a_grid_stand_ten_in_a_row_and_none_on_another():
    middles = [
        (int(x) + 4 * step, int(y))
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)", grid(15, 17))
        for step in range(1 + int(length) // 4)
    ]
    assert sorted(middles) == sorted((2 + 4 * column, 2 + 4 * row) for row in range(10) for column in range(10))


def test_ten_points_stand_in_one_row():
    assert dots(grid(2, 2, out_of=10)) == [2, 0, 8]
    assert 'viewBox="0 0 40 4"' in grid(2, 2, out_of=10)


def problems(folder, line):
    body = BODY.replace("::: next", f"{line}\n\n::: next", 1)
    return [one.msg for one in check_pages([page_of(folder, body)]) if one.id == "content.E066"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("- ![](of-100:53) About 52 of 100 people. [@wardlaw2009]", "shows other numbers than its words"),
        ("- ![](of-100:5-7) About 5 of 100 people. [@wardlaw2009]", "shows other numbers than its words"),
        ("- ![](of-100:53) About 53 of 1,000 people. [@wardlaw2009]", "shows other numbers than its words"),
        ("- ![](of-10:2) About 2 points. [@wardlaw2009]", "shows other numbers than its words"),
        ("- ![](of-10:11) About 11 of 10. [@wardlaw2009]", "is no drawing"),
        ("- ![](of-100:7-5) About 5 to 7 of 100 people. [@wardlaw2009]", "is no drawing"),
        ("- ![](of-100:101) About 101 of 100 people. [@wardlaw2009]", "is no drawing"),
        ("- ![](/static/img/favicon.svg) A leaf.", "is no drawing"),
        ("- ![](pictogram:../favicon) A leaf.", "is no drawing"),
        ("- ![](pictogram:unicorn) A unicorn.", "there is no pictogram 'unicorn'"),
        ("- A fall ![](pictogram:fall) hurts.", "does not begin its words"),
        ("- ![](pictogram:fall) A fall hurts.\n- A crash, too.", "some items of the list have a drawing"),
    ],
)
def test_a_drawing_that_says_something_else_than_its_words_or_is_not_there_is_named(tmp_path, line, problem):
    (found,) = problems(tmp_path, line)
    assert problem in found


@pytest.mark.parametrize(
    "line",
    [
        "- ![](of-100:53) About 53 of 100 people. [@wardlaw2009]",
        "- ![](of-100:5-7) About 5 to 7 of 100 people. [@wardlaw2009]",
        "- ![](of-10:2) About 2 points of 10. [@wardlaw2009]",
        "- ![](of-100:0-1) Fewer than 1 of 100 people. [@wardlaw2009]",
        "- ![](pictogram:fall) A fall hurts.\n- ![](pictogram:chest) So does a chest.",
    ],
)
def test_a_drawing_that_fits_its_words_passes(tmp_path, line):
    assert problems(tmp_path, line) == []


def test_a_pictogram_stands_in_place_of_the_bullet_and_says_nothing_to_who_hears_the_page(tmp_path):
    html = html_of(page_of(tmp_path, BODY.replace("::: next", "- ![](pictogram:fall) A fall.\n\n::: next", 1)))
    assert re.search(r'<ul class="drawn">\n<li class="with-pictogram"><img [^>]*alt=""[^>]*>A fall\.</li>', html)


def test_each_pictogram_there_is_stands_on_a_page_or_in_a_template():
    pages = "".join(page.body for page in all_pages().values())
    templates = "".join(path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html"))
    for path in drawings.folder().glob("*.svg"):
        assert f"(pictogram:{path.stem})" in pages or f"pictograms/{path.name}" in templates, path.stem
