"""What every summary and guide says, whatever the outcome; nothing stands above a sign that needs 911."""

import re
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from patients import CALL_911, CASES, FITS, Given, summary_of, text_of
from served import remember, see

from screener.guide.document import filled
from screener.guide.message import short_text
from screener.guide.page import SIGNS_FIRST, Guide
from screener.rule_sets.clinic import CLINIC_RULES
from screener.rule_sets.shared.facts import STOPS, URGENT_SIGNS
from screener.rule_sets.shared.outcomes import LADDER, POINTS_FIT
from web import clock

SUMMARY, GUIDE = "/self-check/summary/", "/self-check/guide/"
# One sheet for each outcome, each with a stop ticked and no date for a procedure.
TICKED = {"stops": ["infection"], "procedure_date": "unsure"}
SHEETS = {
    outcome: {**next(case["answers"] for case in CASES.values() if case["expect"]["outcome"] == outcome.id), **TICKED}
    for outcome in LADDER.outcomes
    if outcome != POINTS_FIT
}
EMERGENCY = next(sheet for outcome, sheet in SHEETS.items() if outcome.id == "get_help_now")
EACH_SHEET = pytest.mark.parametrize("sheet", SHEETS.values(), ids=[outcome.id for outcome in SHEETS])


@EACH_SHEET
@pytest.mark.parametrize("address", [SUMMARY, GUIDE])
def test_ticked_stops_stand_in_every_summary_with_how_days_are_counted_the_rules_and_the_help_lines(sheet, address):
    shown = see(remember(Client(), sheet), address).text
    assert STOPS.options[1].brief in shown.lower()
    assert ("The clinic counts to the day of the procedure" in shown) is not (sheet is EMERGENCY)
    assert CLINIC_RULES.version in shown
    for line in CLINIC_RULES.help_lines:
        assert line.call in shown


def test_the_title_which_stays_in_the_browsers_history_is_one_whatever_comes_out():
    people = [*SHEETS.values(), {**FITS, "urgent_signs": ["fever"]}, {"urgent_signs": ["leg_weakness"]}, {}]
    hospital = [{**given, "in_hospital": "yes"} for given in people if given]
    titles = {
        see(remember(Client(), given), address).all("title")[0]["text"]
        for given in [*people, *hospital]
        for address in (SUMMARY, "/self-check/before-you-go-on/")
    }
    assert len(titles) == 1
    assert titles.pop().startswith("Your self-check")


@EACH_SHEET
def test_plain_text_says_so_too(sheet):
    text = text_of(summary_of(sheet))
    assert STOPS.options[1].brief in text.lower()
    assert ("The clinic counts to the day of the procedure" in text) is not (sheet is EMERGENCY)
    assert CLINIC_RULES.version in text


@pytest.mark.parametrize("others", [["fever"], ["cancer_new_pain", "uncontrolled_pain"], []])
def test_nothing_stands_above_a_911_sign_on_screen_on_paper_and_in_text(others):
    given = {**FITS, "pain_trend": "better", "urgent_signs": ["tearing_pain", *others]}
    found = Guide(summary_of(given))
    assert found.first == []
    assert text_of(found.summary).startswith("Stop here. Call 911")
    paper = see(remember(Client(), given), GUIDE).inside("guide")
    assert paper.index("Call 911") < paper.index("Next steps")
    # Nothing slower is said: no call to a doctor's office, and no waiting.
    assert "Call your doctor today" not in paper
    assert "Your pain is getting better" not in paper
    assert "Sudden tearing pain" in paper


# What is of no use before help is there: days that count, scans, and what to ask or write at a later visit.
OF_A_LATER_VISIT = re.compile(
    r"visit\b(?!\.)|\bdays? (?:are|is|left)|counts? to|12 weeks|30 days|scan|Questions to ask|What matters|own words|"
    r"decided"
)


@pytest.mark.parametrize("given", [{}, {"scan_date": "2026-09-01", "cause": "cancer", "pain_trend": "better"}], ids=str)
def test_with_a_911_sign_screen_paper_and_text_speak_of_no_later_visit(given):
    given = {**FITS, **given, "urgent_signs": ["leg_weakness"], "procedure_date": "unsure"}
    client = remember(Client(), given)
    screen = see(client, SUMMARY).inside("main")
    paper = see(client, GUIDE).inside("guide").replace("Guide for the visit", "")
    text = text_of(summary_of(given))
    for said in (screen, paper, text):
        assert "Call 911" in said
        assert OF_A_LATER_VISIT.findall(said) == []


@pytest.mark.parametrize("sign", CALL_911)
@pytest.mark.parametrize(
    "others", [{}, {"urgent_signs": ["fever"]}, {"cause": "cancer", "pain_trend": "worse"}], ids=str
)
def test_the_sign_that_needs_911_stands_on_screen_on_paper_and_in_text_whatever_else_is_said(sign, others):
    given = {**FITS, **others, "urgent_signs": [*others.get("urgent_signs", []), sign]}
    words = URGENT_SIGNS.option(sign).words.you
    assert words in text_of(summary_of(given))
    client = remember(Client(), given)
    assert words in see(client, SUMMARY).inside("main")
    assert words in see(client, GUIDE).inside("guide")


