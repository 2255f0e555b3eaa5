"""The same answers under one Medicare rule: its own summary, what it is and is not, and its box in the guide."""

import re
import time
from dataclasses import replace
from datetime import date
from math import ceil

import pytest
from django.conf import settings
from knee import KNEE_RULES
from patients import ALL_CASES, CASES, FITS, TODAY, summary_of
from pdfs import words_of
from served import BESIDE, answer_at, bring, kept_by, post, read, remember, see

from clinics.files import all_clinics
from screener import answers_cookie
from screener.engine.differences import parted
from screener.guide import pdf
from screener.guide.document import filled, plain_text
from screener.guide.page import Guide
from screener.rule_sets.clinic import CLINIC_RULES
from screener.rule_sets.editions import RULE_SETS, beside
from screener.rule_sets.medicare import MEDICARE_RULES
from screener.rule_sets.texts import texts_of
from screener.standings import standing_of_rules

SUMMARY, GUIDE = "/self-check/summary/", "/self-check/guide/"
OLD_SCAN = {**FITS, "scan_date": "2026-10-12"}
# Room for one line of the box at 11 points.
CHARACTERS = 105


def under_the_rule(given, today=TODAY):
    return summary_of(given, today, rules=MEDICARE_RULES)


def words_where_they_part(given, today=TODAY):
    return [one.matter for one in parted(under_the_rule(given, today), summary_of(given, today))]


def guide_with_a_box(given, today=TODAY):
    return filled(Guide(summary_of(given, today)), standing_of_rules, "", [Guide(under_the_rule(given, today))])


# ------------------------------------------------------------------------------------------------------- its summary


def test_the_summary_leads_to_the_medicare_summary_after_the_points_and_back(client):
    shown = see(remember(client, FITS), SUMMARY)
    assert BESIDE in [form["attrs"].get("action") for form in shown.all("form")]
    assert shown.text.index("At least one more sign") < shown.text.index("See the same answers under one Medicare rule")
    assert SUMMARY in {link["attrs"].get("href") for link in see(client, BESIDE).all("a")}


def test_what_calls_for_a_doctor_today_is_its_first_line(client):
    shown = see(remember(client, {**FITS, "urgent_signs": ["fever"]}), BESIDE).inside("main")
    assert shown.lstrip().startswith("Call your doctor today.")


def test_what_the_cancer_team_must_know_stands_above_the_points(client):
    shown = see(remember(client, {**FITS, "cause": "cancer", "pain_trend": "same"}), BESIDE).inside("main")
    assert shown.index("New or worse pain: tell them today.") < shown.index("A doctor found a broken spine bone")


def test_the_medicare_summary_says_before_its_points_what_it_is_and_what_it_is_not(client):
    shown = see(remember(client, FITS), BESIDE).inside("main")
    before = shown[: shown.index("A doctor found a broken spine bone")]
    for words in ("L34228", "Noridian", "as it stood in October 2025", "weak bone only", "not medical advice"):
        assert words in before, words
    assert "never says that Medicare will pay" in before


def test_the_medicare_summary_has_each_point_with_mark_status_limit_and_answers(client):
    shown = see(remember(client, {**FITS, "in_hospital": "unsure"}), BESIDE).inside("main")
    for finding in under_the_rule(FITS).criteria:
        assert finding.rule.title.you in shown
        assert f"The limit: {finding.rule.limit}" in shown
    assert "In the hospital now: I’m not sure" in shown


def test_the_medicare_summary_never_counts_points_or_names_a_winner():
    tally = re.compile(
        r"\b\d+ (?:of|out of) (?:8|9|the points)\b|\b(?:wins?|score[sd]? (?:higher|better)|better than)\b"
    )
    for case in CASES.values():
        guide = Guide(under_the_rule(case["answers"], date.fromisoformat(case["today"])))
        said = " ".join([guide.summary.sentence, guide.summary.meaning, *guide.notes, *guide.summary.next_steps])
        assert not tally.search(said)


