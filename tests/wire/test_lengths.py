"""How long an answer is on its way: whoever sees only that cannot tell an emergency from a next question."""

import gzip
import zlib
from collections import Counter
from datetime import date
from itertools import chain
from random import Random
from string import ascii_letters

import pytest
from django.test import Client
from full import FULL
from hypothesis import given
from hypothesis import strategies as st
from patients import CALL_911, CALL_TODAY, CASES, FITS, TODAY, Given, summary_of, text_of
from proxy import BEHIND, proxy
from reviewing import sign
from served import bring, fields, remember
from server import launch

from kyphoplasty_site.middleware import Gzip
from kyphoplasty_site.reviewed import all_items
from reviews.ledger import LONGEST, read_ledger
from screener import answers_cookie
from screener.engine.facts import Kind
from screener.fhir import choices
from screener.rule_sets.clinic import CLINIC_RULES
from screener.rule_sets.editions import asked_by_any
from screener.rule_sets.medicare import MEDICARE_RULES
from screener.views import (
    LENGTH_OF_A_GUIDE,
    LENGTH_OF_A_SUMMARY,
    LENGTH_OF_ANOTHER_GUIDE,
    LENGTH_OF_ANOTHER_SUMMARY,
    LENGTH_OF_THE_ANSWERS,
    LENGTH_OF_THE_ANSWERS_PACKED,
    address_of,
)
from web import clock
from web.lengths import LEVEL, REDIRECT, STEP, behind_redirect, gzipped

pytestmark = pytest.mark.slow

LEAST = Gzip.LEAST_OF_THE_SELF_CHECK
SUMMARY, GUIDE, PAUSE = "/self-check/summary/", "/self-check/guide/", "/self-check/before-you-go-on/"
PACKED = {"Accept-Encoding": "gzip"}


@pytest.mark.holds
@given(st.binary(max_size=5000), st.integers(0, 9000))
def test_a_padded_gzip_body_unpacks_unchanged_and_has_the_length_asked_for(body, least):
    packed = gzipped(body, least)
    assert gzip.decompress(packed) == body
    assert len(packed) == least or (len(packed) > least and len(packed) % STEP == 0)
    assert len(packed) < max(least, len(zlib.compress(body, LEVEL)) + 50 + STEP) + 1


def test_the_padding_comes_behind_the_page_so_that_nobody_waits_for_it():
    body = b"".join(b"%d " % number for number in range(1000))
    reader = zlib.decompressobj(wbits=zlib.MAX_WBITS + 16)
    assert reader.decompress(gzipped(body, 20_000)[: len(zlib.compress(body)) + 50]) == body


# What the same answers come to under another rule set stands in the guide and in the text to copy, if one asks for it.
IN_GUIDE = pytest.mark.parametrize("in_guide", [frozenset(), frozenset({"medicare"})])


def most_to_say():
    """The worked patients whose guides are the longest, and some of each kind; in full, all of them."""

    def said(case: Given) -> int:
        return len(text_of(summary_of(case["answers"], date.fromisoformat(case["today"]))))

    longest = sorted(CASES.values(), key=said, reverse=True)
    return [case for turn, case in enumerate(longest) if FULL or turn < 20 or turn % 5 == 0]


def lengths(address, in_guide):
    """Of the page of each of these patients, by what comes out."""
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        for case in most_to_say():
            day = date.fromisoformat(case["today"])
            patch.setattr(clock, "today", lambda day=day: day)
            saved = answers_cookie.Saved({**CLINIC_RULES.read(case["answers"], day)}, day, in_guide=in_guide)
            client = bring(Client(headers=PACKED), saved)
            found.setdefault(case["expect"]["outcome"], Counter())[len(client.get(address).content)] += 1
    return found


@IN_GUIDE
@pytest.mark.holds
def test_of_all_worked_patients_each_summary_is_of_one_length_but_that_of_911_which_is_as_long_as_a_question(in_guide):
    found = lengths(SUMMARY, in_guide)
    assert [*found.pop("get_help_now")] == [LEAST]
    nobody = Counter({LEAST: 1})  # has not begun
    assert {length for each in found.values() for length in each - nobody} == {LENGTH_OF_A_SUMMARY}


@IN_GUIDE
@pytest.mark.holds
def test_of_all_worked_patients_each_guide_is_of_one_length(in_guide):
    found = lengths(GUIDE, in_guide)
    assert {length for each in found.values() for length in each - Counter({LEAST: 1})} == {LENGTH_OF_A_GUIDE}


@IN_GUIDE
@pytest.mark.holds
@pytest.mark.usefixtures("spanish_in_trial")
def test_in_another_language_too_each_summary_and_each_guide_is_of_one_length(in_guide):
    for name, of_all in (("summary", LENGTH_OF_ANOTHER_SUMMARY), ("guide", LENGTH_OF_ANOTHER_GUIDE)):
        found = lengths(f"/self-check/es/{name}/", in_guide)
        if name == "summary":
            assert [*found.pop("get_help_now")] == [LEAST]
        assert {length for each in found.values() for length in each - Counter({LEAST: 1})} == {of_all}


