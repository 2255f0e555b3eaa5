"""The pages as they are served: what stands on each, and that every way from one to another leads somewhere."""

import re
from dataclasses import replace
from functools import cache
from urllib.parse import urldefrag, urljoin

import pytest
from django.test import Client
from english import FORBIDDEN, MISLEADING
from every import every
from patients import FITS, SCAN_FACTS
from served import EVERYWHERE, PUBLIC, page_at, read, remember, see
from small_pages import cited

from content.pages import all_pages, listed_pages
from content.reviewed import next_review
from kyphoplasty_site.templatetags import site
from screener.rule_sets.clinic import CLINIC_RULES

# Clinics print these: they stay.
ADDRESSES = [
    "/guide/",
    "/self-check/",
    "/self-check/summary/",
    "/self-check/guide/",
    "/self-check/how-it-decides/",
    "/self-check/how-it-decides/what-it-says/",
]
ADDRESSES += ["/", "/spinal-fractures/", "/procedure/", "/steps/", "/recovery/", "/risks/", "/evidence/", "/options/"]
ADDRESSES += ["/who-it-may-help/", "/experiences/", "/questions/", "/glossary/", "/sources/", "/how-we-know/"]
ADDRESSES += ["/how-we-score-ourselves/", "/about/", "/privacy/", "/accessibility/", "/self-check/procedure-date/"]
ADDRESSES += ["/did-i-get-it/", "/cancer/", "/paying/", "/for-someone-else/", "/evidence/claims/", "/options/all-rows/"]
EACH_PAGE = every("written", all_pages())
LISTED = [page.url for page in listed_pages()]
EACH_ADDRESS = every("address", EVERYWHERE)


@cache
def shown_at(address):
    """A page as one sees it who has answered every question."""
    return page_at(address)


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_printed_address_leads_to_a_page(client, address):
    assert client.get(address).status_code == 200


@EACH_PAGE
def test_a_page_shows_both_dates_its_grade_and_a_next_step(written):
    shown = shown_at(written.url)
    updated, review = (f"{day:%B} {day.day}, {day.year}" for day in (written.updated, next_review(written)))
    grade = re.search(r"Reading grade: (\d+\.\d)", shown.text)
    assert f"Last changed: {updated}. Next check by {review}." in shown.text
    assert grade
    assert float(grade[1]) == written.grade
    assert shown.inside("next").startswith("What to do next")


@EACH_PAGE
def test_what_stands_first_on_a_page_follows_its_answer_at_once(client, written):
    _, first, _ = written.rendered
    assert first
    assert re.search(rf'<p class="lead">.*</p>\s*{re.escape(first)}', client.get(written.url).content.decode())


@EACH_PAGE
def test_a_page_lists_each_source_it_cites_once_with_who_paid(written):
    shown = shown_at(written.url)
    numbered = [element for element in shown.all("li") if re.fullmatch(r"s\d+", element["attrs"].get("id") or "")]
    assert len(numbered) == len(cited(written)) == len(written.sources)
    for source, element in zip(cited(written), numbered, strict=True):
        assert source.name in element["text"]
        assert source.label in element["text"]
        assert f"{source.sure.capitalize()}." in element["text"]
        assert "how-text" in element["around"]


@EACH_PAGE
def test_citations_count_up_in_the_order_in_which_they_stand(written):
    shown = shown_at(written.url)
    marks = [link["attrs"]["href"] for link in shown.all("a") if "ref" in link["around"]]
    assert list(dict.fromkeys(marks)) == [f"#s{number}" for number in range(1, len(cited(written)) + 1)]


@EACH_PAGE
def test_the_menu_leads_to_every_page_and_marks_the_one_that_is_open(written):
    shown = shown_at(written.url)
    menu = [link["attrs"] for link in shown.all("a") if "menu" in link["around"]]
    assert {link["href"] for link in menu} == {*LISTED, "/guide/"}
    assert [link["href"] for link in menu if link.get("aria-current")] == [written.url] * written.listed


def test_one_can_read_all_pages_from_the_first_to_the_last_and_back(client):
    read_through: list[str] = []
    address: str | None = LISTED[0] if LISTED[0] != "/" else LISTED[1]
    backward = {}
    while address:
        links = {link["attrs"].get("rel"): link["attrs"]["href"] for link in see(client, address).all("a")}
        read_through.append(address)
        backward[address] = links.get("prev")
        address = links.get("next")
    assert read_through == [page for page in LISTED if page != "/"]
    assert [backward[page] for page in read_through] == LISTED[LISTED.index(read_through[0]) - 1 :][: len(read_through)]


@EACH_ADDRESS
def test_every_page_shows_the_warning_signs_and_says_who_has_not_checked_it(address):
    shown = shown_at(address)
    strip, paper = shown.inside("emergency"), shown.inside("emergency-print") or shown.inside("red-flags")
    for line in CLINIC_RULES.help_lines:
        for sign in line.signs:
            assert sign in strip
            assert sign in paper
    assert shown.inside("unchecked") == "Not yet checked by a clinician."
    assert "Found a mistake?" in shown.text