@pytest.mark.parametrize(
    "answers", [{}, {"stops": ["infection"]}, {"cautions": ["flat_bone"]}, {"told_fracture": "no"}], ids=str
)
def test_while_the_urgent_signs_are_open_every_summary_begins_by_asking_for_them(answers):
    given = {**FITS, **answers, "urgent_signs": None}
    found = Guide(summary_of(given))
    assert found.first[0].what == SIGNS_FIRST
    assert text_of(found.summary).startswith(SIGNS_FIRST)
    assert short_text(found).splitlines()[1] == SIGNS_FIRST
    assert see(remember(Client(), given), SUMMARY).inside("first").startswith(SIGNS_FIRST)


@pytest.mark.parametrize(
    ("given", "today", "depends"),
    [
        ({}, date(2027, 1, 1), False),
        ({}, date(2027, 1, 2), True),
        ({}, date(2027, 1, 3), True),
        ({}, date(2027, 1, 4), False),
        ({}, date(2026, 12, 10), True),
        ({"pain_began": "2026-08"}, date(2026, 11, 23), True),
        ({"pain_began": "2026-08"}, date(2026, 11, 24), True),
        ({"pain_began": "2026-08"}, date(2026, 11, 20), False),
        ({"procedure_date": "2027-01-02"}, date(2027, 1, 2), True),
        ({"procedure_date": "2027-01-09"}, date(2027, 1, 2), False),
    ],
)
def test_on_the_edge_of_a_limit_it_is_said_that_it_depends_on_where_one_is(given, today, depends):
    found = Guide(summary_of({**FITS, "procedure_date": "unsure", **given}, today))
    assert ("depends on where you are" in found.counted) is depends
    assert "New York time" in found.counted
    assert found.counted in text_of(found.summary)
    assert "New York time" in see(remember(Client(), {**FITS, "urgent_signs": ["chest_breath"]}), SUMMARY).text


def test_a_reason_names_the_question_with_its_answer():
    reasons = Guide(summary_of({**FITS, "adult": "no"})).reasons
    assert [(reason.title, reason.said) for reason in reasons] == [("Under 18", "18 or older: No")]


def test_of_many_signs_only_those_that_count_are_given_as_reasons():
    given = {**FITS, "pain_trend": "worse", "height_loss": "over_25", "forward_bend": "no", "daily_tasks": "most"}
    point = next(point for point in Guide(summary_of(given)).points if point.rule.id == "one_more_sign")
    assert point.said == "Pain better or worse: It is getting worse; Height the bone has lost: More than 25%"


@pytest.mark.parametrize(
    ("today", "words"),
    [(date(2027, 1, 1), "count"), (date(2027, 1, 2), "count"), (date(2027, 1, 3), "counted")],
)
def test_the_last_day_is_until_it_was(today, words):
    given = {**FITS, "procedure_date": "unsure"}
    point = next(point for point in Guide(summary_of(given, today)).points if point.rule.id == "fracture_recent")
    assert point.until == f"For this point, the days {words} to January 2, 2027."


@pytest.mark.parametrize(
    ("began", "count"),
    [("2026-11-20", "0 days up to today"), ("2026-11-19", "1 day up to today"), ("2026-10-20", "31 days up to today")],
)
def test_days_are_counted_up_to_today(began, count):
    given = {**FITS, "pain_began": began, "procedure_date": "unsure"}
    point = next(
        point for point in Guide(summary_of(given, date(2026, 11, 20))).points if point.rule.id == "fracture_recent"
    )
    assert point.rows[0].count == count


def test_paper_says_what_a_clinician_looks_for_first_and_nothing_about_printing():
    found = Guide(summary_of({**FITS, "pain_score": 8, "procedure_date": "2026-12-01"}))
    lines = [row.line for row in found.facts]
    assert [line.split(":")[0] for line in lines[:2]] == ["Which bone is broken", "In the hospital now"]
    assert "Pain from 0 to 10: 8 of 10" in lines
    assert "Day of the procedure: December 1, 2026" in lines
    assert not any("Print" in step for step in found.paper_steps)


def test_pain_that_eases_is_never_hurried():
    steps = " ".join(summary_of({**FITS, "pain_trend": "better", "daily_tasks": "few"}).next_steps)
    assert "visit soon" not in steps
    assert "if you wait" in steps


KINDS_OF_BREAK: list[Given] = [
    {**FITS, "cause": cause} for cause in ("osteoporosis", "cancer", "injury", "benign_growth")
]


def test_what_speaks_for_and_against_is_said_with_its_sources_of_each_kind_of_break():
    named = {source for claim in CLINIC_RULES.before_you_decide for source in claim.sources}
    assert named <= CLINIC_RULES.source_ids
    for given in KINDS_OF_BREAK:
        claims = summary_of(given).claims
        assert [*dict.fromkeys(claim.side for claim in claims)] == [
            "With it: what may get better",
            "With it: what can go wrong",
            "Without it: what may get better",
            "Without it: what can go wrong",
            "How sure this is",
        ]
        shown = see(remember(Client(), given), SUMMARY).text
        assert all(claim.words in shown for claim in claims)
        assert "What to do next" in shown


