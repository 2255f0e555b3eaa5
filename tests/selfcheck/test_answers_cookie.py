"""The one cookie: nobody can read it or tell anything by its size, and no cookie however broken ends in an error."""

import json
import re
import time
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory
from every import every
from patients import CASES, FITS, TODAY, VALUES
from served import FORM_SECRET, everything, kept_by, kept_in, post, read, remember, see

from clinics.files import LONGEST_LINK, all_clinics
from referrals.prefilled_links import CHART
from screener import answers_cookie
from screener.engine.facts import Answer, Option, both
from screener.engine.priorities import Lean
from screener.engine.summary import NO_WEIGHTS
from screener.rule_sets.clinic import CLINIC_RULES
from screener.rule_sets.editions import RULE_SETS
from web.cipher import Cipher, UnreadableError

BOUND = FORM_SECRET.encode()
CLEARED = "/self-check/cleared/"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
STARTED_OVER = "So the self-check starts over."
TYPICAL: dict[str, Answer | None] = {**CLINIC_RULES.read(FITS, TODAY)}
WITH_BOXES = {"urgent_signs", "level", "stops", "cautions"}


def cookie_of(given, weights=NO_WEIGHTS, clinic=None, filled_in=NO_WEIGHTS):
    saved = answers_cookie.Saved(dict(given), matters=dict(weights), clinic=clinic, filled_in=dict(filled_in))
    return answers_cookie.seal(saved, FORM_SECRET)


def sealed(text):
    return answers_cookie._cipher().encrypt(text, BOUND)


def bring(client, cookie):
    client.cookies["form"], client.cookies["answers"] = FORM_SECRET, cookie


LENGTH = len(cookie_of({}))
# Every statement, and each step takes the same room.
WEIGHTS = {matter.id: Lean.FAR_SECOND for matter in CLINIC_RULES.priorities}


def load(cookie, today=TODAY, form=FORM_SECRET):
    request = RequestFactory().get("/self-check/")
    request.COOKIES["answers"] = cookie
    request.META["CSRF_COOKIE"] = form
    return answers_cookie.load(request, today)


def longest():
    """The sheet that takes the most room: every box ticked, and of each choice the one with the longest name."""
    long = {fact: max(map(str, values), key=len, default="2026-11-20") for fact, values in VALUES.items()}
    many = {fact: tuple(VALUES[fact]) for fact in WITH_BOXES}
    sure = {
        fact.id: max(long[fact.id], "unsure", key=len) if fact.may_be_unsure else long[fact.id]
        for fact in CLINIC_RULES.facts
    }
    return {**sure, **many, "pain_score": "unsure"}


SHEETS = {
    "empty": {},
    "one": {"adult": "yes"},
    "typical": TYPICAL,
    "all skipped": dict.fromkeys(fact.id for fact in CLINIC_RULES.facts),
    "fullest": longest(),
}


@pytest.mark.parametrize("given", SHEETS.values(), ids=list(SHEETS))
def test_every_sheet_has_the_same_length_and_comes_back_as_it_was(given):
    for weights in ({}, WEIGHTS):
        cookie = cookie_of(given, weights)
        assert len(cookie) == LENGTH
        assert load(cookie) == answers_cookie.Saved(given, matters=weights)


def test_the_fullest_sheet_with_the_longest_clinic_and_all_that_its_link_may_fill_in_has_that_length_too(monkeypatch):
    clinic = replace(all_clinics()["sample"], link="n" * LONGEST_LINK)
    monkeypatch.setattr(answers_cookie, "find", {clinic.link: clinic}.get)
    sheet = longest()
    for filled_in in ({}, {fact: sheet[fact] for fact in CHART}, {CHART[0]: sheet[CHART[0]]}):
        cookie = cookie_of(sheet, WEIGHTS, clinic, filled_in)
        assert len(cookie) == LENGTH
        kept = answers_cookie.Saved(sheet, matters=WEIGHTS, clinic=clinic, filled_in=filled_in)
        assert load(cookie) == kept


def test_the_length_is_that_of_the_fullest_sheet_and_no_browser_drops_it():
    assert 0 <= answers_cookie.padded_bytes() - len(kept_text(longest())) <= 2
    assert len("__Secure-answers") + LENGTH <= 4096


