"""Links of clinics: pages under their name, reading lists, and links with what a chart says in them."""

import json
import logging
import os
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from urllib.parse import quote

import pytest
import segno
from django.test import Client, override_settings
from full import FULL
from hypothesis import given, settings
from hypothesis import strategies as st
from patients import TODAY
from served import post, read, see

from clinics.files import LONGEST_LINK, all_clinics
from content.pages import all_pages
from referrals import prefilled_links, reading_lists
from referrals.prefilled_links import Unreadable
from referrals.previews import examples
from screener import answers_cookie
from screener.engine.facts import Answer
from screener.rule_sets.clinic import CLINIC_RULES
from web import clock
from web.cipher import ADDED_BYTES
from web.logs import WithoutValues
from web.qr import qr

SAMPLE = all_clinics()["sample"]
CHART: dict[str, Answer] = {
    "level": ("low_back",),
    "pain_began": "2026-10-10",
    "scan": "unknown_kind",
    "scan_date": "2026-11-10",
    "scan_new_break": "yes",
    "height_loss": "up_to_25",
}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
TRIES = 10_000 if FULL else 300
START, TAKE_OVER = "/self-check/", "/self-check/filled-in/"
FILLED_IN = "Filled in when this link was made."


def address(fact):
    return f"/self-check/{CLINIC_RULES.fact(fact).slug}/"


def kept_by(client):
    """What the visitor's cookie holds."""
    return json.loads(
        answers_cookie._cipher().decrypt(client.cookies["answers"].value, client.cookies["form"].value.encode())
    )


def chosen(shown):
    return [one["attrs"]["value"] for one in shown.all("input") if "checked" in one["attrs"]]


def follow(client, token):
    """Open a prefilled link and press its button, as a browser does."""
    shown = see(client, f"/p/{token}/")
    [form] = shown.all("form")
    sent = {one["attrs"]["name"]: one["attrs"]["value"] for one in shown.all("input")}
    return client.post(form["attrs"]["action"], sent, follow=True)


# ---- Under a clinic's name


@pytest.mark.parametrize("slug", list(all_pages()))
def test_each_page_stands_under_the_clinics_name_unlisted_with_its_public_twin_as_the_canonical_one(client, slug):
    shown = see(client, f"/r/sample/{slug}/")
    assert SAMPLE.name in shown.text
    assert SAMPLE.phone in shown.text
    assert [one["attrs"]["content"] for one in shown.all("meta") if one["attrs"].get("name") == "robots"] == ["noindex"]
    twins = [one["attrs"]["href"] for one in shown.all("link") if one["attrs"].get("rel") == "canonical"]
    assert twins == [f"http://testserver{all_pages()[slug].url}"]
    assert SAMPLE.name not in see(client, all_pages()[slug].url).text


def test_an_unknown_clinic_gives_the_plain_page_and_a_line_that_says_so(client):
    for path in ("/r/nowhere/", "/r/nowhere/risks/", f"/r/nowhere/pack/{reading_lists.code_of({'risks'})}/"):
        response = client.get(path)
        assert response.status_code == 404
        assert "This link names a clinic that we do not know." in read(response).text
    assert (
        "How often do these harms happen" in read(client.get("/r/nowhere/risks/")).text
        or all_pages()["risks"].title in read(client.get("/r/nowhere/risks/")).text
    )


def test_a_page_that_is_not_there_is_not_found_under_a_clinic_either(client):
    assert client.get("/r/sample/nowhere/").status_code == 404
    assert client.get("/r/nowhere/logo.png").status_code == 404
    assert client.get("/clinics/nowhere/").status_code == 404


def test_a_reading_list_keeps_its_pages_in_the_sites_order_and_passes_over_what_it_does_not_know(client):
    code = reading_lists.code_of({"risks", "procedure"})
    titles = [all_pages()[slug].title for slug in all_pages() if slug in {"risks", "procedure"}]
    shown = see(client, f"/r/sample/pack/{code}00/").inside("ol")
    assert [title for title in titles if title in shown] == titles
    response = client.get("/r/sample/pack/00/")
    assert response.status_code == 404
    assert "This link names no page that we know." in read(response).text


def test_links_without_answers_have_fewer_than_60_characters_after_the_host():
    link = "n" * LONGEST_LINK
    most = reading_lists.code_of(set(list(all_pages())[: reading_lists.MOST_PAGES]))
    for path in (f"/r/{link}/", f"/r/{link}/{max(all_pages(), key=len)}/", f"/r/{link}/pack/{most}/"):
        assert len(path) < 60


