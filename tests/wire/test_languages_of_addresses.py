"""The language of a page stands in its address, in one place; all else about the address stays what it is."""

import pytest

from kyphoplasty_site import middleware
from web import languages

pytestmark = pytest.mark.usefixtures("spanish_in_trial")


@pytest.mark.parametrize(
    ("path", "english"),
    [
        ("/es/", "/"),
        ("/es/risks/", "/risks/"),
        ("/es/guide.pdf", "/guide.pdf"),
        ("/self-check/es/", "/self-check/"),
        ("/self-check/es/summary/", "/self-check/summary/"),
        ("/r/sample/es/risks/", "/r/sample/risks/"),
        ("/clinics/sample/es/prefill/", "/clinics/sample/prefill/"),
        ("/p/es/kg_link_x/", "/p/kg_link_x/"),
    ],
)
def test_an_address_with_the_code_in_its_place_is_the_twin_of_the_english_one(path, english):
    assert languages.split(path) == ("es", english)
    assert languages.in_language("es", english) == path


@pytest.mark.parametrize(
    "path",
    [
        "/es/self-check/",
        "/es/self-check/summary/",
        "/es/self-check/guide.pdf",
        "/es/p/kg_link_x/",
        "/es/r/sample/",
        "/es/clinics/sample/prefill/",
        "/ES/",
        "/en/",
        "/fr/",
        "/r/es/",
    ],
)
def test_a_code_anywhere_else_makes_no_second_address_of_a_page(client, path):
    assert languages.split(path)[0] == languages.ENGLISH
    assert client.get(path).status_code in (302, 404)


def test_a_public_page_of_another_language_is_not_kept_from_search(client, monkeypatch):
    def public_pages():
        return {languages.in_language(languages.active_code(), "/robots.txt"): None}

    monkeypatch.setattr(middleware, "public_pages", public_pages)
    assert "X-Robots-Tag" not in client.get("/es/robots.txt")
    assert "X-Robots-Tag" not in client.get("/robots.txt")
    assert client.get("/es/site.webmanifest")["X-Robots-Tag"] == "noindex"
