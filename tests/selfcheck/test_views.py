"""The way through the self-check: from question to question, back, away and in again, and what stops it."""

import html
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from every import every
from full import FULL
from patients import CALL_911, CALL_TODAY, CASES, FITS, SCAN_FACTS, SCANS, VALUES, say, summary_of
from served import QUESTIONS, everything, post, remember, see

from screener.rule_sets.clinic import CLINIC_RULES
from screener.rule_sets.shared.outcomes import GET_HELP_NOW, MISSING_FACTS, POINTS_FIT
from web import clock

SUMMARY, PAUSE, SCAN = "/self-check/summary/", "/self-check/before-you-go-on/", "/self-check/scan/"


def sentence(outcome):
    return next(words.sentence.you for words in CLINIC_RULES.outcomes if words.outcome is outcome)


ALL_FIT = sentence(POINTS_FIT)


def address(fact):
    return f"/self-check/{fact.replace('_', '-')}/"


def links(shown):
    return [link["attrs"]["href"] for link in shown.all("a") if "main" in link["around"]]


def walk(client, given):
    """Answer each question as it comes, from the first on; the addresses on the way."""
    way, at = [], address("urgent_signs")
    while at != SUMMARY:
        way.append(at)
        fact = at.split("/")[2].replace("-", "_")
        at = links(see(client, at))[0] if at == PAUSE else post(client, fact, given[fact])["Location"]
    return way


def test_each_answer_leads_to_the_next_question_and_the_last_to_the_summary(client):
    assert walk(client, FITS) == QUESTIONS
    assert see(client, SUMMARY).inside("h1") == ALL_FIT


@pytest.mark.parametrize("scan", ["none", "unsure"])
def test_without_a_scan_nothing_is_asked_about_it(client, scan):
    way = walk(client, {**FITS, "scan": scan})
    assert way == [question for question in QUESTIONS if question not in map(address, SCAN_FACTS)]
    assert f"Question 1 of {len(way)}" in see(client, QUESTIONS[0]).text


@pytest.mark.parametrize("given", [{}, {"scan": "none"}, {"scan": "unsure"}], ids=str)
def test_a_link_to_a_question_about_a_scan_leads_to_the_scan_if_there_was_none(client, given):
    remember(client, given)
    for fact in SCAN_FACTS:
        assert client.get(address(fact))["Location"] == SCAN


@pytest.mark.parametrize("scan", SCANS)
def test_with_a_scan_a_link_to_a_question_about_it_leads_there(client, scan):
    remember(client, {"scan": scan})
    assert [client.get(address(fact)).status_code for fact in SCAN_FACTS] == [200] * len(SCAN_FACTS)


def test_answers_about_a_scan_that_there_was_not_are_not_shown(client):
    remember(client, {**FITS, "scan": "none"})
    answers = [element["text"] for element in see(client, SUMMARY).all("dt")]
    assert CLINIC_RULES.fact("scan").label in answers
    assert CLINIC_RULES.fact("scan_new_break").label not in answers


def heading_of(response):
    """The words of the outcome, without reading the whole page. The page has one heading: it, or what comes first."""
    shown = response.content.decode()
    (heading,) = re.findall(r'<h[12] class="outcome">(.*?)</h[12]>', shown, re.DOTALL)
    assert shown.count("<h1") == 1
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", heading)).split())


def sentences_for(case):
    """What may be said first to this worked patient, by the outcome that a clinician expects."""
    words = next(words for words in CLINIC_RULES.outcomes if words.outcome.id == case["expect"]["outcome"])
    said = (words.sentence, words.settled, *(other.words for other in words.instead))
    return [one.voice(case["answers"].get("for_whom") == "someone_else") for one in said if one]


def sentence_of(case):
    return summary_of(case["answers"], date.fromisoformat(case["today"])).sentence


# Of those to whom the same is said first, one goes to the page; `make holds` sends all of them.
ONE_FOR_EACH_SENTENCE = {sentence_of(case): name for name, case in CASES.items() if case["answers"]}.values()


@every("case", CASES)
def test_every_worked_patient_is_told_the_outcome_a_clinician_expects(case):
    assert sentence_of(case) in sentences_for(case)


