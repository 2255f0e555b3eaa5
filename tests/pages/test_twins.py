"""From each page a link leads to the same page in the other languages that visitors are led to."""

from io import BytesIO

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_rules import ALL_RULES, RUN_AXE
from django.test import Client
from pypdf import PdfReader
from served import EVERYWHERE, everything, read, see

from content.pages import all_pages
from kyphoplasty_site import twins
from kyphoplasty_site.errors import not_found_page
from referrals import reading_lists
from screener.guide.document import OF_A_TRIAL
from seo.public import in_all_languages, ready_addresses
from web import languages
from web.drawn_once import Kept
from web.languages import gettext, in_language, speaking

pytestmark = pytest.mark.usefixtures("spanish_in_trial")

CLINIC = [
    "/r/sample/",
    "/r/sample/risks/",
    f"/r/sample/pack/{reading_lists.code_of({'risks', 'options'})}/",
    "/clinics/sample/",
    "/clinics/sample/prefill/",
]
FOR_ENGINEERS = "/for-engineers/"  # is there in English alone
ALL = [*EVERYWHERE, *CLINIC, "/self-check/how-it-decides/", "/self-check/cleared/", "/p/broken/"]
ALL = [address for address in ALL if address != FOR_ENGINEERS]
MISSING = "risks"


@pytest.fixture
def spanish_offered(monkeypatch):
    """For the links alone: nobody has signed its words."""
    monkeypatch.setattr(twins, "offered_languages", languages.all_languages)
    monkeypatch.setattr("referrals.views.PAGES_OF_NO_CLINIC", Kept(most=64))
    not_found_page.cache_clear()
    yield
    not_found_page.cache_clear()


@pytest.fixture
def without_a_page(monkeypatch):
    """In Spanish the page on risks is missing."""

    def pages():
        return {slug: page for slug, page in all_pages().items() if slug != MISSING or page.language == "en"}

    for name in ("kyphoplasty_site.twins", "content.views", "kyphoplasty_site.errors"):
        monkeypatch.setattr(f"{name}.all_pages", pages)


def is_to_english(link):
    return link["attrs"].get("hreflang") == "en"


def links(shown):
    """Where the links to other languages lead, of the header and of the footer."""
    found = [link for link in shown.all("a") if "twin" in link["classes"]]
    assert all(link["attrs"]["lang"] == link["attrs"]["hreflang"] for link in found)
    around = {"header": [], "footer": []}
    for link in found:
        (where,) = around.keys() & {*link["around"]}
        around[where].append((link["text"], link["attrs"]["hreflang"], link["attrs"]["href"]))
    assert around["header"] == around["footer"]
    return around["header"]


def in_trial(shown):
    """Where the notice leads that nobody has checked the translation."""
    return [link["attrs"]["href"] for link in shown.all("a") if "outdated" in link["around"] and is_to_english(link)]


def test_each_spanish_page_leads_to_the_same_page_in_english_and_says_that_nobody_has_checked_it(client):
    everything(client)
    for address in ALL:
        response = client.get(in_language("es", address), follow=True)
        english = languages.split(response.redirect_chain[-1][0])[1] if response.redirect_chain else address
        shown = read(response)
        assert shown.all("html")[0]["attrs"]["lang"] == "es", address
        assert links(shown) == [("English", "en", english)], address
        assert in_trial(shown)[:1] == [english], address


def test_no_english_page_leads_to_a_language_in_trial(client):
    everything(client)
    for address in ALL:
        shown = read(client.get(address, follow=True))
        assert links(shown) == in_trial(shown) == [], address
        ours = [str(one["attrs"].get("href")) for one in shown.elements]
        assert not [href for href in ours if href.startswith("/") and "/es/" in href], address


def test_a_language_in_trial_is_in_no_sitemap_index_feed_card_or_memory(client):
    assert "/es/" not in client.get("/sitemap.xml").content.decode()
    assert not [found for found in in_all_languages() if "/es/" in found]
    assert [found for found in ready_addresses() if "/es/" in found] == ["/es/site.webmanifest"]
    for address in ALL:
        response = client.get(in_language("es", address))
        shown = read(response)
        assert response["X-Robots-Tag"] == "noindex", address
        if response.status_code == 200:
            assert [one["attrs"].get("content") for one in shown.all("meta") if one["attrs"].get("name") == "robots"]
        assert not [link for link in shown.all("link") if "hreflang" in link["attrs"]], address
        assert b"og:url" not in response.content, address


@pytest.mark.parametrize("typed", ["/ES/RISKS/", "/Es/Risks", "/es/risks./", "/es//risks/"])
def test_an_address_of_another_language_is_mended_too(client, typed):
    response = client.get(typed)
    assert (response.status_code, response.headers["Location"]) == (302, "/es/risks/")
    assert client.get("/ES/NO-SUCH-PAGE/").status_code == 404
    assert client.get("/ES/HOME/").status_code == 404


@pytest.mark.usefixtures("spanish_offered")
def test_each_page_leads_to_an_offered_language_and_from_there_back(client):
    everything(client)
    for address in ALL:
        response = client.get(address)
        if response.status_code in (302, 303):
            continue
        spanish = in_language("es", address)
        assert links(read(response)) == [("Español", "es", spanish)], address
        there = client.get(spanish)
        assert there.status_code == response.status_code, address
        assert links(read(there)) == [("English", "en", address)], address


