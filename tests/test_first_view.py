"""The first view of any page is small: its HTML and its styles, compressed as they are sent, without its pictures."""

import re
from functools import cache

import brotli
import pytest
from django.conf import settings
from django.test import Client
from served import EVERYWHERE, Served, everything, read

from content.pages import all_pages

FIRST_VIEW = 14_000
WITH_PICTURES = 40_000
ALL_STYLES = 6_000
_FIGURE = re.compile(rb"<figure.*?</figure>", re.DOTALL)


def sent(content):
    return len(brotli.compress(content, quality=11))


def _collected(href):
    return (settings.STATIC_ROOT / href.removeprefix(settings.STATIC_URL)).read_bytes()


@cache
def _weight(href):
    return sent(_collected(href))


def styles_of(shown: Served):
    return [link["attrs"]["href"] for link in shown.all("link") if link["attrs"]["rel"] == "stylesheet"]


@pytest.mark.parametrize("address", EVERYWHERE)
def test_html_and_styles_of_a_page_fit_in_the_first_14_kilobytes(address):
    response = everything(Client()).get(address)
    styles = styles_of(read(response))
    words = [href for href in styles if "figures" not in href]
    assert len(words) >= 2
    assert sent(_FIGURE.sub(b"", response.content)) + sum(map(_weight, words)) <= FIRST_VIEW
    assert sent(response.content) + sum(map(_weight, styles)) <= WITH_PICTURES


def test_the_whole_style_in_one_is_at_most_6_kilobytes(client):
    styles = styles_of(read(client.get("/self-check/")))
    assert len(styles) == 3
    assert sent(b"".join(map(_collected, styles))) <= ALL_STYLES


def test_only_a_page_with_figures_loads_their_style(client):
    for page in all_pages().values():
        styles = styles_of(read(client.get(page.url)))
        assert any("figures" in href for href in styles) is page.has_figures


def test_the_only_script_is_small_and_every_page_works_without_it(client):
    shown = read(client.get("/guide/"))
    (script,) = shown.all("script")
    assert _weight(script["attrs"]["src"]) <= 400
    assert "defer" in script["attrs"]
    assert [button["attrs"] for button in shown.all("button") if "data-print" in button["attrs"]]
    assert all("hidden" in button["attrs"] for button in shown.all("button") if "data-print" in button["attrs"])