@pytest.mark.holds
@every("case", {name: CASES[name] for name in (CASES if FULL else ONE_FOR_EACH_SENTENCE) if CASES[name]["answers"]})
def test_every_worked_patient_comes_to_the_outcome_a_clinician_expects(case):
    today = date.fromisoformat(case["today"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "today", lambda: today)
        shown = heading_of(remember(Client(), case["answers"], today).get(SUMMARY))
    assert shown == sentence_of(case)
    assert shown in sentences_for(case)


def test_who_has_answered_nothing_is_told_so(client):
    assert see(client, SUMMARY).inside("h1") == "There are no answers here"


@pytest.mark.parametrize("sign", CALL_911)
def test_a_911_sign_stops_at_once_and_one_may_still_print(client, sign):
    response = post(client, "urgent_signs", ["fever", sign])
    shown = see(client, response["Location"])
    assert response["Location"] == SUMMARY
    assert shown.inside("h1") == sentence(GET_HELP_NOW)
    assert links(shown)[0] == "tel:911"
    assert {"/self-check/urgent-signs/", "/self-check/guide/", "/"} <= set(links(shown))
    assert "The points, one by one" not in shown.text
    assert sentence(GET_HELP_NOW) in see(client, "/self-check/guide/").text


def test_a_911_sign_given_late_stops_too_and_can_be_taken_back(client):
    everything(client)
    assert post(client, "urgent_signs", ["leg_weakness"])["Location"] == SUMMARY
    assert post(client, "pain_score", 5)["Location"] == SUMMARY
    assert post(client, "urgent_signs", [])["Location"] == SUMMARY
    assert see(client, SUMMARY).inside("h1") == ALL_FIT


@pytest.mark.parametrize("sign", CALL_TODAY)
def test_a_sign_to_call_about_today_interrupts_and_may_be_passed(client, sign):
    assert post(client, "urgent_signs", [sign])["Location"] == PAUSE
    shown = see(client, PAUSE)
    assert shown.inside("h1") == "Call a doctor today"
    assert links(shown) == ["tel:911", "/self-check/adult/", "/self-check/urgent-signs/"]
    assert post(client, "adult", "yes")["Location"] == address("for_whom")
    assert see(client, SUMMARY).inside("first").startswith("Call your doctor today")


@pytest.mark.parametrize(
    ("given", "fact", "answer"),
    [
        ({"cause": "cancer"}, "pain_trend", "worse"),
        ({"pain_trend": "worse"}, "cause", "cancer"),
        ({"pain_trend": "worse"}, "stops", ["cancer_near_cord"]),
    ],
    ids=str,
)
def test_cancer_with_pain_that_gets_worse_interrupts_once_whichever_is_answered_last(client, given, fact, answer):
    remember(client, {"urgent_signs": [], "adult": "yes", "for_whom": "self", **given})
    assert post(client, fact, answer)["Location"] == PAUSE
    shown = see(client, PAUSE)
    assert "the cancer team" in shown.text
    assert links(shown)[-1] == "/self-check/pain-trend/"
    assert post(client, fact, answer)["Location"] != PAUSE


def test_nothing_interrupts_without_a_sign(client):
    assert links(see(client, PAUSE))[-1] == "/self-check/urgent-signs/"
    assert post(client, "urgent_signs", [])["Location"] == address("adult")
    assert see(client, PAUSE).inside("h1") == "Before you go on"


@pytest.mark.parametrize(
    ("given", "fact", "answer"),
    [({"urgent_signs": []}, "adult", "no"), ({"urgent_signs": [], "adult": "yes"}, "told_fracture", "no")],
)
def test_a_child_and_one_without_a_known_break_are_asked_no_more(client, given, fact, answer):
    remember(client, given)
    assert post(client, fact, answer)["Location"] == SUMMARY
    shown = see(client, SUMMARY)
    assert "Questions for the doctor" in shown.text
    assert "What to find out" not in shown.text
    assert "The points, one by one" not in shown.text


def test_what_was_answered_before_the_questions_ended_is_kept(client):
    everything(client)
    post(client, "told_fracture", "no")
    assert say("cause", FITS["cause"]) in see(client, SUMMARY).text
    assert post(client, "told_fracture", "yes")["Location"] == SUMMARY
    assert see(client, SUMMARY).inside("h1") == ALL_FIT


def test_a_changed_answer_leads_on_to_the_next_open_question_or_back_to_the_summary(client):
    everything(client)
    assert post(client, "cause", "benign_growth")["Location"] == SUMMARY
    client.post("/self-check/pain-trend/", {"skip": "yes"})
    assert post(client, "cause", "steroids")["Location"] == SUMMARY
    remember(client, {"urgent_signs": [], "adult": "yes", "for_whom": "self", "cause": "cancer", "pain_score": 4})
    assert post(client, "told_fracture", "yes")["Location"] == address("in_hospital")
    post(client, "in_hospital", "no")
    assert post(client, "level", ["low_back"])["Location"] == address("pain_began")
    assert post(client, "pain_stops_you", "yes")["Location"] == address("daily_tasks")


def test_back_leads_to_the_question_before_and_from_the_first_to_the_start(client):
    everything(client)
    backs = [links(see(client, question))[0] for question in QUESTIONS]
    assert backs == ["/self-check/", *QUESTIONS[:-1]]
    post(client, "scan", "none")
    assert links(see(client, address("forward_bend")))[0] == SCAN


def test_a_link_straight_to_a_later_question_works_and_the_urgent_signs_are_asked_after_it(client):
    assert client.get(address("stops")).status_code == 200
    assert post(client, "stops", [])["Location"] == address("urgent_signs")
    assert see(client, SUMMARY).inside("outcome") == sentence(MISSING_FACTS)
    assert links(see(client, "/self-check/"))[0] == "tel:911"
    assert address("urgent_signs") in links(see(client, "/self-check/"))


def test_the_start_offers_to_go_on_where_one_left_off(client):
    assert "Go on where you left off" not in see(client, "/self-check/").text
    remember(client, {"urgent_signs": [], "adult": "yes"})
    shown = see(client, "/self-check/")
    assert "Go on where you left off" in shown.text
    assert address("for_whom") in links(shown)


def test_two_tabs_share_the_answers_and_the_later_one_counts(client):
    for answer in ("cancer", "steroids"):
        client.get(address("cause"))
        post(client, "cause", answer)
    cause = next(element["text"] for element in see(client, SUMMARY).all("dd"))
    assert cause == say("cause", "steroids")


def test_the_answers_so_far_can_be_seen_and_changed_on_every_question(client):
    everything(client)
    for question in QUESTIONS:
        shown = see(client, question)
        assert set(QUESTIONS) <= set(links(shown))
        assert "Clear my answers" in shown.text


def test_every_page_of_the_self_check_with_answers_can_clear_them(client):
    everything(client)
    for page in ("/self-check/", PAUSE, SUMMARY, "/self-check/guide/"):
        actions = [form["attrs"]["action"] for form in see(client, page).all("form")]
        assert actions[-1] == reverse("screener:clear")


def test_no_address_ever_holds_an_answer(client):
    plain = {*QUESTIONS, SUMMARY, PAUSE, "/self-check/"}
    for fact, values in VALUES.items():
        for value in [*values[-2:], "unsure"] if values else ["2026-11-20", "2026-13-45"]:
            for response in (
                client.post(address(fact), {"answer": value}),
                client.post(address(fact), dict(zip(("year", "month", "day"), f"{value}--".split("-"), strict=False))),
                client.post(address(fact), {"skip": "yes"}),
            ):
                assert response.headers.get("Location", "/self-check/") in plain
    assert client.post("/self-check/clear/")["Location"] == "/self-check/cleared/"


def test_no_form_sends_its_fields_in_an_address(client):
    everything(client)
    for page in [*QUESTIONS, SUMMARY]:
        assert {form["attrs"]["method"] for form in see(client, page).all("form")} == {"post"}


def test_the_start_page_sends_whoever_had_the_procedure_to_what_comes_after_it(client):
    assert "/after/" in links(see(client, "/self-check/"))


def test_a_drooping_face_and_slurred_speech_stand_in_a_box_that_means_911(client):
    option = CLINIC_RULES.fact("urgent_signs").option("leg_weakness")
    assert "drooping face or slurred speech" in option.detail
    assert option.detail in see(client, address("urgent_signs")).text
    assert post(client, "urgent_signs", ["leg_weakness"])["Location"] == SUMMARY
    assert see(client, SUMMARY).inside("outcome") == sentence(GET_HELP_NOW)