def kept_text(given):
    """The fullest that can be kept beside these answers, before it is padded."""
    given = {**given, "rdq": "up_to_17"}
    saved = answers_cookie.Saved(
        given, matters=WEIGHTS, way="unsure", filled_in={fact: longest()[fact] for fact in CHART}
    )
    saved.changed = frozenset(WITH_BOXES)
    saved.in_guide = frozenset({"medicare"})
    return answers_cookie._written(saved, given, "n" * LONGEST_LINK)


def test_a_rule_set_that_asks_more_than_a_cookie_holds_stops_the_start(monkeypatch):
    much = replace(
        CLINIC_RULES.fact("cautions"), id="much", options=tuple(Option(f"{n:099}", both("x")) for n in range(25))
    )
    monkeypatch.setitem(RULE_SETS, CLINIC_RULES.id, replace(CLINIC_RULES, facts=(*CLINIC_RULES.facts, much)))
    with pytest.raises(ImproperlyConfigured, match="Ask less"):
        answers_cookie.padded_bytes()


def test_one_more_question_is_in_the_length_of_every_cookie(monkeypatch):
    more = replace(CLINIC_RULES.fact("cautions"), id="more")
    monkeypatch.setitem(RULE_SETS, CLINIC_RULES.id, replace(CLINIC_RULES, facts=(*CLINIC_RULES.facts, more)))
    assert len(cookie_of({})) > LENGTH


def test_a_sheet_with_no_room_is_an_error_and_never_a_longer_cookie(monkeypatch):
    monkeypatch.setattr(answers_cookie, "padded_bytes", lambda: 299)
    with pytest.raises(OverflowError, match="there is room for 299"):
        cookie_of(TYPICAL)


@every("case", CASES)
def test_every_worked_patients_answers_come_back_as_they_were(case):
    today = date.fromisoformat(case["today"])
    given = CLINIC_RULES.read(case["answers"], today)
    assert load(cookie_of(given), today) == answers_cookie.Saved({**given})


def test_no_answer_can_be_read_in_the_cookie_and_no_two_are_alike():
    one, other = cookie_of(TYPICAL), cookie_of(TYPICAL)
    assert one != other
    assert re.fullmatch(r"[\w=-]+", one)
    assert not any(str(fact) in one or str(answer) in one for fact, answer in TYPICAL.items() if len(str(answer)) > 4)


def test_the_cookie_is_for_the_self_check_only_and_ends_with_the_browser(client):
    cookie = post(client, "cause", "cancer").cookies["answers"]
    assert {name: value for name, value in cookie.items() if value} == {
        "path": "/self-check/",
        "httponly": True,
        "samesite": "Lax",
    }


def test_over_https_the_cookie_is_sent_over_https_only(client, settings):
    settings.HTTPS = True
    assert post(client, "cause", "cancer").cookies["answers"]["secure"] is True


def test_the_forms_own_cookie_is_kept_as_strictly(client):
    cookie = client.get("/self-check/cause/").cookies["form"]
    assert {name: value for name, value in cookie.items() if value} == {
        "path": "/",
        "httponly": True,
        "samesite": "Lax",
    }


def test_looking_at_a_page_changes_no_answer_and_sets_no_answer(client):
    for address in ("/self-check/", "/self-check/cause/", "/self-check/summary/", "/self-check/guide/"):
        assert "answers" not in client.get(address).cookies


def test_answers_last_2_hours_after_the_last_one_and_not_a_second_more(client, monkeypatch):
    now = 1_800_000_000
    clock = SimpleNamespace(time=lambda: now)
    monkeypatch.setattr(answers_cookie, "time", clock)
    everything(client)
    clock.time = lambda: now + 2 * 3600
    assert STARTED_OVER not in see(client, "/self-check/cause/").text
    post(client, "pain_score", 3)
    clock.time = lambda: now + 4 * 3600
    assert STARTED_OVER not in see(client, "/self-check/cause/").text
    clock.time = lambda: now + 4 * 3600 + 1
    assert STARTED_OVER in see(client, "/self-check/cause/").text
    assert "There are no answers here" in see(client, "/self-check/summary/").text


