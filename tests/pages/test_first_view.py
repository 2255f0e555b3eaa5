"""The first view of any page is small: its HTML and its styles, compressed as they are sent, without its pictures."""

import re
from functools import cache

import brotli
import pytest
from django.conf import settings
from served import EVERYWHERE, Served, answer_at, page_at, read

from content.pages import all_pages
from kyphoplasty_site import styles

FIRST_VIEW = 14_000
# A record is as long as what is known, and is read by whoever wants all of it.
OF_A_RECORD = 20_000
WITH_PICTURES = 40_000
STYLES_OF_A_PAGE = 6_000
FIGURES_STYLE = 2_200
_FIGURE = re.compile(rb"<figure.*?</figure>", re.DOTALL)


def sent(content):
    return len(brotli.compress(content, quality=11))


def _collected(href):
    return (settings.STATIC_ROOT / href.removeprefix(settings.STATIC_URL)).read_bytes()


@cache
def _weight(href):
    return sent(_collected(href))


def fetched_styles(shown: Served):
    return [link["attrs"]["href"] for link in shown.all("link") if link["attrs"]["rel"] == "stylesheet"]


@pytest.mark.parametrize("address", EVERYWHERE)
@pytest.mark.slow
def test_html_and_styles_of_a_page_without_its_figures_fit_in_the_first_14_kilobytes(address):
    response = answer_at(address)
    record = any(page.url == address and page.layer == "record" for page in all_pages().values())
    (for_paper,) = fetched_styles(read(response))
    words = _FIGURE.sub(b"", response.content).replace(styles.in_the_page("figures").encode(), b"")
    assert sent(words) + _weight(for_paper) <= (OF_A_RECORD if record else FIRST_VIEW)
    assert sent(response.content) + _weight(for_paper) <= WITH_PICTURES


def test_all_styles_of_any_page_in_one_are_at_most_6_kilobytes():
    for address in EVERYWHERE:
        shown = page_at(address)
        in_page = "".join(style["text"] for style in shown.all("style"))
        (for_paper,) = fetched_styles(shown)
        assert sent(in_page.encode() + _collected(for_paper)) <= STYLES_OF_A_PAGE, address


def test_only_a_page_with_figures_holds_their_style(client):
    of_figures = styles.in_the_page("figures")
    assert sent(of_figures.encode()) <= FIGURES_STYLE
    for page in all_pages().values():
        in_page = [style["text"] for style in read(client.get(page.url)).all("style")]
        assert (of_figures in in_page) is ("figures" in page.styles)


OF_ARTICLES = re.compile(r"\.(breadcrumb|toc|next-prev|claim-checked|experts-disagree|table-scroll|with-toc)\b")


@cache
def named_by_articles():
    return set(OF_ARTICLES.findall(styles.in_the_page("article")))


@pytest.mark.parametrize("address", EVERYWHERE)
def test_only_a_page_that_has_a_table_or_a_way_to_it_holds_the_style_of_articles(address):
    shown = page_at(address)
    classes = {name for element in shown.elements for name in (element["attrs"].get("class") or "").split()}
    assert (styles.in_the_page("article") in [style["text"] for style in shown.all("style")]) is bool(
        shown.all("table") or named_by_articles() & classes
    )


SCRIPTS = {"print": 400, "walk": 800, "copy": 400}


@pytest.mark.parametrize("address", EVERYWHERE)
def test_only_printing_copying_and_the_steps_have_a_script_and_it_is_small_and_waits(address):
    scripts = [script["attrs"] for script in page_at(address).scripts]
    names = [script["src"].rsplit("/", 1)[1].split(".")[0] for script in scripts]
    assert names == {
        "/guide/": ["print"],
        "/self-check/guide/": ["print"],
        "/steps/": ["walk"],
        "/self-check/summary/": ["copy"],
    }.get(address, [])
    for name, script in zip(names, scripts, strict=True):
        assert _weight(script["src"]) <= SCRIPTS[name]
        assert "defer" in script


def test_what_works_only_with_a_script_is_hidden_until_there_is_one(client):
    buttons = [one["attrs"] for one in read(client.get("/guide/")).all("button") if "data-print" in one["attrs"]]
    sliders = [one["attrs"] for one in read(client.get("/steps/")).all("div") if "walk-slider" in one["classes"]]
    assert len(buttons) >= 1
    assert len(sliders) == 1
    assert all("hidden" in one for one in buttons + sliders)
