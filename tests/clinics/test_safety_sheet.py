"""The page for a clinic's safety officer says what docs/safety.md says, on one page of paper."""

import re

import english
import pytest
from browser import STAFF
from django.conf import settings
from hazards import HAZARDS, HEAD, POINTS, TITLES, grade
from reviewing import sign
from served import see
from test_sheets import LONGEST

from clinics.files import all_clinics
from kyphoplasty_site.reviewed import all_items
from web import readability

ADDRESS = f"{STAFF}safety/"
SMALL_TEXT = """[...document.querySelectorAll("body *")]
    .filter(one => one.checkVisibility() && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
    .map(one => [parseFloat(getComputedStyle(one).fontSize), one.outerHTML.slice(0, 80)])
    .filter(([size]) => size < 14.6)"""


def words(client):
    return see(client, ADDRESS).inside("one-page")


def test_the_safety_sheet_names_the_hazards_that_stand_at_high_and_no_others(client):
    high = [TITLES[name] for name, text in HAZARDS.items() if grade(text, "After controls")[2] == "high"]
    shown = [one["text"] for one in see(client, ADDRESS).all("strong") if "hazards" in one["around"]]
    assert shown == [f"{title}." for title in high]
    assert words(client).count("Left:") == len(high)


def test_the_safety_sheet_names_every_point_that_a_clinician_must_look_at_first(client, reviews):
    assert "All words and rules: Not yet checked by a clinician." in words(client)
    for title in POINTS.values():
        assert f"{title}." in words(client)
    sign(reviews, all_items().values())
    assert "All words and rules: Checked by Clinician One, MD on November 10, 2026." in words(client)


def test_the_safety_sheet_says_what_the_site_is_for_and_what_it_must_not_be_used_for(client):
    said = words(client)
    assert "for adults in the US who were told that a bone in their spine is broken" in said
    assert "For adults in the US who were told that a bone in their spine is broken" in HEAD
    uses = re.findall(r"^- (In|To|For|Outside) ([^.:]+)[.:]", HEAD.split("must not be used for")[1], re.MULTILINE)
    assert len(uses) == 10
    for first, rest in uses:
        assert f"{first.lower()} {rest}" in said or f"{first.lower()} {rest.replace(' for or against', ' on')}" in said


def test_the_safety_sheet_claims_to_meet_no_standard_and_is_easy_to_read(client):
    said = words(client)
    assert "we do not claim that this site meets any standard" in said
    assert not re.search(r"DCB|ISO|complian|conform|certified|HIPAA|\bsafe\b", said)
    html = client.get(ADDRESS).content.decode()
    main = html[html.index("<h1>") : html.index("</main>")]
    blocks = [" ".join(re.sub("<[^>]+>", "", one).split()) for one in re.split(r"</?(?:h\d|p|li|ul|div)\b[^>]*>", main)]
    assert readability.grade([one for one in blocks if one]) <= english.HIGHEST_GRADE
    assert not english.FORBIDDEN.search(said)


def test_the_safety_sheet_says_whom_to_tell_and_that_nothing_about_a_person_is_sent(client, settings):
    assert "this copy names no contact" in words(client)
    settings.CONTACT = "guide@example.org"
    assert "guide@example.org" in words(client)
    assert all_clinics()["sample"].name in words(client)
    assert "Send nothing about the person." in words(client)


def test_staff_are_led_to_it_and_search_engines_are_not(client):
    assert [link for link in see(client, STAFF).all("a") if link["attrs"].get("href") == ADDRESS]
    robots = [one for one in see(client, ADDRESS).all("meta") if one["attrs"].get("name") == "robots"]
    assert [one["attrs"]["content"] for one in robots] == ["noindex"]
    assert client.get("/clinics/nowhere/safety/").status_code == 404
    assert (settings.BASE_DIR / "docs" / "safety.md").is_file()


@pytest.mark.browser
@pytest.mark.parametrize("clinic", [all_clinics()["sample"], LONGEST], ids=["sample", "longest"])
@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_the_safety_sheet_is_printed_on_one_page_in_11_points_or_more(page, paper, clinic, monkeypatch, settings):
    monkeypatch.setattr("referrals.views.find", lambda link: clinic)
    settings.CONTACT = "the-people-of-the-guide@a-rather-long-name-of-a-host.example.org"
    page.goto(ADDRESS)
    page.emulate_media(media="print")
    assert page.evaluate(SMALL_TEXT) == []
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) == 1