# ---- The clinic stays for the visit


def test_the_clinic_stands_in_the_self_check_the_summary_and_the_guide_until_it_is_left(client):
    assert client.get("/self-check/clinic/sample/")["Location"] == START
    post(client, "cause", "osteoporosis")
    pages = (START, address("cause"), "/self-check/summary/", "/self-check/guide/")
    for path in pages:
        assert SAMPLE.name in see(client, path).text
    assert f"Clinic: {SAMPLE.name_and_phone}" in see(client, "/self-check/guide/").text
    assert client.post("/self-check/leave-clinic/")["Location"] == START
    for path in pages:
        assert SAMPLE.name not in see(client, path).text
    assert kept_by(client)["answers"] == {"cause": "osteoporosis"}


def test_a_clinics_link_alone_never_writes_the_answers_and_its_button_puts_the_clinic_beside_them(client):
    """Its reply may be overtaken by that to an urgent sign, and would bring back the answers of before."""
    join = "/self-check/clinic/sample/"
    post(client, "urgent_signs", [])
    for address in (join, f"{join}?again"):
        reply = client.get(address)
        assert reply.status_code == 200
        assert "answers" not in reply.cookies
        assert "no-store" in reply["Cache-Control"]
    shown = see(client, join)
    assert shown.inside("h1") == f"Go on with {SAMPLE.name}?"
    assert SAMPLE.name not in see(client, START).text
    assert client.post(join)["Location"] == START
    assert kept_by(client)["answers"] == {"urgent_signs": []}
    assert SAMPLE.name in see(client, START).text
    again = client.get(join)
    assert again["Location"] == START
    assert not again.cookies


def test_an_unknown_clinic_changes_nothing_in_the_self_check(client):
    client.get("/self-check/clinic/sample/")
    assert client.get("/self-check/clinic/nowhere/")["Location"] == "/r/nowhere/"
    assert SAMPLE.name in see(client, START).text


def test_from_a_page_under_the_clinics_name_every_way_into_the_self_check_keeps_the_clinic(client):
    for path in ("/r/sample/", "/r/sample/risks/", "/r/sample/home/"):
        main_ways = [
            one for one in see(client, path).all("a") if "Self-check" in one["text"] or "Start the" in one["text"]
        ]
        header = main_ways[0]["attrs"]["href"]
        assert header == "/self-check/clinic/sample/"


def test_people_may_type_a_clinics_link_in_capitals(client):
    assert SAMPLE.name in see(client, "/r/SAMPLE/").text


def test_a_link_that_holds_what_cannot_be_is_refused(client):
    response = fill(client, scan="none", scan_date="2026-11-10")
    assert response.status_code == 422
    assert "There was no scan, you said above." in read(response).text


def test_staff_see_what_the_link_says_and_the_form_is_empty_again(client):
    shown = read(fill(client, **CHART))
    assert "October 10, 2026" in shown.inside("facts")
    assert set(chosen(shown)) == {""}


def test_leaving_the_clinic_takes_what_its_link_filled_in_away(client):
    follow(client, prefilled_links.make_token(SAMPLE, CHART))
    client.post("/self-check/leave-clinic/")
    assert kept_by(client)["filled_in"] == {}


def test_whoever_finds_answers_of_another_is_told_so(client):
    post(client, "cause", "cancer")
    follow(client, prefilled_links.make_token(SAMPLE, CHART))
    assert "Answers from before are here too." in see(client, START).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"u": "x"},
        {"u": None},
        {"u": []},
        {"a": []},
        {"a": None},
        {"c": 7},
        {"a": {"scan": {}}},
        {"a": {"level": []}},
        [],
    ],
)
def test_a_wrong_thing_in_a_link_of_ours_breaks_nothing(wrong):
    kept = {"u": time.time() + 60, "c": "sample", "a": {"scan": "mri"}}
    text = json.dumps({**kept, **wrong} if wrong else wrong)
    found = prefilled_links.read_token(prefilled_links._cipher().encrypt(text.encode()), TODAY)
    assert found is Unreadable.BROKEN or found.answers == {} or found.answers == {"scan": "mri"}


# ---- Prefilled