@IN_GUIDE
@pytest.mark.holds
def test_the_two_longest_names_of_who_checked_it_make_no_page_longer(reviews, in_guide, monkeypatch):
    letters, every = Random(1), list(all_items().values())  # noqa: S311 - for a name
    for turn in range(2):
        # Such as no packing makes shorter.
        reviewer, credentials = (
            "".join(letters.choices(ascii_letters, k=LONGEST[name])) for name in ("reviewer", "credentials")
        )
        sign(reviews, every[turn::2], name=f"review-{turn}", reviewer=reviewer, credentials=credentials)
    signed = read_ledger(reviews, date(2027, 12, 31))
    monkeypatch.setattr("reviews.standing.ledger", lambda: signed)
    for address, of_all in ((SUMMARY, LENGTH_OF_A_SUMMARY), (GUIDE, LENGTH_OF_A_GUIDE)):
        found = lengths(address, in_guide)
        assert {*chain(*found.values())} == {LEAST, of_all}


def longest_file() -> Given:
    """The answers that take most room in a file."""
    facts = asked_by_any().facts
    days = {"pain_began": "2026-10-01", "scan_date": "2026-10-01", "procedure_date": "2026-12-01"}
    chosen = {
        name: max(fact.values, key=lambda value: len(choices(fact, someone_else=True)[value]))
        for name, fact in facts.items()
        if fact.kind is Kind.CHOICE
    }
    ticked = {name: fact.longest_answer for name, fact in facts.items() if fact.kind is Kind.MANY}
    return {**chosen, **ticked, **days, "pain_score": 10, "adult": "yes", "scan": "bone_scan"}


@pytest.mark.parametrize("address", ["/self-check/answers.fhir.json", "/self-check/summary/medicare/answers.fhir.json"])
def test_every_file_of_answers_is_of_one_length_packed_or_not(address):
    found = Counter()
    for encoding in ("gzip", "identity"):
        for voice in ("self", "someone_else"):
            for answers in ({}, FITS, longest_file()):
                saved = answers_cookie.Saved({**MEDICARE_RULES.read({**answers, "for_whom": voice}, TODAY)}, TODAY)
                client = bring(Client(headers={"Accept-Encoding": encoding}), saved)
                found[encoding, len(client.get(address).content)] += 1
    assert {*found} == {("gzip", LENGTH_OF_THE_ANSWERS_PACKED), ("identity", LENGTH_OF_THE_ANSWERS)}


def test_most_questions_are_of_one_length_and_few_are_much_longer_than_they_were():
    found = Counter()
    for fact in CLINIC_RULES.facts:
        client = remember(Client(headers=PACKED), FITS)
        page = client.get(f"/self-check/{fact.slug}/").content
        found[len(page)] += 1
        assert len(page) - len(zlib.compress(gzip.decompress(page), LEVEL)) < 2 * STEP
    assert found[LEAST] >= 15
    assert len(found) <= 6


# ---- Through nginx

SIGNS = {
    "none": ([], "/self-check/adult/"),
    **{sign: ([sign], SUMMARY) for sign in CALL_911},
    **{sign: ([sign], PAUSE) for sign in CALL_TODAY},
    "many of 911": ([*CALL_911, *CALL_TODAY], SUMMARY),
    "many of today": (CALL_TODAY, PAUSE),
}


@pytest.fixture(scope="module")
def nginx(tmp_path_factory, static_root):
    with (
        launch(static_root, workers=1, environment=BEHIND) as server,
        proxy(tmp_path_factory.mktemp("nginx"), [server.port] * 2) as ours,
    ):
        server.wait()
        yield ours


def test_after_the_urgent_signs_the_next_page_is_of_one_length_whatever_was_ticked(nginx):
    found = {}
    for name, (signs, leads_to) in SIGNS.items():
        visitor = nginx.visitor()
        asked = visitor.get("/self-check/urgent-signs/")
        answered = visitor.post("/self-check/urgent-signs/", fields("urgent_signs", signs), asked)
        assert answered.headers["Location"] == leads_to
        found[name] = int(visitor.get(leads_to).headers["Content-Length"])
        visitor.close()
    assert set(found.values()) == {LEAST}


# ---- The redirect after a form


def test_each_redirect_after_a_form_is_of_one_length():
    # RFC 7541, appendix C.4.1.
    assert len(behind_redirect("www.example.com")) == REDIRECT - 12
    addresses = [*(address_of("question", fact.slug) for fact in CLINIC_RULES.facts), SUMMARY, PAUSE]
    bodies = {len(behind_redirect(one)) for one in addresses}
    assert min(bodies) >= 100
    assert max(bodies) < 130, "so that its own length is of one length too"