def test_the_day_of_a_request_is_that_on_which_its_answers_were_read():
    day = date(2026, 11, 19)
    assert [load(cookie, day).today for cookie in ("", "broken", cookie_of(TYPICAL))] == [day] * 3


def test_a_clock_set_back_an_hour_loses_nothing(monkeypatch):
    cookie = cookie_of(TYPICAL)
    before = time.time() - 3600
    monkeypatch.setattr(time, "time", lambda: before)
    assert load(cookie) == answers_cookie.Saved(TYPICAL)


@pytest.mark.parametrize(("days", "is_read"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_each_day_has_a_key_of_its_own_and_only_those_beside_it_are_read(monkeypatch, days, is_read):
    cookie, then = sealed(b"{}"), time.time() + days * 24 * 3600
    monkeypatch.setattr(time, "time", lambda: then)
    if is_read:
        assert answers_cookie._cipher().decrypt(cookie, BOUND) == b"{}"
    else:
        with pytest.raises(UnreadableError):
            answers_cookie._cipher().decrypt(cookie, BOUND)


def test_what_was_encrypted_for_one_purpose_is_not_read_for_another_even_under_its_prefix():
    answers, link = Cipher("answers", ["a secret"]), Cipher("link", ["a secret"])
    encrypted = answers.encrypt(b"text")
    assert answers.decrypt(encrypted) == b"text"
    with pytest.raises(UnreadableError):
        link.decrypt(encrypted.replace("kg_answers_", "kg_link_"))


def test_a_text_without_its_prefix_is_not_read():
    cipher = Cipher("answers", ["a secret"])
    with pytest.raises(UnreadableError):
        cipher.decrypt(cipher.encrypt(b"text").removeprefix("kg_answers_"))


GARBAGE = {
    "a word": "garbage",
    "a space": " ",
    "other letters": "äÿ\x00",
    "truncated": cookie_of(TYPICAL)[:-5],
    "one letter changed": cookie_of(TYPICAL)[:700] + "AAAA" + cookie_of(TYPICAL)[704:],
    "very long": "A" * 8000,
    "not encrypted": json.dumps({"until": 9e9, "answers": FITS, "started_over": False}),
}


@pytest.mark.parametrize("cookie", GARBAGE.values(), ids=list(GARBAGE))
def test_a_cookie_that_cannot_be_read_starts_over_kindly(client, cookie):
    assert load(cookie) == answers_cookie.Saved(lost=True, started_over=True)
    client.cookies["answers"] = cookie
    for address in ("/self-check/", "/self-check/cause/", "/self-check/summary/", "/self-check/guide/"):
        response = client.get(address)
        assert response.status_code == 200
        assert STARTED_OVER in read(response).text
    assert post(client, "cause", "cancer").status_code == 303
    assert kept_by(client)["answers"] == {"cause": "cancer"}


@pytest.mark.parametrize("foreign", [".", "!", "=", "====", " ", "~~~~"])
@pytest.mark.parametrize("at", [0, 700, LENGTH])
def test_a_foreign_letter_anywhere_makes_a_cookie_unreadable(foreign, at):
    cookie = cookie_of(TYPICAL)
    assert load(cookie[:at] + foreign + cookie[at:]).lost


def test_the_letters_of_usual_base64_are_foreign_too():
    cookies = [cookie_of(TYPICAL) for _ in range(3)]
    assert all({"-", "_"} & set(cookie) for cookie in cookies)
    assert all(load(cookie.replace("-", "+").replace("_", "/")).lost for cookie in cookies)


def test_bits_that_mean_nothing_are_as_they_were_written():
    cipher = answers_cookie._cipher()
    for text in (b"", b"1", b"12"):
        sealed = cipher.encrypt(text, BOUND)
        readable = [last for last in LETTERS if is_readable(cipher, sealed[:-1] + last)]
        assert readable == [sealed[-1]]


def is_readable(cipher, sealed):
    try:
        cipher.decrypt(sealed, BOUND)
    except UnreadableError:
        return False
    return True


@pytest.mark.parametrize("kept", [[], "text", 5, None, {}, {"until": "soon"}, {"until": None, "answers": {}}])
def test_a_cookie_of_another_shape_starts_over_too(kept):
    assert load(sealed(json.dumps(kept).encode())).lost


def test_a_cookie_nested_without_end_starts_over_too():
    assert load(sealed(b"[" * 100_000)).lost


def test_a_visitor_whose_answers_are_lost_is_told_so_again_after_the_next_answer_and_then_no_more(client):
    client.cookies["answers"] = "garbage"
    assert STARTED_OVER in read(post(client, "cause", "nonsense")).text
    post(client, "cause", "cancer")
    assert STARTED_OVER in see(client, "/self-check/pain-began/").text
    post(client, "pain_began", "2026-11")
    assert STARTED_OVER not in see(client, "/self-check/pain-score/").text


def test_a_new_key_keeps_the_answers_while_the_old_one_is_a_fallback(client, settings):
    everything(client)
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a-new-key-" * 6, [old]
    assert load(client.cookies["answers"].value).answers == TYPICAL
    post(client, "pain_score", 3)
    settings.SECRET_KEY_FALLBACKS = []
    assert load(client.cookies["answers"].value).answers == {**TYPICAL, "pain_score": 3}


def test_a_key_of_another_site_opens_nothing(settings):
    cookie = cookie_of(TYPICAL)
    settings.SECRET_KEY = "the-key-of-another-site-" * 3
    assert load(cookie).lost


def test_an_unknown_fact_is_left_out_alone():
    assert load(cookie_of({**TYPICAL, "shoe_size": 9})) == answers_cookie.Saved(TYPICAL, unread={"shoe_size": 9})


def test_what_another_version_asked_is_kept_for_it_while_this_one_takes_answers(client):
    other = {"shoe_size": 9, "cause": "cancer", "adult": "maybe"}
    bring(client, cookie_of(other))
    post(client, "pain_score", 3)
    assert kept_by(client)["answers"] == {**other, "pain_score": 3}
    assert "shoe" not in see(client, "/self-check/summary/").text
    post(client, "adult", "yes")
    assert kept_by(client)["answers"] == {**other, "adult": "yes", "pain_score": 3}
    client.post("/self-check/clear/")
    assert client.cookies["answers"].value == ""


def test_what_another_version_asked_gives_way_where_there_is_no_room():
    cookie = answers_cookie.seal(
        answers_cookie.Saved(longest(), matters=WEIGHTS, unread={"shoe_size": "9" * 400}), FORM_SECRET
    )
    assert len(cookie) == LENGTH
    assert load(cookie) == answers_cookie.Saved(longest(), matters=WEIGHTS)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("cause", "bad luck"),
        ("cause", ["cancer"]),
        ("adult", "unsure"),
        ("pain_score", 11),
        ("pain_score", True),
        ("stops", "infection"),
        ("stops", ["infection", "unsure"]),
        ("pain_began", "2026-02-30"),
        ("pain_began", "2026-11-22"),
        ("procedure_date", "2026-11-18"),
        ("level", []),
        ("scan_date", {"year": 2026}),
    ],
)
def test_a_value_that_cannot_be_is_that_question_unanswered_and_no_other(fact, value):
    others = {name: answer for name, answer in TYPICAL.items() if name != fact}
    found = load(cookie_of({**TYPICAL, fact: value}))
    assert found.answers == others
    assert not found.lost


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ({"risk": 5, "shoe_size": 5}, {"risk": Lean.FAR_SECOND}),
        ({"risk": 0, "help": 6}, {"risk": Lean.UNSURE}),
        ({"risk": "5", "help": [5], "procedure": None, "medicine": {}, "cost": -1}, {}),
        # As it was kept when each thing was said to be more or less important by itself.
        (dict.fromkeys(("move", "no_procedure", "less_pain", "low_risk", "no_medicine", "low_cost", "home"), 5), {}),
        ([["risk", 5]], {}),
        ("risk", {}),
        (None, {}),
    ],
)
def test_what_mattered_to_another_version_is_left_out_and_the_answers_stay(kept, read):
    given = {"until": time.time() + 60, "started_over": False, "answers": TYPICAL, "matters": kept}
    given["boxes"] = answers_cookie._boxes()
    cookie = sealed(json.dumps(given).encode())
    assert load(cookie) == answers_cookie.Saved(TYPICAL, matters=read)


