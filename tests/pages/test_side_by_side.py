"""The options side by side: the same words, rows and space, as cards; all rows as a table too, on one sheet."""

import re
from itertools import pairwise

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_rules import ALL_RULES, RUN_AXE
from browser import TOO_WIDE, visit
from served import Served, see
from small_pages import html_of, page_of, saying

from content.checks import check_pages
from content.pages import all_pages
from content.side_by_side import OPTIONS, ROWS, ROWS_OF_A_CARD

WORDS = "A calm day by the sea. " * 2
NAMES = ("this", "that", "one more", "the last")
MOST_WORDS = 35
ALL_ROWS = "/options/all-rows/"


def option(name, rows=ROWS, words=WORDS):
    return f"## What about {name}?\n\n" + "".join(f"{row}\n: {words}\n\n" for row in rows)


def side_by_side(*options):
    return "::: side-by-side Four ways\n" + "".join(options) + ":::"


def of_four(last, rows=ROWS):
    return side_by_side(*(option(name, rows) for name in NAMES[:-1]), last)


def problems(page):
    return [message.msg for message in check_pages([page])]


@pytest.fixture
def options(client):
    return see(client, ALL_ROWS)


@pytest.fixture
def cards(client):
    return see(client, "/options/")


def words(elements):
    return [" ".join(element["text"].split()) for element in elements]


def inside(shown, tag, *around):
    return [element for element in shown.all(tag) if {*around} <= {*element["around"]}]


@pytest.mark.parametrize("rows", [ROWS, ROWS_OF_A_CARD])
def test_four_options_in_the_ten_rows_or_the_five_of_a_card_pass(tmp_path, rows):
    assert problems(saying(tmp_path, of_four(option("the last", rows), rows))) == []