def test_nothing_said_under_the_rule_is_a_promise_that_medicare_pays():
    said = " ".join(text for text in _all_its_texts() if "pay" in text)
    without_denials = re.sub(r"(?:never says|does not mean)(?: that)? Medicare will pay", "", said)
    assert "Medicare will pay" not in without_denials
    assert "Medicare pays" not in without_denials
    assert "will be paid" not in without_denials


def _all_its_texts():
    return texts_of(MEDICARE_RULES).values()


def test_what_the_rule_does_not_ask_for_in_the_hospital_is_not_said_to_fit(client):
    given = {**FITS, "in_hospital": "yes", "pain_score": 9, "care_tried": "not_tried", "pain_trend": "same"}
    shown = see(remember(client, given), BESIDE).inside("main")
    assert shown.count("Not asked for in the hospital") == 2
    assert "Show this to the team on the ward" in shown
    box = " ".join(guide_with_a_box(given).beside[0].lines)
    assert "Not asked for in the hospital: Other care has not helped enough; Pain that gets worse" in box


@pytest.mark.parametrize(("cause", "words"), [("cancer", "not for cancer"), ("injury", "For another cause")])
def test_a_cause_of_another_rule_is_said_before_all_and_not_as_unknown(client, cause, words):
    shown = see(remember(client, {**FITS, "cause": cause, "pain_trend": "same"}), BESIDE)
    assert words in shown.inside("h1")
    assert "The break comes from weak bone: Another rule may hold" in shown.inside("main")


def test_what_is_there_of_two_signs_is_told_beside_what_is_not_known():
    guide = Guide(under_the_rule({**FITS, "pain_trend": "same", "forward_bend": "yes", "height_loss": "unsure"}))
    point = next(point for point in guide.points if point.rule.id == "worse_or_two_signs")
    assert "Bent forward: Yes" in point.said
    assert "Height the bone has lost: I’m not sure" in point.said


def test_whoever_was_turned_down_is_led_to_what_to_ask_after_a_no(client):
    links = {link["attrs"].get("href") for link in see(remember(client, FITS), BESIDE).all("a")}
    address = "/paying/#what-if-the-answer-is-no"
    assert address in links
    assert address.partition("#")[2] in see(client, "/paying/").ids


def test_the_way_back_from_its_question_is_its_summary(client):
    back = see(remember(client, FITS), f"{BESIDE}rdq/").all("a")
    assert BESIDE in {link["attrs"].get("href") for link in back if "Back" in link["text"]}


def test_an_emergency_leads_to_the_page_that_says_to_call_911(client):
    remember(client, {**FITS, "urgent_signs": ["leg_weakness"]})
    assert client.get(BESIDE).url == SUMMARY


@pytest.mark.parametrize("ending", [{"adult": "no"}, {"told_fracture": "no"}])
def test_where_the_questions_end_it_shows_no_points(client, ending):
    shown = see(remember(client, {**FITS, **ending}), BESIDE).inside("main")
    assert "The pain as a number" not in shown


def test_a_broken_neck_is_for_a_specialist_today_whatever_the_rule_covers():
    for level in (["neck"], ["neck", "low_back"]):
        guide = Guide(under_the_rule({**FITS, "level": level}))
        assert guide.summary.sentence.startswith("A broken neck bone is for a spine specialist.")
        assert guide.summary.next_steps[0].startswith("Ask for a spine specialist today")


def test_a_broken_neck_is_for_a_specialist_beside_what_comes_first_too():
    summary = under_the_rule({**FITS, "level": ["neck"], "stops": ["unstable_spine"]})
    assert any(step.startswith("Ask for a spine specialist today") for step in summary.next_steps)


@pytest.mark.parametrize("level", [["neck", "low_back"], ["sacrum", "low_back"]])
def test_what_only_a_clinician_can_decide_is_no_all_clear_with_a_bone_that_the_rule_leaves_out(level):
    summary = under_the_rule({**FITS, "level": level})
    assert not summary.to_find_out
    assert "This is not an all-clear." in summary.meaning


def test_with_cancer_the_end_of_the_rules_time_is_no_reason_to_wait():
    days_left = {**FITS, "cause": "cancer", "pain_trend": "same", "pain_began": "2026-09-05"}
    said = notes_of(days_left)
    assert "do not put off the talk with the cancer team" in said
    assert "no reason to decide in a hurry" not in said