def of_version_1(**changes):
    """A cookie as it was kept before a question had other boxes."""
    given = {"until": time.time() + 60, "started_over": False, "answers": {**TYPICAL, **changes}}
    return sealed(json.dumps(given).encode())


def test_a_cookie_from_before_a_question_had_other_boxes_keeps_all_but_the_boxes():
    kept = {fact: answer for fact, answer in TYPICAL.items() if fact not in WITH_BOXES}
    assert load(of_version_1()) == answers_cookie.Saved(kept, changed=frozenset(WITH_BOXES))


def test_what_had_other_boxes_is_asked_again_in_words_and_the_rest_is_kept(client):
    # "None of these" of that time said nothing of pain after cement, and the unstable spine was among the cautions.
    bring(client, of_version_1(cautions=["unstable_spine"]))
    again = "Some questions have changed since you answered them."
    assert again in see(client, "/self-check/summary/").text
    assert "answer the question on urgent signs" in see(client, "/self-check/summary/").text
    assert post(client, "pain_score", 3)["Location"] == "/self-check/urgent-signs/"
    assert again in see(client, "/self-check/urgent-signs/").text
    assert post(client, "urgent_signs", [])["Location"] == "/self-check/level/"
    assert post(client, "level", ["low_back"])["Location"] == "/self-check/stops/"
    assert post(client, "stops", ["unstable_spine"])["Location"] == "/self-check/cautions/"
    assert post(client, "cautions", [])["Location"] == "/self-check/summary/"
    assert again not in see(client, "/self-check/summary/").text
    answered = kept_by(client)["answers"]
    assert answered == {**FITS, "pain_score": 3, "stops": ["unstable_spine"]}