@pytest.mark.usefixtures("spanish_offered")
def test_a_page_that_is_there_in_english_alone_leads_to_the_home_page_of_the_other_language(client):
    assert links(see(client, FOR_ENGINEERS)) == [("Español", "es", "/es/")]


@pytest.mark.usefixtures("spanish_offered", "without_a_page")
def test_nothing_leads_to_a_page_that_is_missing_in_a_language(client):
    for address in ("/risks/", "/r/sample/risks/"):
        assert links(see(client, address)) == [], address
    assert links(see(client, "/options/")) == [("Español", "es", "/es/options/")]


@pytest.mark.usefixtures("without_a_page")
def test_where_a_page_is_missing_in_a_language_its_english_one_is_named(client):
    for address in ("/es/risks/", "/r/sample/es/risks/", "/r/nobody/es/risks/"):
        response = client.get(address)
        assert response.status_code == 404
        shown = read(response)
        assert shown.all("html")[0]["attrs"]["lang"] == "es"
        assert links(shown) == [("English", "en", "/risks/")]
        assert len([link for link in shown.all("a") if link["attrs"]["href"] == "/risks/"]) == 4
    assert links(see(client, "/es/no-such-page/")) == [("English", "en", "/")]
    assert links(see(client, "/self-check/es/risks/")) == [("English", "en", "/")]
    assert b"/es/risks/" not in client.get("/risks/no-such-page/").content


def test_the_page_of_an_error_leads_to_the_home_page_in_english(client, monkeypatch):
    client.raise_request_exception = False
    question = "/self-check/es/urgent-signs/"
    errors = {
        400: client.get("/es/risks/", headers={"host": "other.example"}),
        403: Client(enforce_csrf_checks=True).post(question, {}),
        404: client.get("/es/no-such-page/"),
        405: client.post("/es/risks/"),
        411: client.post(question, headers={"transfer-encoding": "chunked"}),
        413: client.post(question, {"answer": "x" * 70_000}),
    }
    monkeypatch.setattr("screener.views.summarize", lambda *given: {}[""])
    errors[500] = everything(client).get("/self-check/es/summary/")
    for status, response in errors.items():
        assert response.status_code == status
        shown = read(response)
        assert shown.all("html")[0]["attrs"]["lang"] == "es", status
        assert links(shown) == [("English", "en", "/")], status


def test_a_form_that_nothing_but_a_form_leads_to_leads_to_the_start(client):
    response = client.post("/self-check/es/filled-in/", {"link": "broken"})
    assert links(read(response)) == [("English", "en", "/self-check/")]


@pytest.mark.usefixtures("spanish_offered")
def test_a_page_that_is_kept_for_all_names_no_address_that_somebody_asked_for(client):
    for clinic in ("of-one-visitor", "of-another"):
        shown = see(client, f"/r/{clinic}/risks/")
        assert links(shown) == [("Español", "es", "/es/risks/")]
        assert links(see(client, f"/r/{clinic}/no-such-page/")) == [("Español", "es", "/es/")]


@pytest.mark.usefixtures("spanish_offered")
def test_what_stands_in_an_address_is_written_so_that_it_is_nothing_else(client):
    response = client.get("/p/%22%3E%3Cscript%3E%20x/")
    assert response.status_code == 200
    assert links(read(response)) == [("Español", "es", "/p/es/%22%3E%3Cscript%3E%20x/")]


def test_a_guide_in_a_language_in_trial_says_that_nobody_has_checked_it(client):
    everything(client)
    with speaking("es"):
        said = gettext(OF_A_TRIAL)
    for address in ("/guide/", "/self-check/guide/"):
        assert said in see(client, in_language("es", address)).text
        assert said not in see(client, address).text
    for address in ("/guide.pdf", "/self-check/guide.pdf"):
        pages = PdfReader(BytesIO(client.get(in_language("es", address)).content)).pages
        assert said in " ".join(" ".join(page.extract_text() for page in pages).split())
        assert len(pages) == 2


@pytest.mark.browser
@pytest.mark.usefixtures("spanish_offered")
def test_the_link_is_reached_by_keyboard_and_large_enough_and_the_header_stays_narrow(base_url, page):
    # Not at an address that was made ready before Spanish was offered.
    both = "/self-check/urgent-signs/", "/self-check/es/urgent-signs/"
    for start, there, name in ((*both, "Español"), (*reversed(both), "English")):
        page.goto(f"{base_url}{start}")
        for width in (320, 360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            header = page.locator("header.site").bounding_box()
            assert header["height"] <= (117 if width < 768 else 69), (start, width)
            for link in page.locator(".twin").all():
                box = link.bounding_box()
                assert box["height"] >= 44
                assert box["width"] >= 44
                assert box["x"] + box["width"] <= width
            link = page.locator("header .twin").bounding_box()
            others = [one.bounding_box() for one in page.locator("header :is(.logo, .button, .menu summary)").all()]
            assert all(not touches(link, one) for one in others)
        page.evaluate(AXE_SCRIPT)
        assert page.evaluate(RUN_AXE, {"rules": ALL_RULES}) == []
        page.locator(".menu summary").focus()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == name
        page.keyboard.press("Enter")
        page.wait_for_url(f"{base_url}{there}")


def touches(one, other):
    sides = (("x", "width"), ("y", "height"))
    return all(one[at] < other[at] + other[size] and other[at] < one[at] + one[size] for at, size in sides)
