"""What machines read: how a page describes itself, what crawlers and browsers ask for, and whom to tell of a hole."""

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import mean
from xml.etree import ElementTree

import brotli
import pytest
from django.http import HttpResponse
from django.template import RequestContext, Template
from django.test import Client, RequestFactory
from full import FULL
from reviewing import sign
from served import EVERYWHERE, PAGES, PUBLIC, SELF_CHECK, read, see

from content.pages import all_pages
from kyphoplasty_site.reviewed import all_items
from seo.metadata import as_script, describe
from seo.views import PublicPages

SHARED = [*PUBLIC, "/self-check/"]
HIDDEN = [address for address in SELF_CHECK if address != "/self-check/"]
MOST_BYTES = 350
FOR_MACHINES = re.compile(
    r' property="og:description"|<link rel="(canonical|manifest)".*|<meta (property="og|name="twitter).*'
    r'|<script type="application/ld.*'
)
CONTACT = "tell@example.org"


def metas(shown):
    """What the meta elements of a page say, by property and by name."""
    said = [(meta["attrs"], meta["attrs"].get("content")) for meta in shown.all("meta")]
    return {attrs[key]: content for attrs, content in said for key in ("property", "name") if key in attrs}


def canonical(shown):
    return [link["attrs"]["href"] for link in shown.all("link") if link["attrs"]["rel"] == "canonical"]


def described(shown):
    (script,) = [one for one in shown.all("script") if one["attrs"].get("type") == "application/ld+json"]
    return json.loads(script["text"])


@pytest.mark.parametrize("address", SHARED)
def test_a_public_page_gives_its_full_address_whatever_was_asked_with_it(client, address):
    shown = see(client, f"{address}?from=elsewhere")
    assert canonical(shown) == [f"http://testserver{address}"]
    assert metas(shown)["og:url"] == f"http://testserver{address}"


@pytest.mark.parametrize("address", SHARED)
def test_what_is_shared_is_what_the_page_says(client, address):
    shown = see(client, address)
    said = metas(shown)
    assert shown.inside("title") == f"{said['og:title']} – {said['og:site_name']}"
    assert said["og:description"] == said["description"]
    assert said["og:type"] == ("article" if address in PAGES and address != "/" else "website")


@pytest.mark.parametrize("address", SHARED)
def test_the_card_of_a_public_page_is_there_to_be_fetched_for_good(client, address):
    said = metas(see(client, address))
    path = said["og:image"].removeprefix("http://testserver")
    card = client.get(path)
    assert card["Content-Type"] == "image/png"
    assert "immutable" in card["Cache-Control"]
    assert said["og:image:alt"]


@pytest.mark.parametrize("address", [*HIDDEN, "/nothing/"])
def test_a_page_that_is_not_to_be_found_says_nothing_of_itself(client, address):
    shown = read(client.get(address, follow=True))
    assert metas(shown)["robots"] == "noindex"
    assert canonical(shown) == []
    assert "og:url" not in metas(shown)
    assert "application/ld+json" not in {script["attrs"].get("type") for script in shown.all("script")}


@pytest.mark.parametrize("address", ["/an/address/that/is/new/", "/risks/"])
def test_a_new_template_is_hidden_until_it_has_a_block_that_shares_it(address):
    drawn = read(render_at(address, '{% extends "base.html" %}'))
    assert metas(drawn)["robots"] == "noindex"
    assert canonical(drawn) == []


def test_a_template_that_shares_itself_is_hidden_where_its_address_is_not_public():
    shared = '{% extends "base.html" %}{% block robots %}{% share %}{% endblock %}'
    assert canonical(read(render_at("/risks/", shared))) == ["http://testserver/risks/"]
    elsewhere = read(render_at("/an/address/that/is/new/", shared))
    assert metas(elsewhere)["robots"] == "noindex"
    assert canonical(elsewhere) == []


def render_at(address, template):
    return HttpResponse(Template(template).render(RequestContext(RequestFactory().get(address))))