def test_every_count_before_deciding_is_of_100_and_of_weak_bone_alone():
    weak, *others = (" ".join(claim.words for claim in summary_of(given).claims) for given in KINDS_OF_BREAK)
    assert re.findall(r"of (\d+)", weak) == ["10", "100", "100", "100", "100", "10"]
    assert not any(re.search(r"\d", words) for words in others)


def test_a_grid_beside_a_chance_shows_the_numbers_of_its_words():
    drawn = [claim for claim in CLINIC_RULES.before_you_decide if claim.of_100]
    said = [re.search(r"\b(\d+)(?: to (\d+))? of 100", claim.words) for claim in drawn]
    assert [one and tuple(int(number) for number in one.groups() if number) for one in said] == [
        claim.of_100 for claim in drawn
    ]
    # Each main chance has one: none is left a bare number.
    assert drawn == [claim for claim in CLINIC_RULES.before_you_decide if "of 100" in claim.words]
    in_points = [claim for claim in CLINIC_RULES.before_you_decide if claim.of_10]
    assert all(f"{claim.of_10} points of 10" in claim.words for claim in in_points)
    shown = remember(Client(), FITS).get(SUMMARY).content.decode()
    assert shown.count('<svg class="grid"') == len(drawn) + len(in_points) > 3
    assert "filled dots are the people" in shown


def test_a_summary_says_at_its_head_which_points_to_sort_out():
    text = see(remember(Client(), {**FITS, "scan": "none"}), SUMMARY).text
    assert text.index("To sort out first") < text.index("What to do next") < text.index("The points, one by one")
    settled = see(remember(Client(), {**FITS, "care_tried": "enough"}), SUMMARY).text
    assert settled.index("What does not fit") < settled.index("What to do next")
    assert "To sort out first" not in settled
    assert "To sort out first" not in see(remember(Client(), FITS), SUMMARY).text
    assert "To sort out first" not in see(remember(Client(), {**FITS, "stops": ["infection"]}), SUMMARY).text


def test_a_guide_is_laid_out_from_the_rule_set_of_its_summary():
    roles = replace(CLINIC_RULES.roles, for_the_doctor=("cause",), write_in=("Shoe size",))
    other = replace(CLINIC_RULES, title="Another guide", version="2000-01-01", help_lines=(), roles=roles)
    document = filled(Guide(summary_of(FITS, rules=other)), str)
    assert document.title == "Another guide"
    assert [label for label, _ in document.front[0].facts] == [CLINIC_RULES.fact("cause").label]
    assert document.front[1].facts == (("Shoe size", ""),)
    assert document.help_lines == ()
    assert "version 2000-01-01" in " ".join(document.foot)
    assert clock.today() == date(2026, 11, 20)


def test_of_many_things_to_find_out_the_first_are_in_view_and_all_are_there_in_order():
    given = CASES["all-unsure"]["answers"]
    found = summary_of(given).to_find_out
    page = remember(Client(), given).get(SUMMARY).content.decode()
    seen, folded = re.findall(r'<ul class="find-out">(.*?)</ul>', page, re.DOTALL)
    labels = [re.findall(r"<a [^>]*>(.*?)</a>", part) for part in (seen, folded)]
    assert [*labels[0], *labels[1]] == [fact.label for fact in found]
    assert len(labels[0]) == 5
    assert f"{len(labels[1])} more to find out" in page
    few = remember(Client(), {**FITS, "height_loss": "unsure", "pain_trend": "same"}).get(SUMMARY).content.decode()
    assert "more to find out" not in few


def test_a_question_that_was_never_asked_does_not_read_as_one_without_an_answer():
    answers = {**FITS, "scan": "unsure", "care_tried": None}
    rows = {row.fact.id: row.words for point in Guide(summary_of(answers)).points for row in point.rows}
    assert rows["scan_date"] == "Not asked"
    assert rows["care_tried"] == "Not answered"


@pytest.mark.parametrize(
    ("given", "heads"),
    [
        ({}, "The answers fit the points a clinic looks at."),
        ({"cautions": ["nerve_pain"]}, "Talk first about what you ticked."),
        ({"stops": ["infection"]}, "Something comes first."),
        ({"urgent_signs": ["fever"]}, "Call your doctor today."),
        ({"pain_trend": "better", "pain_score": 6, "forward_bend": "yes"}, "Your pain is getting better."),
    ],
)
def test_a_summary_has_one_message_at_its_head_and_the_rest_below_it(given, heads):
    given = {**FITS, **given}
    shown = see(remember(Client(), given), SUMMARY)
    assert shown.inside("h1").startswith(heads)
    said = shown.inside("main")
    found = Guide(summary_of(given))
    for one in found.first:
        assert heads in one.line or said.index(one.what) > said.index(heads)
        assert said.index(one.what) < said.index("What to do next")