def test_a_prefilled_link_leads_by_one_button_to_a_clean_address_and_each_answer_is_asked_all_the_same(client):
    response = follow(client, prefilled_links.make_token(SAMPLE, CHART))
    assert response.redirect_chain == [(START, 303)]
    shown = read(response)
    assert "6 answers were filled in when this link was made." in shown.text
    assert SAMPLE.name in shown.text
    assert kept_by(client)["answers"] == {}
    see(client, "/self-check/summary/")
    post(client, "scan", "mri")
    assert kept_by(client)["filled_in"].keys() == CHART.keys() - {"scan"}
    for fact in ("pain_began", "scan_new_break", "height_loss"):
        page = see(client, address(fact))
        assert FILLED_IN in page.text
    chosen = [
        one["attrs"]["value"] for one in see(client, address("height_loss")).all("input") if "checked" in one["attrs"]
    ]
    assert chosen == ["up_to_25"]
    post(client, "height_loss", "over_25")
    assert FILLED_IN not in see(client, address("height_loss")).text
    assert kept_by(client)["answers"]["height_loss"] == "over_25"


def test_what_the_patient_answered_before_is_not_changed_by_a_link(client):
    post(client, "height_loss", "over_25")
    follow(client, prefilled_links.make_token(SAMPLE, CHART))
    assert kept_by(client)["answers"] == {"height_loss": "over_25"}
    assert "height_loss" not in kept_by(client)["filled_in"]


def test_a_skipped_answer_is_no_longer_filled_in(client):
    follow(client, prefilled_links.make_token(SAMPLE, CHART))
    client.post(address("height_loss"), {"skip": "yes"})
    assert "height_loss" not in kept_by(client)["filled_in"]


@pytest.mark.parametrize("voice", ["self", "someone_else"])
@pytest.mark.parametrize("fact", [*CHART])
def test_skip_asks_in_true_words_before_it_leaves_out_what_a_link_filled_in(client, fact, voice):
    follow(client, prefilled_links.make_token(SAMPLE, CHART))
    assert post(client, "for_whom", voice).status_code == 303
    if fact != "scan":
        post(client, "scan", "mri")
    shown = see(client, address(fact))
    sent = {}
    for one in (element["attrs"] for element in shown.all("input")):
        if "name" in one and (one["type"] not in {"radio", "checkbox"} or "checked" in one):
            sent.setdefault(one["name"], []).append(one.get("value", ""))
    asked = client.post(address(fact), {**sent, "skip": "yes"})
    assert asked.status_code == 422
    words = read(asked).inside("error-message")
    assert words.startswith("Error: Something is filled in here, and you pressed “Skip this question”.")
    assert client.post(address(fact), {**sent, "skip": "anyway"}).status_code == 303
    assert fact not in kept_by(client)["filled_in"]


def test_nothing_filled_in_reaches_a_summary_before_it_is_checked(client):
    follow(client, prefilled_links.make_token(SAMPLE, CHART))
    assert "There are no answers here" in see(client, "/self-check/summary/").text
    post(client, "adult", "yes")
    said = "October 10, 2026"  # as the guide writes the day of the chart
    assert said not in see(client, "/self-check/summary/").text
    post(client, "pain_began", CHART["pain_began"])
    assert said in see(client, "/self-check/summary/").text


def go_on_with_the_clinic(client):
    return client.post("/self-check/clinic/sample/")


def press_the_button_of_a_filled_in_page(client):
    return client.post(TAKE_OVER, {"link": prefilled_links.make_token(SAMPLE, {"scan": "ct"})})


def leave_the_clinic(client):
    return client.post("/self-check/leave-clinic/")


@pytest.mark.parametrize("do", [go_on_with_the_clinic, press_the_button_of_a_filled_in_page, leave_the_clinic])
def test_the_2_hours_run_from_the_last_answer_and_what_a_clinics_link_opens_renews_nothing(client, monkeypatch, do):
    now = int(time.time())
    clock = SimpleNamespace(time=lambda: now)
    monkeypatch.setattr(answers_cookie, "time", clock)
    post(client, "cause", "cancer")
    clock.time = lambda: now + 3600
    assert do(client).status_code == 303
    assert kept_by(client)["answers"] == {"cause": "cancer"}
    clock.time = lambda: now + 2 * 3600
    assert "starts over" not in see(client, "/self-check/summary/").text
    clock.time = lambda: now + 2 * 3600 + 1
    assert "starts over" in see(client, "/self-check/summary/").text


@pytest.mark.parametrize("do", [go_on_with_the_clinic, press_the_button_of_a_filled_in_page])
def test_what_a_link_opens_before_the_first_answer_lasts_2_hours(client, monkeypatch, do):
    do(client)
    late = time.time() + 2 * 3600 - 2
    monkeypatch.setattr(answers_cookie, "time", SimpleNamespace(time=lambda: late))
    assert SAMPLE.name in see(client, START).text


