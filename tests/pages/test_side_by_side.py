"""The options side by side: the same words, rows and space, as a table and as cards, and on one sheet of paper."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_rules import ALL_RULES, RUN_AXE
from browser import TOO_WIDE, visit
from served import Served, see
from small_pages import page_of, saying

from content.checks import check_pages
from content.pages import all_pages
from content.side_by_side import OPTIONS, ROWS

WORDS = "A calm day by the sea. " * 2
NAMES = ("this", "that", "one more", "the last")
MOST_WORDS = 35


def option(name, rows=ROWS, words=WORDS):
    return f"## What about {name}?\n\n" + "".join(f"{row}\n: {words}\n\n" for row in rows)


def side_by_side(*options):
    return "::: side-by-side Four ways\n" + "".join(options) + ":::"


def of_four(last, names=NAMES):
    return side_by_side(*map(option, names[:-1]), last)


def problems(page):
    return [message.msg for message in check_pages([page])]


@pytest.fixture
def options(client):
    return see(client, "/options/")


def words(elements):
    return [" ".join(element["text"].split()) for element in elements]


def inside(shown, tag, around):
    return [element for element in shown.all(tag) if around in element["around"]]


def test_four_options_in_the_ten_rows_pass(tmp_path):
    assert problems(saying(tmp_path, of_four(option("the last")))) == []


@pytest.mark.parametrize(
    ("last", "problem"),
    [
        (option("the last", ROWS[:-1]), "'What about the last?' does not have the ten rows in their order."),
        (option("the last", (ROWS[1], ROWS[0], *ROWS[2:])), "'What about the last?' does not have the ten rows"),
        (option("the last", ("What is it", *ROWS[1:])), "'What about the last?' does not have the ten rows"),
        ("", "3 options stand side by side, not 4."),
        (option("the last") + option("too many"), "5 options stand side by side, not 4."),
        (option("the last") + "One word more.\n", "something stands side by side that is no ## heading and no row."),
        (option("the last").replace("## ", "### "), "something stands side by side that is no ## heading"),
        (option("the last", words="A calm day."), "unequal space ("),
    ],
)
def test_options_that_are_not_alike_are_named(tmp_path, last, problem):
    assert problem in "\n".join(problems(saying(tmp_path, of_four(last))))


def test_options_side_by_side_need_a_title_and_its_words_are_checked(tmp_path):
    plain = of_four(option("the last"))
    assert "markup that was not understood" in "".join(problems(saying(tmp_path, plain.replace(" Four ways", ""))))
    found = problems(saying(tmp_path, plain.replace("Four ways", "Ways for 40 who qualify")))
    assert any("a number without a source: 'Ways for 40 who qualify'" in problem for problem in found)
    assert any("'qualify' must not be said." in problem for problem in found)


def test_the_sites_options_say_in_the_table_what_they_say_in_the_cards(options):
    titles, cards = words(inside(options, "h2", "options")), words(inside(options, "dd", "options"))
    assert len(titles) == OPTIONS
    assert words(inside(options, "dt", "options")) == [*ROWS] * OPTIONS
    assert words(inside(options, "th", "thead")) == titles
    assert words(inside(options, "th", "tbody")) == [*ROWS]
    cells = words(inside(options, "td", "tbody"))
    assert cells == [cards[row + len(ROWS) * column] for row in range(len(ROWS)) for column in range(OPTIONS)]
    assert all(cells)


def test_the_table_has_a_caption_and_can_be_walked_by_row_and_by_column(options):
    assert options.inside("caption") == "Four ways of care, in the same ten rows"
    assert {element["attrs"]["scope"] for element in inside(options, "th", "thead")} == {"col"}
    assert {element["attrs"]["scope"] for element in inside(options, "th", "tbody")} == {"row"}


def test_a_cell_has_35_words_or_fewer_on_average():
    cells = [block.text.split() for block in all_pages()["options"].blocks if block.kind == "dd"]
    assert len(cells) == OPTIONS * len(ROWS)
    assert sum(map(len, cells)) / len(cells) <= MOST_WORDS


def test_each_term_is_explained_once_for_table_and_cards(tmp_path):
    vertebra = option("the last", words="A vertebra, a calm day by the sea. A calm day by the sea.")
    _, body = saying(tmp_path, of_four(vertebra)).rendered
    shown = Served(body)
    targets = [button["attrs"]["popovertarget"] for button in shown.all("button")]
    assert targets == ["term-vertebra"] * 2
    assert shown.ids.count("term-vertebra") == 1
    assert "options" not in next(e for e in shown.elements if e["attrs"].get("id") == "term-vertebra")["around"]


def test_one_box_tells_how_we_know_for_all_four(tmp_path):
    cited = option("this", words=WORDS + "[@wardlaw2009]")
    body = side_by_side(cited, *map(option, NAMES[1:]))
    page = page_of(tmp_path, f"A day [@klazen2010].\n\n{body}\n\n## Then?\n\nA calm day.\n")
    before, options = page.rendered[1].split('<div class="side-by-side">')
    drawn, after = options.split("</table>")
    assert [part.count('class="how"') for part in (before, drawn, after)] == [0, 0, 1]


def test_the_list_on_the_page_leads_to_each_option_once(options):
    anchors = [
        heading.anchor for heading in all_pages()["options"].headings if heading.anchor.startswith("what-about-")
    ]
    assert len(anchors) == OPTIONS
    listed = [link["attrs"]["href"] for link in inside(options, "a", "toc")]
    for anchor in anchors:
        assert listed.count(f"#{anchor}") == 1
        assert options.ids.count(anchor) == 1


WIDTHS = pytest.mark.parametrize(("width", "shown", "hidden"), [(1280, "table", "dl"), (360, "dl", "table")])
ANCHOR = "/options/#what-about-balloon-kyphoplasty"
UNDER_THE_HEAD = """() => {
    scrollTo(0, document.body.scrollHeight)
    const head = document.querySelector("thead")
    return [...document.querySelectorAll("tbody :is(a, button)")].reverse()
        .map(one => { one.focus(); return [one, one.getBoundingClientRect().top, head.getBoundingClientRect().bottom] })
        .filter(([, top, bottom]) => top < bottom).map(([one]) => one.outerHTML)
}"""
ONLY_WHAT_COMES_BEFORE = """() => {
    const options = document.querySelector(".side-by-side")
    while (options.nextSibling) options.nextSibling.remove()
    options.hidden = true
    document.querySelector(".emergency-print").remove()
}"""
ONLY_THE_OPTIONS = """() => {
    document.querySelector("main").replaceChildren(document.querySelector(".side-by-side"))
    document.querySelectorAll(".emergency-print, aside").forEach(one => one.remove())
}"""
SMALLEST_PRINT = """Math.min(...[...document.querySelectorAll(".side-by-side table :is(caption, th, td)")]
    .map(one => parseFloat(getComputedStyle(one).fontSize) * 72 / 96))"""


@pytest.mark.browser
@WIDTHS
def test_nobody_meets_both_and_axe_finds_nothing(page, width, shown, hidden):
    page.set_viewport_size({"width": width, "height": 800})
    visit(page, "/options/")
    assert page.locator(f".side-by-side {shown}").first.is_visible()
    assert not page.locator(f".side-by-side {hidden}").first.is_visible()
    assert page.locator(".side-by-side").get_by_text("It may lift the bone a little").filter(visible=True).count() == 1
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(RUN_AXE, {"rules": ALL_RULES}) == []


@pytest.mark.browser
@WIDTHS
def test_a_link_to_an_option_leads_to_it(page, width, shown, hidden):
    page.set_viewport_size({"width": width, "height": 800})
    visit(page, ANCHOR)
    target = page.get_by_text("What about balloon kyphoplasty?").filter(visible=True).last
    page.wait_for_function("scrollY > 300")
    assert 0 <= target.bounding_box()["y"] < 400


@pytest.mark.browser
@pytest.mark.parametrize("width", [1120, 1280, 1920])
def test_the_wide_table_meets_neither_the_edge_nor_the_list_beside_the_text(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    visit(page, "/options/")
    table, beside = page.locator(".side-by-side table").bounding_box(), page.locator("nav.toc").bounding_box()
    assert beside["y"] + beside["height"] < table["y"]
    assert table["x"] > 0
    assert table["x"] + table["width"] < width
    assert page.evaluate(TOO_WIDE) == ""
    columns = page.locator("thead th").evaluate_all("all => all.map(one => one.offsetWidth)")
    assert max(columns) - min(columns) <= 1
    assert min(columns) >= 220


@pytest.mark.browser
def test_a_focused_link_is_never_under_the_head_of_the_table(page):
    visit(page, "/options/")
    assert page.locator("tbody a").count() > 40
    assert page.evaluate(UNDER_THE_HEAD) == []


@pytest.mark.browser
def test_a_term_is_explained_where_the_table_uses_it(page):
    visit(page, "/options/")
    term = page.locator("table .term").first
    term.click()
    assert page.locator(f"#{term.get_attribute('popovertarget')}").is_visible()


def _sides(page, paper):
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper)))


@pytest.mark.browser
@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_the_options_are_printed_as_a_table_on_one_sheet_that_begins_on_a_front(page, paper):
    page.set_viewport_size({"width": 360, "height": 800})
    visit(page, "/options/")
    page.emulate_media(media="print")
    assert page.locator(".side-by-side table").is_visible()
    assert not page.locator(".side-by-side dl").first.is_visible()
    assert page.evaluate(SMALLEST_PRINT) >= 9.5
    page.evaluate(ONLY_WHAT_COMES_BEFORE)
    assert _sides(page, paper) % 2 == 0
    visit(page, "/options/")
    page.evaluate(ONLY_THE_OPTIONS)
    assert _sides(page, paper) <= 2