def test_a_page_of_something_wrong_says_nothing_of_the_page_it_stands_for(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("content.views.all_pages", lambda: {}[""])
    for response in (client.get("/risks/"), client.get("/", headers={"host": "other.example"})):
        assert response.status_code in {400, 500}
        assert b"canonical" not in response.content


@pytest.mark.parametrize("page", all_pages().values(), ids=list(all_pages()))
def test_a_page_describes_itself_truly(client, page):
    shown = see(client, page.url)
    found = described(shown)
    assert found["@context"] == "https://schema.org"
    assert found["name"] == shown.inside("h1") == page.title
    assert found["description"] == metas(shown)["description"]
    assert found["url"] == canonical(shown)[0]
    assert found["dateModified"] == page.updated.isoformat()
    assert "lastReviewed" not in found
    is_medical = page.group != "about"
    assert found["@type"] == ("MedicalWebPage" if is_medical else "WebPage")
    assert ("about" in found, "audience" in found) == (is_medical, is_medical)


def test_a_reviewer_is_named_only_when_these_words_were_checked(client, reviews):
    assert "reviewedBy" not in described(see(client, "/risks/"))
    sign(reviews, all_items().values())
    found = described(see(client, "/risks/"))
    assert found["reviewedBy"] == [{"@type": "Person", "name": "Clinician One, MD"}]
    assert found["lastReviewed"] == "2026-11-10"


def test_a_hostile_title_cannot_leave_the_data_block():
    hostile = "</script><script>alert('&')</script><!--"
    page = replace(all_pages()["risks"], title=hostile)
    script = as_script(describe(RequestFactory().get("/risks/"), page))
    inside = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', script)[1]
    assert not set("<>&") & set(inside)
    assert json.loads(inside)["name"] == hostile


@pytest.mark.slow
@pytest.mark.holds
def test_what_machines_read_costs_little_of_the_first_view(client):
    for_machines = (
        r'<link rel="(canonical|manifest)".*|<meta [^>]*"(og:(?!desc)|twitter:).*|<script type="application.*'
    )
    costs = {}
    for address in EVERYWHERE if FULL else [*PUBLIC, *SELF_CHECK[::6]]:
        html = client.get(address, follow=True).content.decode()
        without = re.sub(for_machines, "", html.replace(' property="og:description"', ""))
        assert len(without) < len(html)
        whole, rest = (len(brotli.compress(text.encode(), quality=11)) for text in (html, without))
        costs[address] = whole - rest
    # What is left out may cut the rest into other blocks: a single page is told to some forty bytes.
    assert max(costs.values()) <= MOST_BYTES + 40
    assert mean(costs[page.url] for page in all_pages().values()) <= MOST_BYTES - 50


def test_the_sitemap_has_exactly_the_public_pages_and_when_each_was_reviewed(client):
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    spaces = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = {
        one.find("loc", spaces).text: one.findtext("lastmod", None, spaces)
        for one in ElementTree.fromstring(response.content).findall("url", spaces)  # noqa: S314 - our own
    }
    reviewed = {page.url: page.updated.isoformat() for page in all_pages().values()}
    assert found == {f"http://testserver{address}": reviewed.get(address) for address in SHARED}
    assert len(PublicPages().items()) == len(SHARED)


def test_robots_may_read_every_page_and_find_the_sitemap(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow:",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def test_security_txt_names_the_contact_for_less_than_a_year(client, settings, today):
    settings.CONTACT = CONTACT
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    said = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert said.keys() == {"Contact", "Expires", "Preferred-Languages", "Canonical"}
    assert said["Contact"] == f"mailto:{CONTACT}"
    assert said["Canonical"] == "http://testserver/.well-known/security.txt"
    expires = datetime.fromisoformat(said["Expires"])
    assert expires.tzinfo
    assert timedelta(days=90) < expires.date() - today < timedelta(days=365)


def test_security_txt_is_not_there_without_a_contact(client):
    assert client.get("/.well-known/security.txt").status_code == 404


def test_the_manifest_names_the_site_and_icons_that_are_there(client, settings):
    response = client.get("/site.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    manifest = response.json()
    assert (manifest["name"], manifest["start_url"], manifest["lang"]) == (settings.SITE_NAME, "/", "en-US")
    assert len(manifest["short_name"]) <= 12
    kinds = {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]}
    assert kinds == {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")}
    for icon in manifest["icons"]:
        assert client.get(icon["src"])["Content-Type"] == icon["type"]
    (link,) = [link for link in see(client, "/").all("link") if link["attrs"]["rel"] == "manifest"]
    assert link["attrs"]["href"] == "/site.webmanifest"


@pytest.mark.parametrize(
    ("address", "kind"), [("/favicon.ico", "image/x-icon"), ("/apple-touch-icon.png", "image/png")]
)
def test_an_icon_is_found_where_browsers_look_for_it_unasked(client, address, kind):
    response = client.get(address, follow=True)
    assert response.status_code == 200
    assert response["Content-Type"] in {kind, "image/vnd.microsoft.icon"}


FIXED = [
    "/sitemap.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/site.webmanifest",
    "/changes/feed.atom",
    "/favicon.ico",
]


@pytest.mark.parametrize("address", FIXED)
def test_head_is_answered_like_get_and_a_post_is_not(client, settings, address):
    settings.CONTACT = CONTACT
    got, head = client.get(address), client.head(address)
    assert (head.status_code, head["Content-Type"]) == (got.status_code, got["Content-Type"])
    assert got.status_code in {200, 302}
    assert head.content == b""
    assert client.post(address).status_code == 405


@pytest.mark.parametrize("address", FIXED[:5])
def test_a_crawler_that_comes_again_is_told_that_nothing_has_changed(client, settings, address):
    settings.CONTACT = CONTACT
    again = client.get(address, headers={"If-None-Match": client.get(address)["ETag"]})
    assert again.status_code == 304


@pytest.mark.browser
def test_a_browser_reads_manifest_and_data_without_a_breach_of_the_policy(page):
    page.add_init_script("window.breaches = []; onsecuritypolicyviolation = event => breaches.push(event.blockedURI)")
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/risks/")
    manifest = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["start_url"] == "/"
    assert json.loads(page.locator("script[type='application/ld+json']").text_content())["inLanguage"] == "en-US"
    assert page.evaluate("breaches") == []
    assert said == []


@pytest.mark.parametrize(
    ("https", "asked", "host"),
    [(True, "other.example.org", "www.example.org"), (False, "other.example.org:81", "other.example.org:81")],
)
def test_a_deployed_site_calls_one_host_its_own_whichever_was_asked(settings, https, asked, host):
    settings.HTTPS, settings.ALLOWED_HOSTS = https, ["www.example.org", "other.example.org"]
    settings.SECURE_SSL_REDIRECT = False
    client = Client(headers={"host": asked})
    scheme = "https" if https else "http"
    assert canonical(read(client.get("/risks/"))) == [f"{scheme}://{host}/risks/"]
    for address in ("/robots.txt", "/sitemap.xml"):
        assert f"//{host}/" in client.get(address, secure=https).content.decode()
        assert not https or asked not in client.get(address, secure=https).content.decode()