@pytest.mark.parametrize("kept", [0, 1])
def test_a_link_works_for_30_days_and_not_a_second_more(client, monkeypatch, kept):
    token = prefilled_links.make_token(SAMPLE, CHART)
    later = time.time() + prefilled_links.LAST_DAYS * 24 * 3600 + (1 - kept) * 2 - 1
    monkeypatch.setattr("referrals.prefilled_links.time.time", lambda: later)
    assert (prefilled_links.read_token(token, TODAY) is not Unreadable.TOO_OLD) is bool(kept)


# Made for CHART on November 20, 2026, at noon, before links had a prefix, under this key.
KEY_OF_A_KEPT_LINK = "kept-link-of-2026-11-20:Vq3xN8tJw5Zr1uYb6LmPc0HsDf9GkAe7"
KEPT_LINK = (
    "gAAAAABrADZAN5wcGbI85KGOOYgo5DKiaLaZMnGo8m4_ycFzuBswuoxIemEwPhQYq7jcP9ogrcOe89CerQYrC282RDK2pksTVGu3"
    "xAurohFKT6-Z-xUpP8XprnPAeCbxTSnB1LtKyjCq8Wl5QcyOSJxO1qqjJ_fSMYtPIu8BxAg1j2puK2rdaADKBTXC1M01Y2P5xFH4"
    "-wlA3-AMJ64GVMuPpoE0m-IarJByM9Zr0uT093taSx9oPIUBGwkAWv5m7-cmC29_XHe35fL4wGfZHYKY-2rRntVGK5NLFFUpWUNF"
    "PmejPIaXBE1bbGn6aACXI6BvXk9-nXL6pqGroMlVZlu9QR2lZBK_FIM6or62phlhDvE9lmWf31oLsYH73yCxEgvkrFLaJbRd"
)


@pytest.mark.parametrize(("days", "is_read"), [(0, True), (29, True), (31, False)])
def test_a_link_that_was_sent_before_links_had_a_prefix_opens_for_its_30_days(client, monkeypatch, days, is_read):
    then = datetime(2026, 11, 20, 12, tzinfo=UTC) + timedelta(days=days)
    monkeypatch.setattr("referrals.prefilled_links.time.time", then.timestamp)
    with override_settings(SECRET_KEY="another-key-" * 6, SECRET_KEY_FALLBACKS=[KEY_OF_A_KEPT_LINK]):
        found = prefilled_links.read_token(KEPT_LINK, TODAY)
        assert found == (prefilled_links.Prefilled(SAMPLE, CHART) if is_read else Unreadable.TOO_OLD)
        for at in (0, 100, len(KEPT_LINK) - 1):
            changed = KEPT_LINK[:at] + ("A" if KEPT_LINK[at] != "A" else "B") + KEPT_LINK[at + 1 :]
            assert prefilled_links.read_token(changed, TODAY) is Unreadable.BROKEN
    assert prefilled_links.read_token(KEPT_LINK, TODAY) is Unreadable.BROKEN


def test_a_link_says_that_it_is_one_of_ours():
    assert prefilled_links.make_token(SAMPLE, CHART).startswith("kg_link_")


def test_a_link_outlives_a_change_of_keys_and_another_sites_link_is_not_read():
    token = prefilled_links.make_token(SAMPLE, CHART)
    with override_settings(SECRET_KEY="another-key-" * 6, SECRET_KEY_FALLBACKS=[os.environ["SECRET_KEY"]]):
        assert prefilled_links.read_token(token, TODAY).answers == CHART
    with override_settings(SECRET_KEY="another-key-" * 6):
        assert prefilled_links.read_token(token, TODAY) is Unreadable.BROKEN


def test_a_link_read_before_the_day_in_it_or_for_a_clinic_that_is_gone_says_what_is_left(monkeypatch):
    token = prefilled_links.make_token(SAMPLE, CHART)
    found = prefilled_links.read_token(token, TODAY - timedelta(days=20))
    assert found.answers.keys() == CHART.keys() - {"scan_date"}
    monkeypatch.setattr("referrals.prefilled_links.find", lambda link: None)
    assert prefilled_links.read_token(token, TODAY).clinic is None


def test_an_answers_cookie_is_no_link(client):
    post(client, "cause", "cancer")
    assert prefilled_links.read_token(client.cookies["answers"].value.rstrip("="), TODAY) is Unreadable.BROKEN