def test_neither_says_that_there_is_no_hurry_where_the_other_says_not_to_put_off_a_visit():
    for case in ALL_CASES.values():
        given, today = case["answers"], date.fromisoformat(case["today"])
        other = " ".join(Guide(summary_of(given, today)).notes)
        for said, put_off in ((notes_of(given, today), other), (other, notes_of(given, today))):
            assert not ("so there is time to think" in said and "do not put off" in put_off), case["story"]


@pytest.mark.parametrize("cause", ["injury", "benign_growth"])
def test_that_the_pain_may_ease_is_said_of_weak_bone_alone(cause):
    assert "pain eases" not in under_the_rule({**FITS, "cause": cause, "scan": "none"}).meaning
    assert "pain eases" in under_the_rule({**FITS, "scan": "none"}).meaning


def notes_of(given, today=TODAY):
    return " ".join(Guide(under_the_rule(given, today)).notes)


# ------------------------------------------------------------------------------------------------ where the two part


def test_a_scan_that_is_too_old_for_the_clinic_alone_is_said_with_the_reason(client):
    shown = see(remember(client, OLD_SCAN), BESIDE).inside("main")
    assert "The clinic wants a scan of the last 30 days; this rule names no age." in shown


def test_the_age_of_a_scan_is_said_only_of_one_that_is_too_old_or_may_be():
    assert "Age of the scan" in words_where_they_part({**FITS, "scan_date": "unsure"})
    assert "Age of the scan" not in words_where_they_part({**FITS, "scan": "none"})
    before_the_pain = {**FITS, "pain_began": "2026-11-15", "scan_date": "2026-11-10"}
    assert words_where_they_part(before_the_pain) == ["A scan from before the pain"]


def test_an_x_ray_that_shows_a_new_break_is_not_said_to_be_left_to_a_clinician():
    there = parted(under_the_rule({**FITS, "scan": "xray"}), summary_of({**FITS, "scan": "xray"}))
    assert [one.matter for one in there] == ["What the scan shows"]
    assert "clinician" not in there[0].words


def test_a_scan_whose_day_is_not_known_is_said_to_be_open_for_that():
    assert "Day of the scan" in words_where_they_part({**FITS, "scan_date": "unsure"})


def test_where_the_two_say_the_same_nothing_parts(client):
    assert words_where_they_part(FITS) == []
    assert "Where the two part" not in see(remember(client, FITS), BESIDE).text


@pytest.mark.parametrize(
    ("answer", "matter"),
    [
        ({"cause": "cancer", "pain_trend": "same"}, "Cause"),
        ({"level": ["sacrum"]}, "Which bone"),
        ({"pain_score": 4}, "Pain"),
        ({"in_hospital": "yes", "care_tried": "not_tried", "pain_score": 9}, "Care tried first"),
        ({"pain_trend": "same", "forward_bend": "yes", "height_loss": "up_to_25", "rdq": "up_to_17"}, "More signs"),
        ({"scan": "ct"}, "What the scan shows"),
        ({"cautions": ["nerve_pain"]}, "A pressed nerve"),
        ({"stops": ["bleeding_problem"]}, "Bleeding"),
        ({"stops": ["infection"]}, "Infection"),
        ({"stops": ["many_levels"]}, "Things that come first"),
        ({"stops": ["denosumab_stopped"]}, "Medical reasons of our own"),
        ({"stops": ["cancer_near_cord"]}, "Medical reasons of our own"),
    ],
)
def test_each_answer_on_which_they_part_is_said(answer, matter):
    assert matter in words_where_they_part({**FITS, **answer})


def test_cancer_past_the_limit_parts_in_the_age_of_the_break():
    past = {**FITS, "cause": "cancer", "pain_trend": "same", "pain_began": "2026-08-20"}
    assert "Age of the break" in words_where_they_part(past)


def test_every_point_of_either_is_the_same_in_the_other_or_has_its_line():
    alike = {"known_fracture"}
    here = {one.here.id for one in MEDICARE_RULES.differences if one.here}
    there = {one.there for one in MEDICARE_RULES.differences if one.there}
    assert here == {criterion.id for criterion in MEDICARE_RULES.criteria} - alike
    assert there == {criterion.id for criterion in CLINIC_RULES.criteria} - alike


