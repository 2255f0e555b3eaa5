"""Each section of a page ends with what it rests on, one tap away and without a script."""

import re

import pytest
from small_pages import BODY, MATTER, html_of, page_of

from content.pages import all_pages
from content.sources import all_sources

PAGES = list(all_pages().values())
BOX = re.compile(r'<details class="how">.*?</div>', re.DOTALL)
MARK = re.compile(r'<a href="#s(\d+)"><span class="visually-hidden">')


def sections(page):
    """The page's main message and body, cut after each box of sources."""
    lead, body = page.rendered
    ends = [found.end() for found in BOX.finditer(body)]
    parts = [body[start:end] for start, end in zip([0, *ends], [*ends, len(body)], strict=True)]
    return [lead + parts[0], *parts[1:]]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_the_box_of_a_section_names_just_the_sources_that_its_text_cites(page):
    told = set()
    for section in sections(page):
        box = BOX.search(section)
        cited = set(MARK.findall(section))
        described = set(re.findall(r'<li id="s(\d+)"', box[0])) if box else set()
        named = set(re.findall(r'<a href="#s(\d+)">source', box[0])) if box else set()
        assert described | named == cited
        assert described == cited - told
        told |= cited


def test_a_source_is_described_where_it_is_first_cited_and_linked_from_then_on(tmp_path):
    body = BODY.replace(
        "It was tried", "A [@klazen2010].\n\n## Was it tried?\n\nB [@klazen2010; @wardlaw2009].\n\nIt was tried"
    )
    matter = MATTER.replace('"wardlaw2009"', '"wardlaw2009", "klazen2010"')
    boxes = BOX.findall(html_of(page_of(tmp_path, body, matter)))
    assert [("id=" in box, 'href="#s' in box) for box in boxes][:2] == [(True, False), (True, True)]
    source = all_sources()["klazen2010"]
    assert source.label in boxes[0]
    assert f"{source.sure.capitalize()}." in boxes[0]
    assert f'href="{source.url}"' in boxes[0]
    assert source.label not in boxes[1]


def test_a_section_without_a_source_has_no_box(tmp_path):
    html = html_of(
        page_of(tmp_path, BODY.replace("It was tried", "## Is this cited?\n\nNo.\n\n## Was it tried?\n\nIt was tried"))
    )
    between = html.split("Is this cited?")[1].split("Was it tried?")[0]
    assert "<details" not in between


@pytest.mark.browser
def test_a_mark_opens_its_box_and_lands_on_the_source(page, base_url):
    page.goto("/recovery/")
    mark = page.locator("sup.ref a").nth(5)
    target = page.locator(f"[id='{mark.get_attribute('href')[1:]}']")
    assert not target.is_visible()
    mark.press("Enter")
    target.wait_for(state="visible")
    assert target.evaluate("e => e.matches(':target')")


@pytest.mark.browser
def test_the_boxes_are_open_on_paper(page, base_url):
    page.goto("/recovery/")
    page.emulate_media(media="print")
    assert page.locator(".how-text li").first.bounding_box()["height"] > 10