@pytest.mark.parametrize("token", ["x", "gAAAAA", "kg_link_", "kg_link_AAAA", "A" * 5000, "%00", "é", "..", "a=b", "-"])
def test_a_link_that_is_none_fills_in_nothing_and_says_so_and_why(client, token):
    response = client.get(f"/p/{token}/")
    assert response.status_code == 200, "Office opens no browser for an error"
    assert "This link filled in nothing" in read(response).text
    assert "A part of it was lost or changed on the way. That is not your fault." in read(response).text
    assert not client.cookies


def test_a_link_that_is_too_old_says_so(client, monkeypatch):
    token = prefilled_links.make_token(SAMPLE, CHART)
    later = time.time() + prefilled_links.LAST_DAYS * 24 * 3600 + 1
    monkeypatch.setattr("referrals.prefilled_links.time.time", lambda: later)
    assert "It is too old. A link with answers in it works for 30 days." in see(client, f"/p/{token}/").text
    sent = client.post(TAKE_OVER, {"link": token})
    assert sent.status_code == 422
    assert "It is too old." in read(sent).text
    assert not client.cookies


def test_a_link_whose_questions_are_all_answered_says_that_the_answers_stay(client):
    post(client, "scan", "mri")
    response = follow(client, prefilled_links.make_token(SAMPLE, {"scan": "ct"}))
    assert "You have answered its questions already. Your own answers stay as they are." in read(response).text
    assert kept_by(client)["answers"] == {"scan": "mri"}
    assert kept_by(client)["clinic"] == "sample"


def test_a_link_whose_values_no_longer_fit_says_so(client):
    token = prefilled_links._cipher().encrypt(
        json.dumps({"u": time.time() + 60, "c": "sample", "a": {"scan": "gone"}}).encode()
    )
    assert "What it says no longer fits the questions." in read(follow(client, token)).text


@pytest.mark.parametrize("sent", [{}, {"link": ""}, {"link": "gAAAAA"}, {"link": "kg_link_"}])
def test_a_form_without_a_link_that_can_be_read_fills_in_nothing(client, sent):
    response = client.post(TAKE_OVER, sent)
    assert response.status_code == 422
    assert "This link filled in nothing" in read(response).text
    assert not client.cookies


# ---- Links that arrive bent


def test_whoever_fetches_a_prefilled_link_and_presses_nothing_changes_nothing_and_learns_nothing(client):
    """Mail programs and scanners; Word and Outlook, which would follow a redirect and keep its cookie to themselves."""
    for method in ("get", "head"):
        response = getattr(client, method)(f"/p/{prefilled_links.make_token(SAMPLE, CHART)}/")
        assert response.status_code == 200
        assert response.cookies.keys() == {"form"}, "that of the form, which tells nothing"
        assert "no-store" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "strict-origin"
    shown = see(client, f"/p/{prefilled_links.make_token(SAMPLE, CHART)}/")
    main = " ".join(shown.inside("main").split())
    assert main.endswith("You can check and change each one. Go on")
    for word in ("low back", "October", "2026", "scan", "25"):
        assert word not in main
    assert "There are no answers here" in see(client, "/self-check/summary/").text


BENT = {
    "a point": "{}/.",
    "a point, and no slash": "{}.",
    "a bracket": "{}/)",
    "brackets": "<{}>",
    "a comma": "{},",
    "a semicolon": "{}/;",
    "a quote": "{}/%22",
    "a quote of typography": "{}/”",
    "a line of quoted-printable": "{0[0]}=%0D%0A{0[1]}/",
    "the mark of such a line": "{0[0]}={0[1]}/",
    "a broken line": "{0[0]}%0A{0[1]}/",
    "a line that was indented": "{0[0]}%0D%0A%20%20{0[1]}",
    "a space": "%20{}",
    "a hidden space within": "{0[0]}%E2%80%8B{0[1]}/",
    "a hidden space, encoded twice": "{0[0]}%25E2%2580%258B{0[1]}/",
    "a hidden joiner and a mark of order": "%EF%BB%BF{}%E2%80%8D/",
    "a soft hyphen": "{0[0]}%C2%AD{0[1]}/",
    "the next word": "{}/Please",
    "a star for bold": "**{}/**",
    "a line for italics": "{}/_",
    "a second slash": "{}//",
    "what a mail program adds": "{}/?utm_source=mail",
    "a sign as HTML writes it": "{}/&gt;",
}


def bent(form, token):
    """The address as it arrives."""
    return "/p/" + (form.format((token[:90], token[90:])) if "{0[" in form else form.format(token))