def test_whoever_gets_two_statuses_on_one_matter_reads_why():
    for case in CASES.values():
        today = date.fromisoformat(case["today"])
        here, main = under_the_rule(case["answers"], today), summary_of(case["answers"], today)
        if here.outcome != main.outcome:
            assert parted(here, main), case["story"]


# --------------------------------------------------------------------------------------------------- its own question


def test_the_roland_morris_score_is_asked_for_only_under_the_rule(client):
    remember(client, {**FITS, "pain_trend": "same", "forward_bend": "yes", "height_loss": "up_to_25"})
    assert "rdq" in [
        fact.id for fact in under_the_rule({**FITS, "pain_trend": "same", "forward_bend": "yes"}).to_find_out
    ]
    assert client.get("/self-check/rdq/").status_code == 404
    links = [link["attrs"].get("href") for link in see(client, BESIDE).all("a")]
    assert f"{BESIDE}rdq/" in links
    assert "Roland-Morris" not in see(client, SUMMARY).inside("main")


def test_its_questions_lead_back_to_it(client):
    remember(client, {**FITS, "pain_trend": "same", "forward_bend": "yes"})
    answered = client.post(f"{BESIDE}rdq/", {"answer": "over_17"})
    assert answered.status_code == 303
    assert answered.url == BESIDE
    assert kept_by(client)["answers"]["rdq"] == "over_17"


def test_a_sign_that_calls_for_a_doctor_today_stops_on_the_way_back_too(client):
    remember(client, {**FITS, "cause": "cancer", "pain_trend": "same"})
    called = client.post(f"{BESIDE}pain-trend/", {"answer": "worse"})
    assert called.url == f"{BESIDE}before-you-go-on/"
    assert any(link["attrs"]["href"].startswith(BESIDE) for link in see(client, called.url).all("a"))


def test_a_blank_answer_is_an_error_at_the_question_which_stays_under_the_rule(client):
    remember(client, FITS)
    assert client.post(f"{BESIDE}rdq/", {}).status_code == 422


# ------------------------------------------------------------------------------------------------------- in the guide


def test_the_guide_has_a_box_only_for_whoever_asked_for_it(client):
    remember(client, FITS)
    box, button = MEDICARE_RULES.about.box, "Put this box into the guide"
    assert button in see(client, BESIDE).text
    assert box not in see(client, GUIDE).text
    assert client.post(BESIDE, {"drawn_with": len(FITS)}).url == BESIDE
    assert button not in see(client, BESIDE).text
    shown = see(client, GUIDE)
    assert box in shown.text
    assert "Must it be approved first?" in shown.text
    assert "never says Medicare will pay" in shown.text


def test_that_it_was_asked_for_is_kept_and_makes_no_answer_last_longer(client):
    until = int(time.time()) + 600
    bring(client, answers_cookie.Saved(FITS, TODAY, until=until))
    before = kept_by(client)
    client.post(BESIDE)
    after = kept_by(client)
    assert before["until"] == until
    assert after == {**before, "in_guide": ["medicare"]}


def test_a_look_at_it_writes_nothing_so_that_a_late_reply_brings_back_no_answers_of_before(client):
    remember(client, FITS)
    for looked in (client.get(BESIDE), client.head(BESIDE)):
        assert settings.ANSWERS_COOKIE_NAME not in looked.cookies


@pytest.mark.parametrize("ending", [{"adult": "no"}, {"told_fracture": "no"}])
def test_where_the_questions_end_no_box_is_offered_as_the_guide_has_none(client, ending):
    shown = see(remember(client, {**FITS, **ending}), BESIDE).inside("main")
    assert "box" not in shown


def test_the_box_has_six_lines_at_most_for_every_worked_patient():
    for case in CASES.values():
        document = guide_with_a_box(case["answers"], date.fromisoformat(case["today"]))
        for box in document.beside:
            assert sum(ceil(len(line) / CHARACTERS) for line in box.lines) <= 6, case["story"]


