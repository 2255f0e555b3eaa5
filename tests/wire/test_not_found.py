"""What is not there costs little: the page that says so is drawn once, and says nothing of who asked."""

import gzip
from functools import partial

import pytest
from served import remember

from kyphoplasty_site import errors
from web.drawn_once import Kept

UNKNOWN = [
    "/nothing/",
    "/x/y/z",
    "/static/nothing.css",
    "/clinics/nowhere/",
    "/self-check/nothing/",
    "/r/sample/nothing/",
]
OF_NO_CLINIC = ["/r/nowhere/", "/r/nowhere/risks/"]


@pytest.fixture
def no_templates(monkeypatch):
    """None is drawn any more."""

    def fail(*_, **__):
        raise AssertionError("a page is drawn")

    monkeypatch.setattr("django.template.base.Template.render", fail)


@pytest.mark.parametrize("path", [*UNKNOWN, *OF_NO_CLINIC])
def test_an_unknown_address_is_answered_without_drawing_a_page(client, path, request):
    first = client.get(path, headers={"Accept-Encoding": "gzip"})
    request.getfixturevalue("no_templates")
    other = path.replace("nothing", "something").replace("nowhere", "elsewhere")
    again = client.get(other, headers={"Accept-Encoding": "gzip"})
    assert first.status_code == again.status_code == 404
    assert first.content == again.content
    assert first.headers == again.headers


def test_the_page_is_ready_before_anybody_asks():
    """`read_everything` draws it at the start, as test_failures shows for what it cannot draw."""
    errors.not_found_page.cache_clear()
    from kyphoplasty_site.warm_up import read_everything

    read_everything()
    assert errors.not_found_page.cache_info().currsize == 2


@pytest.mark.parametrize("path", [UNKNOWN[0], *OF_NO_CLINIC])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_page_of_an_unknown_address_is_the_same_compressed_or_not_and_names_what_it_varies_by(client, path, method):
    plain, packed = (client.generic(method, path, headers={"Accept-Encoding": how}) for how in ("identity", "gzip"))
    assert (plain.get("Content-Encoding"), packed["Content-Encoding"]) == (None, "gzip")
    assert plain["Vary"] == packed["Vary"] == "Accept-Encoding"
    if method == "GET":
        assert gzip.decompress(packed.content) == plain.content
        assert packed["Content-Length"] == str(len(packed.content))


def test_a_form_that_was_sent_to_nowhere_is_forgotten_by_the_browser_and_no_other(client):
    script = b"forget_form"
    assert script in client.post("/self-check/nothing/").content
    assert script not in client.get("/self-check/nothing/").content


def test_the_page_of_an_unknown_address_says_nothing_of_who_asks(client):
    stranger = client.get("/self-check/nothing/").content
    assert remember(client, {"pain_score": 9}).get("/self-check/nothing/").content == stranger


def test_no_more_pages_are_kept_than_set_whatever_is_asked_for():
    kept, drawn = Kept(most=3), []

    def draw(key):
        drawn.append(key)
        return f"{key}"

    for key in [0, 1, 2, 3, 3, 4, 5, 5]:
        assert kept.page(key, partial(draw, key)).plain == f"{key}".encode()
        assert len(kept._pages) <= 3
    assert drawn == [0, 1, 2, 3, 4, 5]