@pytest.mark.parametrize("form", BENT.values(), ids=list(BENT))
def test_a_prefilled_link_that_arrives_bent_fills_in_what_it_says(client, form):
    token = prefilled_links.make_token(SAMPLE, CHART)
    shown = see(client, bent(form, token))
    assert [one["attrs"]["value"] for one in shown.all("input") if one["attrs"]["name"] == "link"] == [token]
    assert client.post(TAKE_OVER, {"link": token})["Location"] == START
    assert kept_by(client)["filled_in"] == {**CHART, "level": ["low_back"]}


@pytest.mark.parametrize(
    ("arrived", "meant"),
    [
        ("/r/sample.", "/r/sample/"),
        ("/r/SAMPLE", "/r/sample/"),
        ("/R/Sample/", "/r/sample/"),
        ("/r/sample)", "/r/sample/"),
        ("/r/sample/)", "/r/sample/"),
        ("/r/sample/>.", "/r/sample/"),
        ("/r/<sample>", "/r/sample/"),
        ("/r/sample,", "/r/sample/"),
        ("/r/sample;", "/r/sample/"),
        ("/r/sample%22", "/r/sample/"),
        ("/r/sample%E2%80%8B", "/r/sample/"),
        ("/r/sam%E2%80%8Bple/", "/r/sample/"),
        ("/r/sam=%0D%0Aple/", "/r/sample/"),
        ("/r/sample%20", "/r/sample/"),
        ("/r//sample/", "/r/sample/"),
        ("/r/sample/risks.", "/r/sample/risks/"),
        ("/r/SAMPLE/Risks)", "/r/sample/risks/"),
        ("/r/sample/logo.png.", "/r/sample/logo.png"),
        ("/r/nowhere.", "/r/nowhere/"),
        ("/clinics/sample.", "/clinics/sample/"),
        ("/clinics/sample/poster.pdf)", "/clinics/sample/poster.pdf"),
        ("/risks/)", "/risks/"),
        ("/RISKS/", "/risks/"),
        ("/risks.", "/risks/"),
        ("/guide.pdf.", "/guide.pdf"),
        ("/self-check/Cause.", "/self-check/cause/"),
        ("/self-check/%00/", "/self-check/"),
        ("/.", "/"),
        ("/%E2%80%8B", "/"),
    ],
)
def test_an_address_that_arrives_bent_leads_to_the_one_that_was_meant(client, arrived, meant):
    for method in ("get", "head"):
        response = getattr(client, method)(arrived)
        assert (response.status_code, response["Location"]) == (302, meant)
        assert "Set-Cookie" not in response
    assert client.get(meant).status_code in {200, 404} - ({404} if "nowhere" not in meant else set())


@pytest.mark.parametrize(
    "arrived", ["/P/{}/", "/P/{}", "/%20p/{}/", "/P%E2%80%8B/{}/.", "/P/%20{}/", "/P//{}/", "/P/{}/Please"]
)
def test_a_prefilled_link_whose_beginning_arrives_bent_still_fills_in_what_it_says(client, arrived):
    token = prefilled_links.make_token(SAMPLE, CHART)
    shown = read(client.get(arrived.format(token), follow=True))
    assert [one["attrs"]["value"] for one in shown.all("input") if one["attrs"]["name"] == "link"] == [token]


def test_a_prefilled_link_all_in_capitals_cannot_be_read_and_its_page_says_so(client):
    response = client.get(f"/P/{prefilled_links.make_token(SAMPLE, CHART)}/".upper(), follow=True)
    assert [status for _, status in response.redirect_chain] == [302]
    assert read(response).inside("h1") == "This link filled in nothing"


@pytest.mark.parametrize(
    "arrived",
    ["/nothing.", "/r/sample/nothing.", "/r/", "/clinics/.", "/static/css/none.css.", "/P/", "/P//", "/x/p/y/"],
)
def test_a_bent_address_that_means_none_of_ours_is_not_found(client, arrived):
    assert client.get(arrived, follow=True).status_code == 404


def test_a_form_is_not_sent_on_from_a_bent_address(client):
    assert client.post("/self-check/Cause./", {"answer": "cancer"}).status_code == 404
    assert client.post("/r/sample.").status_code == 405


@pytest.mark.holds
@settings(max_examples=TRIES, deadline=None)
@given(st.data())
def test_a_token_that_was_changed_anywhere_fills_in_nothing(data):
    token = prefilled_links.make_token(SAMPLE, CHART)
    at = data.draw(st.integers(0, len(token) - 1))
    other = data.draw(st.sampled_from(LETTERS + "="))
    changed = token[:at] + other + token[at + 1 :]
    if changed != token:
        assert prefilled_links.read_token(changed, TODAY) is Unreadable.BROKEN


