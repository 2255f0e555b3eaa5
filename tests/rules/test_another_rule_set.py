"""A second rule set, about a knee, goes the whole way beside the clinic's: no part of the way knows one of them."""

import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import include, path
from knee import KNEE_RULES, KNEE_SIGNS, LOCKS, TWISTED_ON
from patients import FITS, summary_of
from pdfs import words_of
from served import post, see

from kyphoplasty_site import urls
from screener.guide.message import short_text
from screener.guide.page import Guide
from screener.rule_sets.clinic import CLINIC_RULES
from screener.rule_sets.editions import RULE_SETS

pytestmark = pytest.mark.urls(__name__)
urlpatterns = [
    path("self-check/knee/", include("screener.urls", namespace="knee"), {"rules": KNEE_RULES.id}),
    *urls.urlpatterns,
]
LOCKED = {"knee_signs": ["hot"], "twisted_on": "2026-11-10", "locks": "yes"}
# Words that only the clinic's rule set says.
OF_THE_SPINE = re.compile(r"\b(?:urgent-signs|pain-began|12 weeks|scan|cement allergy|blood thinner)\b")


@pytest.fixture(autouse=True)
def knee(monkeypatch):
    monkeypatch.setitem(RULE_SETS, KNEE_RULES.id, KNEE_RULES)


def answer(client, fact, **fields):
    return client.post(f"/self-check/knee/{fact.slug}/", fields)


def test_a_visitor_is_led_through_the_three_questions_to_the_summary(client):
    assert client.get("/self-check/knee/").status_code == 200
    signs = see(client, "/self-check/knee/knee-signs/")
    assert signs.inside("legend") == "Does the knee show any of these?"
    called = answer(client, KNEE_SIGNS, answer="hot")
    assert called.url == "/self-check/knee/before-you-go-on/"
    assert "Show it today: The knee is hot." in see(client, called.url).text
    assert answer(client, TWISTED_ON, month="11", day="10", year="2026").url == "/self-check/knee/locks/"
    assert answer(client, LOCKS, answer="yes").url == "/self-check/knee/summary/"
    shown = see(client, "/self-check/knee/summary/")
    assert shown.inside("outcome") == "A surgeon may look inside the knee."
    assert "Ask soon: 4 days until November 24, 2026." in shown.text
    assert "the days count to November 24, 2026." in shown.text
    assert not OF_THE_SPINE.search(shown.inside("main"))


def walked(client):
    answer(client, KNEE_SIGNS, answer="hot")
    answer(client, TWISTED_ON, month="11", day="10", year="2026")
    answer(client, LOCKS, answer="yes")
    return client


def test_a_sign_that_cannot_wait_ends_its_questions(client):
    assert answer(client, KNEE_SIGNS, answer="cold_foot").url == "/self-check/knee/summary/"
    shown = see(client, "/self-check/knee/summary/")
    assert shown.inside("h1") == "Go now: the foot lacks blood."
    assert "/self-check/knee/knee-signs/" in [one["attrs"].get("href") for one in shown.all("a")]


def test_its_guide_is_drawn_as_a_page_as_a_pdf_and_for_a_calendar(client):
    walked(client)
    page = see(client, "/self-check/knee/guide/")
    pdf = words_of(client.get("/self-check/knee/guide.pdf").content)
    own = ("Guide for the visit: a twisted knee", "Knee locks: It locks", "What do you see inside?", "Shoe size")
    for said in (*own, "Call the knee nurse"):
        assert said in page.text
        assert said in pdf
    assert not OF_THE_SPINE.search(pdf)
    days = client.post("/self-check/knee/last-days.ics", {"say_what": "on"}).content.decode()
    assert "SUMMARY:Last day of the twist" in days
    assert "DTSTART;VALUE=DATE:20261124" in days


def test_what_matters_is_asked_in_its_own_words_and_calls_for_its_own_question(client):
    walked(client)
    assert "I want to take stairs again" in see(client, "/self-check/knee/what-matters/").text
    assert client.post("/self-check/knee/what-matters/", {"daily": "1"}).url == "/self-check/knee/summary/"
    assert "When may I take stairs?" in see(client, "/self-check/knee/summary/").text


def test_how_it_decides_is_drawn_from_its_declaration(client):
    shown = see(client, "/self-check/knee/how-it-decides/").inside("main")
    assert "Two weeks or less." in shown
    assert not re.search(r"12 weeks|25%|cement", shown)
    said = see(client, "/self-check/knee/how-it-decides/what-it-says/").inside("main")
    assert "Show it today: …" in said
    assert "Rest the knee." in said


def test_the_command_and_the_short_text_say_it_too(tmp_path):
    file = tmp_path / "knee.json"
    file.write_text(json.dumps(LOCKED))
    told, printed = StringIO(), StringIO()
    options = {"today": "2026-11-20", "rules": "knee"}
    call_command("selfcheck", str(file), json=True, stdout=told, **options)
    assert json.loads(told.getvalue()) == {
        "rules": {"id": "knee", "version": "2000-01-01"},
        "outcome": "all_well",
        "criteria": {"twist_is_new": "met", "knee_locks": "met"},
        "to_find_out": [],
        "notes": ["hot_knee"],
        "dates": {"twist_ends": "2026-11-24"},
    }
    call_command("selfcheck", str(file), stdout=printed, **options)
    assert "A surgeon may look inside the knee." in printed.getvalue()
    assert "Needs a doctor today: The knee is hot." in short_text(_guide(LOCKED))


def _guide(given):
    return Guide(summary_of(given, rules=KNEE_RULES))


@pytest.mark.parametrize(
    ("given", "outcome", "to_find_out"),
    [
        ({}, "not_known", ["knee_signs", "twisted_on", "locks"]),
        ({**LOCKED, "twisted_on": None}, "not_known", ["twisted_on"]),
        ({**LOCKED, "twisted_on": "2026-11-05"}, "another_way", []),
        ({**LOCKED, "twisted_on": "2026-11"}, "not_known", ["twisted_on"]),
        ({**LOCKED, "locks": "no"}, "another_way", []),
        ({**LOCKED, "knee_signs": ["cold_foot", "hot"]}, "go_now", []),
    ],
)
def test_its_outcomes_and_what_to_find_out_follow_its_own_rules(given, outcome, to_find_out):
    found = _guide(given).summary
    assert found.outcome.id == outcome
    assert [fact.id for fact in found.to_find_out] == to_find_out


def test_the_answers_of_both_stand_side_by_side_in_one_cookie(client):
    walked(client)
    post(client, "urgent_signs", [])
    post(client, "adult", FITS["adult"])
    assert see(client, "/self-check/knee/summary/").inside("outcome") == "A surgeon may look inside the knee."
    own = see(client, "/self-check/summary/")
    assert own.inside("h1") == CLINIC_RULES.outcomes[-2].sentence.you
    assert "knee" not in own.inside("main")
    assert Client().get("/self-check/knee-signs/").status_code == 404