@pytest.mark.parametrize(
    ("last", "problem"),
    [
        (option("the last", ROWS[:-1]), "'What about the last?' does not have the ten rows in their order, nor"),
        (option("the last", (ROWS[1], ROWS[0], *ROWS[2:])), "'What about the last?' does not have the ten rows"),
        (option("the last", ("What is it", *ROWS[1:])), "'What about the last?' does not have the ten rows"),
        (
            option("the last", ROWS_OF_A_CARD[:-1]),
            "nor the five of a card (Helps, Can harm, Serious problem, Asks of you, Breaks on X-ray).",
        ),
        (
            option("the last", ROWS_OF_A_CARD, WORDS * 3),
            "'What about the last?' has other rows than 'What about this?'.",
        ),
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
    assert words(inside(options, "th", "thead", "side-by-side")) == titles
    assert words(inside(options, "th", "tbody", "side-by-side")) == [*ROWS]
    cells = words(inside(options, "td", "tbody", "side-by-side"))
    assert cells == [cards[row + len(ROWS) * column] for row in range(len(ROWS)) for column in range(OPTIONS)]
    assert all(cells)


def test_the_sites_four_cards_have_the_same_lines_and_are_no_table(cards):
    assert words(inside(cards, "dt", "options")) == [*ROWS_OF_A_CARD] * OPTIONS
    assert all(words(inside(cards, "dd", "options")))
    assert not inside(cards, "th", "thead")
    assert [one["attrs"]["aria-label"] for one in cards.all("div") if "options" in one["classes"]] == [
        "Four ways of care, on four cards"
    ]


def test_the_table_has_a_caption_and_can_be_walked_by_row_and_by_column(options):
    assert words(inside(options, "caption", "side-by-side")) == ["Four ways of care, in the same ten rows"]
    assert {element["attrs"]["scope"] for element in inside(options, "th", "thead", "side-by-side")} == {"col"}
    assert {element["attrs"]["scope"] for element in inside(options, "th", "tbody", "side-by-side")} == {"row"}


def test_a_cell_has_35_words_or_fewer_on_average():
    cells = [block.text.split() for block in all_pages()["options/all-rows"].blocks if block.kind == "dd"]
    assert len(cells) == OPTIONS * len(ROWS)
    assert sum(map(len, cells)) / len(cells) <= MOST_WORDS


def test_each_term_is_explained_once_for_table_and_cards(tmp_path):
    vertebra = option("the last", words="A vertebra, a calm day by the sea. A calm day by the sea.")
    shown = Served(html_of(saying(tmp_path, of_four(vertebra))))
    targets = [button["attrs"]["popovertarget"] for button in shown.all("button")]
    assert targets == ["term-vertebra"] * 2
    assert shown.ids.count("term-vertebra") == 1
    assert "options" not in next(e for e in shown.elements if e["attrs"].get("id") == "term-vertebra")["around"]


def test_one_box_tells_how_we_know_for_all_four(tmp_path):
    cited = option("this", words=WORDS + "[@wardlaw2009]")
    body = side_by_side(cited, *map(option, NAMES[1:]))
    page = page_of(tmp_path, f"A day [@klazen2010].\n\n{body}\n\n## Then?\n\nA calm day.\n")
    before, options = html_of(page).split('<div class="side-by-side">')
    drawn, after = options.split("</table>")
    assert [part.count('class="how"') for part in (before, drawn, after)] == [0, 0, 1]


def test_the_list_on_the_page_leads_to_each_option_once(options):
    headings = all_pages()["options/all-rows"].headings
    anchors = [heading.anchor for heading in headings if heading.anchor.startswith("what-about-")]
    assert len(anchors) == OPTIONS
    listed = [link["attrs"]["href"] for link in inside(options, "a", "toc")]
    for anchor in anchors:
        assert listed.count(f"#{anchor}") == 1
        assert options.ids.count(anchor) == 1


WIDTHS = pytest.mark.parametrize(("width", "shown", "hidden"), [(1280, "table", "dl"), (360, "dl", "table")])
ANCHOR = f"{ALL_ROWS}#what-about-balloon-kyphoplasty"
UNDER_THE_HEAD = """() => {
    scrollTo(0, document.body.scrollHeight)
    const head = document.querySelector(".side-by-side thead")
    return [...document.querySelectorAll(".side-by-side tbody :is(a, button)")].reverse()
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
    visit(page, ALL_ROWS)
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
    visit(page, ALL_ROWS)
    table, beside = page.locator(".side-by-side table").bounding_box(), page.locator("nav.toc").bounding_box()
    assert beside["y"] + beside["height"] < table["y"]
    assert table["x"] > 0
    assert table["x"] + table["width"] < width
    assert page.evaluate(TOO_WIDE) == ""
    columns = page.locator(".side-by-side thead th").evaluate_all("all => all.map(one => one.offsetWidth)")
    assert max(columns) - min(columns) <= 1
    assert min(columns) >= 220


@pytest.mark.browser
def test_a_focused_link_is_never_under_the_head_of_the_table(page):
    visit(page, ALL_ROWS)
    assert page.locator(".side-by-side tbody a").count() > 40
    assert page.evaluate(UNDER_THE_HEAD) == []


@pytest.mark.browser
def test_a_term_is_explained_where_the_table_uses_it(page):
    visit(page, ALL_ROWS)
    term = page.locator(".side-by-side table .term").first
    term.click()
    assert page.locator(f"#{term.get_attribute('popovertarget')}").is_visible()


def _sides(page, paper):
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper)))


@pytest.mark.browser
@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_the_options_are_printed_as_a_table_on_one_sheet_that_begins_on_a_front(page, paper):
    page.set_viewport_size({"width": 360, "height": 800})
    visit(page, ALL_ROWS)
    page.emulate_media(media="print")
    assert page.locator(".side-by-side table").is_visible()
    assert not page.locator(".side-by-side dl").first.is_visible()
    assert page.evaluate(SMALLEST_PRINT) >= 9.5
    page.evaluate(ONLY_WHAT_COMES_BEFORE)
    assert _sides(page, paper) % 2 == 0
    visit(page, ALL_ROWS)
    page.evaluate(ONLY_THE_OPTIONS)
    assert _sides(page, paper) <= 2


@pytest.mark.browser
@pytest.mark.parametrize(("width", "media", "columns"), [(360, "screen", 1), (1280, "screen", 2), (1280, "print", 1)])
def test_four_cards_stand_two_by_two_where_there_is_room_and_one_below_the_other_elsewhere(page, width, media, columns):
    page.set_viewport_size({"width": width, "height": 800})
    visit(page, "/options/")
    page.emulate_media(media=media)
    boxes = [card.bounding_box() for card in page.locator(".options section").all()]
    assert len({round(box["x"]) for box in boxes}) == columns
    assert len({round(box["y"]) for box in boxes}) == OPTIONS // columns
    assert all(card.is_visible() for card in page.locator(".options dl").all())
    assert page.evaluate(TOO_WIDE) == ""


@pytest.mark.browser
def test_the_lines_of_two_cards_beside_each_other_stand_level(page):
    page.set_viewport_size({"width": 1280, "height": 800})
    visit(page, "/options/")
    names = page.locator(".options section").evaluate_all(
        "all => all.map(one => [...one.querySelectorAll('dt')].map(name => name.getBoundingClientRect().top))"
    )
    assert names[0] == names[1]
    assert names[2] == names[3]


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_no_line_of_a_card_is_printed_over_another(page, width):
    page.set_viewport_size({"width": width, "height": 800})
    visit(page, "/options/")
    for card in page.locator(".options section").all():
        lines = [line.bounding_box() for line in card.locator(":is(h2, dt, dd)").all()]
        assert len(lines) == 1 + 2 * len(ROWS_OF_A_CARD)
        assert all(above["y"] + above["height"] <= below["y"] + 1 for above, below in pairwise(lines))