@EACH_ADDRESS
def test_no_page_says_what_no_page_may_say(address):
    shown = shown_at(address)
    assert not FORBIDDEN.search(shown.text)
    assert not MISLEADING.search(shown.text)


@EACH_ADDRESS
def test_ids_are_unique_and_one_heading_comes_first(address):
    shown = shown_at(address)
    assert len(shown.ids) == len(set(shown.ids))
    assert len(shown.all("h1")) == 1
    assert shown.all("html")[0]["attrs"]["lang"] == "en"
    assert shown.all("title")[0]["text"].strip()


@EACH_ADDRESS
def test_no_page_holds_a_script_or_a_style_attribute_or_asks_another_host_for_anything(address):
    for element in shown_at(address).elements:
        is_data = element["attrs"].get("type") == "application/ld+json"
        assert element["tag"] != "script" or is_data or (element["attrs"].get("src") and not element["text"])
        assert not [name for name in element["names"] if name == "style" or name.startswith("on")]
        for name in ("src", "href", "action", "srcset", "data", "poster", "xlink:href"):
            target = (element["attrs"].get(name) or "").removeprefix("http://testserver")
            in_source_list = element["tag"] == "a" and "sources" in element["around"] and address.startswith("/sources")
            assert in_source_list or target.startswith(("/", "#", "tel:", "mailto:")) or not target
            assert not target.startswith("//")


def _crawl(client):
    """Every page that links lead to, from the home page on."""
    pages, waiting = {}, ["/", "/self-check/", "/no-such-page/"]
    while waiting:
        address = waiting.pop()
        if address not in pages:
            response = client.get(address, follow=True)
            expected = 404 if address == "/no-such-page/" else 200
            assert response.status_code == expected, address
            pages[address] = read(response) if "text/html" in response["Content-Type"] else None
            waiting += [urldefrag(target).url for target in _links(address, pages[address])]
    return pages


def _links(address, shown):
    hrefs = [link["attrs"]["href"] for tag in ("a", "link") for link in shown.all(tag)] if shown else []
    return [urljoin(address, href) for href in hrefs if href.startswith(("/", "#"))]


NOT_SCANNED = {fact: answer for fact, answer in FITS.items() if fact not in SCAN_FACTS}
VISITORS = {
    "nobody yet": {},
    "all answered": FITS,
    "much to find out": {
        **NOT_SCANNED,
        "scan": "none",
        "urgent_signs": ["fever"],
        "cause": "unsure",
        "stops": "unsure",
    },
    "sent to 911": {"urgent_signs": ["leg_weakness"]},
}


@pytest.mark.parametrize("given", VISITORS.values(), ids=list(VISITORS))
@pytest.mark.slow
def test_every_link_leads_to_a_page_and_every_anchor_to_a_place_on_it(given):
    pages = _crawl(remember(Client(), given) if given else Client())
    assert pages.keys() >= set(PUBLIC)
    for address, shown in pages.items():
        for target, anchor in map(urldefrag, _links(address, shown)):
            assert not anchor or anchor in pages[target].ids, f"{address} links to {target}#{anchor}"


def test_an_address_that_is_not_there_gets_a_kind_page_with_ways_on(client):
    response = client.get("/no-such-page/")
    shown = read(response)
    assert response.status_code == 404
    assert shown.inside("h1") == "We cannot find that page"
    assert {link["attrs"]["href"] for link in shown.all("a") if "main" in link["around"]} >= {"/", "/self-check/"}


@pytest.mark.parametrize(("address", "status"), [("/risks", 301), ("/Risks/", 302), ("/RISKS", 302), ("/risks//", 302)])
def test_another_spelling_of_an_address_leads_to_the_one_that_a_page_has(client, address, status):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (status, "/risks/")


@pytest.mark.parametrize("address", ["/home/", "/en/risks/", "/static/nothing.css"])
def test_a_page_has_no_second_address(client, address):
    assert client.get(address).status_code == 404


def test_a_page_that_is_not_listed_is_reached_by_links_alone(client, monkeypatch):
    pages = {**all_pages(), "risks": replace(all_pages()["risks"], listed=False)}
    listed = tuple(page for page in all_pages().values() if page.listed and page.slug != "risks")
    monkeypatch.setattr("content.pages.all_pages", lambda: pages)
    monkeypatch.setattr("content.views.all_pages", lambda: pages)
    assert listed_pages.__wrapped__() == listed
    # The menus are drawn once for the pages that there are.
    monkeypatch.setattr("kyphoplasty_site.templatetags.site._frame", site._frame.__wrapped__)
    for where in ("content.views", "kyphoplasty_site.context"):
        monkeypatch.setattr(f"{where}.listed_pages", lambda: listed)
    links = [link["attrs"] for link in see(client, "/risks/").all("a")]
    assert not [link for link in links if link.get("rel") in ("prev", "next") or link["href"] == "/risks/"]
    menus = [link for link in see(client, "/about/").all("a") if {"header", "footer"} & {*link["around"]}]
    assert len(menus) > 20
    assert "/risks/" not in [link["attrs"]["href"] for link in menus]
