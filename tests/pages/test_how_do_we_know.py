"""A page ends with what it rests on, one tap away and without a script."""

import re

import pytest
from small_pages import BODY, html_of, page_of

from content.pages import all_pages
from content.sources import all_sources

PAGES = list(all_pages().values())
BOX = re.compile(r'<details class="how"><summary>How do we know\?.*?</div>', re.DOTALL)
MARK = re.compile(r'<a href="#s(\d+)"><span class="visually-hidden">')


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_one_box_at_the_foot_describes_just_the_sources_that_the_page_cites(page):
    html = html_of(page)
    boxes = BOX.findall(html)
    marked = list(dict.fromkeys(MARK.findall(html)))
    assert len(boxes) == (1 if marked else 0)
    assert re.findall(r'<li id="s(\d+)"', "".join(boxes)) == marked
    assert not boxes or html.endswith(boxes[0] + "\n")


def test_a_source_is_described_with_how_sure_it_is_and_its_address(tmp_path):
    (box,) = BOX.findall(html_of(page_of(tmp_path)))
    source = all_sources()["wardlaw2009"]
    assert source.label in box
    assert f"{source.sure.capitalize()}." in box
    assert f'href="{source.url}"' in box


def test_a_page_without_a_source_has_no_box(tmp_path):
    body = BODY.replace("It was tried with 300 people [@wardlaw2009].", "It was tried.")
    assert "<details" not in html_of(page_of(tmp_path, body))


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