def test_what_a_link_filled_in_of_a_question_that_had_other_boxes_is_left_out_too():
    given = {"until": time.time() + 60, "started_over": False, "answers": {}}
    given["filled_in"] = {"level": ["low_back"], "scan": "mri", "cause": "cancer"}
    assert load(sealed(json.dumps(given).encode())).filled_in == {"scan": "mri"}


@pytest.mark.parametrize("changed", [["shoe_size"], ["x" * 300], None, 5, "stops", [["stops"]], {"stops": 1}])
def test_nonsense_about_what_changed_is_left_out(changed):
    kept = kept_in(cookie_of(TYPICAL))
    text = json.dumps({**kept, "changed": changed}).encode()
    assert load(sealed(text)) == answers_cookie.Saved(TYPICAL)


def test_an_older_version_of_the_site_finds_its_keys_as_they_were():
    kept = kept_in(cookie_of(TYPICAL, WEIGHTS))
    assert list(kept)[:4] == ["until", "started_over", "answers", "matters"]
    assert kept["answers"] == kept_in(cookie_of(TYPICAL))["answers"]


def test_clearing_removes_the_cookie_and_the_answers(client):
    everything(client)
    response = client.post("/self-check/clear/")
    assert (response.status_code, response["Location"]) == (303, CLEARED)
    assert response.cookies["answers"].value == ""
    assert response.cookies["answers"]["max-age"] == 0
    assert response.cookies["answers"]["path"] == "/self-check/"
    assert "There are no answers here" in see(client, "/self-check/summary/").text


def test_clearing_ends_on_a_page_that_says_so_and_that_sets_no_cookie(client):
    everything(client)
    response = client.post("/self-check/clear/", follow=True)
    assert response.redirect_chain == [(CLEARED, 303)]
    assert read(response).inside("h1") == "Your answers are gone"
    assert not response.cookies


@pytest.mark.parametrize("kept", ["answers", "nonsense"])
def test_to_a_browser_that_holds_answers_nobody_says_that_they_are_gone(client, kept):
    everything(client)
    if kept == "nonsense":
        client.cookies["answers"] = kept
    response = client.get(CLEARED)
    assert (response.status_code, response["Location"]) == (303, "/self-check/")


def test_answers_go_only_into_the_cookie(client):
    remember(client, {"cause": "cancer"})
    assert list(client.cookies) == ["form", "answers"]
    assert kept_by(client)["answers"] == {"cause": "cancer"}