def test_a_token_whose_last_letter_was_changed_fills_in_nothing_though_some_of_its_bits_mean_nothing():
    text = prefilled_links._written(SAMPLE.link, CHART)
    text = text.ljust(len(text) + (1 - len(text) - ADDED_BYTES) % 3)
    token = prefilled_links._cipher().encrypt(text)
    read_as_ours = [
        last for last in LETTERS if prefilled_links.read_token(token[:-1] + last, TODAY) is not Unreadable.BROKEN
    ]
    assert read_as_ours == [token[-1]]


@pytest.mark.holds
@settings(max_examples=TRIES // 6, deadline=None)
@given(st.text(max_size=400), st.text(max_size=40))
def test_no_text_as_token_or_clinic_breaks_anything_or_fills_in_a_thing(token, clinic):
    assert prefilled_links.read_token(token, TODAY) is Unreadable.BROKEN
    client = Client()
    for path in ("/p/{}/", "/r/{}/", "/r/{}/risks/", "/clinics/{}/", "/self-check/clinic/{}/", "/r/sample/pack/{}/"):
        response = client.get(path.format(quote(token if path == "/p/{}/" else clinic, safe="")))
        assert response.status_code in {200, 301, 302, 303, 404}


def test_every_link_is_of_one_length_and_fits_a_code_that_prints_well():
    lengths = {len(prefilled_links.make_token(SAMPLE, chart)) for chart in ({"scan": "ct"}, CHART)}
    assert len(lengths) == 1
    url = f"https://www.a-long-name-of-a-host.example.org/p/{prefilled_links.make_token(SAMPLE, CHART)}/"
    # Drawn 16rem wide, with the free space around it that a camera needs.
    across, _ = segno.make(url, error="m", micro=False).symbol_size(border=4)
    assert 16 * 16 / across > 2.8, "pixels of the screen for each square; 0.7 mm on paper"


def test_the_longest_chart_of_the_longest_clinic_has_the_one_length_too():
    chart = {**CHART, "scan_new_break": "unsure", "height_loss": "up_to_25"}
    clinic = replace(SAMPLE, link="n" * LONGEST_LINK)
    longest = prefilled_links.make_token(clinic, chart)
    assert len(longest) == len(prefilled_links.make_token(SAMPLE, {"scan": "ct"}))


@pytest.mark.parametrize(
    ("method", "path"), [("post", "/p/{}/"), ("get", "/p/{}/more/"), ("get", "/p//{}"), ("put", "/p/{}/")]
)
def test_no_log_line_holds_what_a_link_says(client, capsys, method, path):
    token = prefilled_links.make_token(SAMPLE, CHART)
    with handlers_of("django"):
        getattr(client, method)(path.format(token))
    lines = capsys.readouterr().err
    assert token not in lines
    assert method == "get" or "/p/-" in lines


@pytest.mark.parametrize("break_", ["%20", "%0D%0A", "%3D%0D%0A", "%E2%80%8B", "%27", "%22"])
@pytest.mark.parametrize(("method", "start"), [("post", "/p/"), ("get", "/P/"), ("get", "/x/")])
def test_no_log_line_holds_what_is_left_of_a_broken_link(client, capsys, method, start, break_):
    token = prefilled_links.make_token(SAMPLE, CHART)
    with handlers_of("django"):
        getattr(client, method)(f"{start}{token[:5]}{break_}{token[5:]}/")
    assert token[5:105] not in capsys.readouterr().err


@contextmanager
def handlers_of(name):
    """The log as it is written, whatever the test runner does with it."""
    handler = logging.StreamHandler()
    handler.setFormatter(WithoutValues("%(message)s"))
    logging.getLogger(name).addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger(name).removeHandler(handler)


# ---- Made by staff


def fill(client, **filled):
    return client.post("/clinics/sample/prefill/", filled)


def test_staff_make_a_link_that_fills_in_what_they_typed(client):
    shown = read(fill(client, **CHART))
    box = shown.all("textarea")[0]
    assert set(chosen(shown)) == {""}, "the form is empty again for the next patient"
    token = box["text"].strip().split("/p/")[1].rstrip("/")
    assert prefilled_links.read_token(token, clock.today()).answers == CHART
    assert box["text"].strip().startswith("http://testserver/p/")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("10/15/2026", "2026-10-15"),
        ("10-5-2026", "2026-10-05"),
        ("2026-10-15", "2026-10-15"),
        ("October 15, 2026", "2026-10-15"),
        ("Oct. 15 2026", "2026-10-15"),
        ("oct 5th, 2026", "2026-10-05"),
        ("10/2026", "2026-10"),
        ("2026-10", "2026-10"),
        ("October 2026", "2026-10"),
        (" Sept 2026 ", "2026-09"),
    ],
)
def test_staff_write_a_day_as_they_do_or_a_month_alone_and_the_patient_finds_it_in_the_fields(client, typed, kept):
    shown = read(fill(client, pain_began=typed))
    token = shown.all("textarea")[0]["text"].strip().split("/p/")[1].rstrip("/")
    assert prefilled_links.read_token(token, clock.today()).answers == {"pain_began": kept}
    follow(client, token)
    year, month, *day = kept.split("-")
    fields = {
        one["attrs"].get("name"): one["attrs"].get("value", "")
        for one in see(client, address("pain_began")).all("input")
    }
    assert (fields["year"], fields["month"], fields["day"]) == (year, str(int(month)), str(int(day[0])) if day else "")