def test_the_questions_for_the_billing_office_come_with_it():
    groups = [group for section in guide_with_a_box(FITS).back for group in section.groups]
    title, asked = groups[-1]
    assert title == "For the billing office or the plan"
    assert len(asked) == 6
    for words in ("approved first", "Which region’s rule", "hospital or outpatient", "in writing", "appeal", "record"):
        assert any(words in question for question in asked), words


def test_text_and_pdf_have_the_box_and_number_the_questions_on():
    document = guide_with_a_box(FITS)
    text, drawn = plain_text(document), words_of(pdf.make(document, "Site", "http://localhost/"))
    for said in (text, drawn):
        assert MEDICARE_RULES.about.box in said
        assert "11. Must it be approved first?" in " ".join(said.split()).replace("11.Must", "11. Must")


@pytest.mark.parametrize(
    "name", ["blank-sheet", "all-unsure", "everything-in-the-way-at-once", "every-stop-at-once-steady"]
)
def test_the_fullest_guides_stay_on_two_pages_with_both(name):
    case = CASES[name]
    made = pdf.make(guide_with_a_box(case["answers"], date.fromisoformat(case["today"])), "Site", "http://localhost/")
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 2


def test_where_the_questions_end_the_guide_has_no_box():
    assert guide_with_a_box({**FITS, "adult": "no"}).beside == ()


# -------------------------------------------------------------------------------------------------- seen first, rules


def test_the_patients_of_a_clinic_that_says_so_see_it_first(client, monkeypatch):
    clinic = replace(all_clinics()["sample"], rules="medicare")
    monkeypatch.setattr(answers_cookie, "find", {clinic.link: clinic}.get)
    bring(client, answers_cookie.Saved(FITS, TODAY, clinic=clinic))
    assert post(client, "cautions", [])["Location"] == BESIDE


@pytest.mark.parametrize("rules", ["", "clinic", "medicare"])
def test_whatever_is_seen_first_the_questions_of_the_rule_lead_back_to_it(client, monkeypatch, rules):
    clinic = replace(all_clinics()["sample"], rules=rules)
    monkeypatch.setattr(answers_cookie, "find", {clinic.link: clinic}.get)
    bring(client, answers_cookie.Saved({**FITS, "pain_trend": "same"}, TODAY, clinic=clinic))
    assert client.post(f"{BESIDE}rdq/", {"answer": "over_17"}).url == BESIDE


@pytest.mark.parametrize(("fact", "answer"), [("urgent_signs", ["leg_weakness"]), ("adult", "no")])
def test_where_the_questions_end_nothing_is_seen_before_the_summary_that_says_so(client, monkeypatch, fact, answer):
    clinic = replace(all_clinics()["sample"], rules="medicare")
    monkeypatch.setattr(answers_cookie, "find", {clinic.link: clinic}.get)
    bring(client, answers_cookie.Saved(FITS, TODAY, clinic=clinic))
    assert post(client, fact, answer)["Location"] == SUMMARY


def test_all_others_see_the_clinics_points_first(client):
    remember(client, FITS)
    assert post(client, "cautions", [])["Location"] == SUMMARY


def test_the_page_of_all_rules_shows_both_and_where_they_differ(client):
    shown = read(client.get("/self-check/how-it-decides/")).text
    for rules in RULE_SETS.values():
        for criterion in rules.criteria:
            assert criterion.limit in shown
        assert rules.version in shown
        assert rules.about.as_of in shown
    for one in MEDICARE_RULES.differences:
        assert one.words in shown


def test_the_table_of_differences_has_no_empty_field_and_says_what_is_our_own():
    html = answer_at("/self-check/how-it-decides/").content.decode()
    table = html[html.index("<table>") : html.index("</table>")]
    assert "<td></td>" not in table
    for one in MEDICARE_RULES.differences:
        there = next((criterion.ours for criterion in CLINIC_RULES.criteria if criterion.id == one.there), "")
        assert there in table


def test_a_rule_set_with_other_facts_is_not_beside_the_clinics():
    assert beside(CLINIC_RULES) == (MEDICARE_RULES,)
    assert not CLINIC_RULES.reads(KNEE_RULES.facts)