def test_what_staff_typed_into_a_date_is_kept_with_the_mistake(client):
    assert "Jane Roe" in [one["attrs"].get("value") for one in read(fill(client, pain_began="Jane Roe")).all("input")]


def test_staff_paste_a_date_as_their_program_shows_it_and_see_how_it_was_understood(client):
    for typed, kept, shown in (
        ("Oct 15, 2026", "2026-10-15", "October 15, 2026"),
        ("10/2026", "2026-10", "October 2026"),
    ):
        made = read(fill(client, pain_began=typed))
        token = made.all("textarea")[0]["text"].strip().split("/p/")[1].rstrip("/")
        assert prefilled_links.read_token(token, clock.today()).answers == {"pain_began": kept}
        assert shown in made.inside("facts")


def test_staff_may_leave_any_of_it_open_but_not_all(client):
    token = read(fill(client, scan="mri")).all("textarea")[0]["text"].strip().split("/p/")[1].rstrip("/")
    assert prefilled_links.read_token(token, clock.today()).answers == {"scan": "mri"}
    response = fill(client)
    assert response.status_code == 422
    assert "Fill in at least one of these." in read(response).text


@pytest.mark.parametrize(
    ("filled", "words"),
    [
        ({"pain_began": "soon"}, "Write the date as month, day and year, such as"),
        ({"pain_began": "10"}, "Write the date as month, day and year, such as"),
        ({"pain_began": "10.11.2026"}, "This can mean October 11, 2026 or November 10, 2026."),
        ({"scan": "mri", "scan_date": "2126-01-01"}, "Check the year. It should be close to 2026."),
        ({"scan": "mri", "scan_date": "2026-12-01"}, "Write a date up to today"),
        ({"pain_began": "Octember 2026"}, "such as"),
        ({"pain_began": "Jane Roe"}, "such as"),
        ({"pain_began": "2/30/2026"}, "February 2026 has no day 30"),
        ({"scan": "ultrasound"}, "Choose one of these, or leave it open."),
    ],
)
def test_a_mistake_of_staff_is_said_at_the_field_and_what_was_typed_is_kept(client, filled, words):
    response = fill(client, height_loss="over_25", **filled)
    assert response.status_code == 422
    shown = read(response)
    assert words in shown.text
    assert "over_25" in chosen(shown)


def test_a_prefilled_link_stays_in_no_memory_of_the_server(client):
    qr.cache_clear()
    fill(client, **CHART)
    assert qr.cache_info().currsize == 0


def test_there_is_no_field_for_a_name_a_number_or_a_birth_date(client):
    names = {one["attrs"]["name"] for one in see(client, "/clinics/sample/prefill/").all("input")}
    assert names - {"csrfmiddlewaretoken"} == set(prefilled_links.CHART)


def test_staff_choose_pages_and_get_a_link_to_them(client):
    shown = read(client.post("/clinics/sample/pack/", {"pages": ["risks", "options"]}))
    path = shown.all("textarea")[0]["text"].strip().removeprefix("http://testserver")
    listed = see(client, path).inside("ol")
    assert all(all_pages()[slug].title in listed for slug in ("risks", "options"))
    for wrong in ({}, {"pages": ["nowhere"]}, {"pages": list(all_pages())[: reading_lists.MOST_PAGES + 1]}):
        assert client.post("/clinics/sample/pack/", wrong).status_code == 422


def test_the_staff_see_every_outcome_with_its_guide(client):
    shown = see(client, "/clinics/sample/preview/").text
    for example in examples():
        document, words = example.document, example.outcome
        assert document.sentence in shown
        assert document.sentence in [one.you for one in (words.sentence, words.settled) if one]
        assert all(one.line in shown for one in document.first)
