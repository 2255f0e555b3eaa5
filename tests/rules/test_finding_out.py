"""To find out: exactly the unknown facts that could still change the outcome."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
import reading
from full import FULL
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from knee import KNEE_RULES, TWISTED_ON
from patients import (
    ANYONE,
    CALL_911,
    FITS,
    NEVER_MATTER,
    NEVER_UNSURE,
    SCAN_FACTS,
    TODAY,
    TRIES,
    VALUES,
    people,
    said_of,
    summary_of,
)

from screener.engine.conditions import All, Is, Not, Precedes
from screener.rule_sets.clinic import CLINIC_RULES

# What may be listed, in the order in which it is asked.
LISTABLE = [fact for fact in VALUES if fact not in NEVER_MATTER]
SIGNS = ["daily_tasks", "pain_trend", "height_loss", "height_progress", "forward_bend", "before_surgery"]
NO_SIGN = {"pain_trend": "same"}


def to_find_out(**changes):
    return said_of({**FITS, **changes})["to_find_out"]


def test_someone_who_answered_nothing_is_asked_to_find_out_everything_in_order():
    assert said_of({})["to_find_out"] == LISTABLE


def test_someone_who_answered_everything_has_nothing_to_find_out():
    assert to_find_out() == []


@pytest.mark.parametrize("fact", sorted(NEVER_MATTER))
def test_what_changes_nothing_is_never_listed(fact):
    assert to_find_out(**{fact: None}) == []
    assert fact not in said_of({})["to_find_out"]


@pytest.mark.parametrize("fact", [fact for fact in LISTABLE if fact not in ["pain_score", "scan_new_break", *SIGNS]])
def test_a_required_fact_is_listed_when_it_alone_is_open(fact):
    listed = to_find_out(**{fact: None})
    assert fact in listed
    assert set(listed) <= {fact, *(SCAN_FACTS if fact == "scan" else [])}


@pytest.mark.parametrize("fact", SIGNS)
def test_a_sign_is_listed_only_while_no_other_sign_is_met(fact):
    assert to_find_out(**{**NO_SIGN, fact: None}) == [fact]
    given = {"forward_bend": "yes", **NO_SIGN} if fact != "forward_bend" else {}
    assert to_find_out(**{**given, fact: None}) == []


def test_after_a_911_sign_nothing_is_worth_finding_out():
    assert said_of({"urgent_signs": ["saddle_numbness"]})["to_find_out"] == []


def test_only_what_outranks_an_outcome_is_worth_finding_out():
    assert said_of({"adult": "no"})["to_find_out"] == ["urgent_signs"]
    assert said_of({"told_fracture": "no"})["to_find_out"] == ["urgent_signs", "adult"]
    assert said_of({"stops": ["infection"]})["to_find_out"] == ["urgent_signs", "adult", "told_fracture"]


def test_nothing_is_listed_beside_a_point_that_settles_the_outcome():
    nothing_worse = {"pain_stops_you": "no", "pain_trend": "same"}
    assert to_find_out(**nothing_worse, care_tried="unsure", cause=None, scan_date="unsure") == []
    # With pain that gets worse, cancer as the cause would come before that.
    assert to_find_out(pain_stops_you="no", care_tried="unsure", cause=None, scan_date="unsure") == ["cause"]


def test_how_bad_the_pain_is_matters_only_while_it_eases():
    assert to_find_out(pain_score=None) == []
    assert to_find_out(pain_score=None, pain_trend="better", forward_bend="yes") == ["pain_score"]
    assert to_find_out(pain_score=None, pain_trend=None, forward_bend="yes") == ["pain_score", "pain_trend"]
    assert to_find_out(pain_score=5, pain_trend=None, forward_bend="yes") == []


def test_a_fact_that_can_make_not_yet_into_other_options_is_listed():
    assert to_find_out(care_tried="not_tried", pain_stops_you="unsure") == ["pain_stops_you"]
    assert to_find_out(care_tried="not_tried", scan_date="unsure") == []
    assert to_find_out(scan="none", care_tried="unsure") == ["care_tried"]


def test_a_scan_that_was_not_made_leaves_nothing_to_find_out_of_it():
    assert to_find_out(scan="none", **dict.fromkeys(SCAN_FACTS)) == []
    assert to_find_out(scan="none", **NO_SIGN) == []


def test_a_scan_that_may_have_been_made_is_looked_up_with_all_that_its_report_says():
    assert to_find_out(scan="unsure", **NO_SIGN) == ["scan", *SCAN_FACTS]
    assert to_find_out(scan="unsure") == ["scan", "scan_date", "scan_new_break"]


@pytest.mark.parametrize(
    "changes",
    [
        {"cause": "injury"},
        {"care_tried": "cannot_use"},
        {"cause": "cancer", "pain_began": "2026-07-01", **NO_SIGN},
        {"level": ["neck"]},
        {"level": ["sacrum", "low_back"]},
        {"scan": "xray", "scan_new_break": "no"},
        {"cause": "injury", "care_tried": "cannot_use", "scan": "unknown_kind", "scan_new_break": "no"},
    ],
)
def test_what_only_a_clinician_can_decide_leaves_nothing_to_find_out(changes):
    found = summary_of({**FITS, **changes})
    assert found.outcome.id == "missing_facts"
    assert found.to_find_out == ()
    with_a_bone_for_a_specialist = [other.words.you for other in found.outcome_words.instead]
    assert found.sentence in (found.outcome_words.settled.you, *with_a_bone_for_a_specialist)
    assert "clinician_decides" in [note.id for note in found.notes]


def test_someone_with_something_left_to_find_out_is_told_so():
    found = summary_of({**FITS, "cause": "unsure"})
    assert found.sentence == found.outcome_words.sentence.you


def test_a_month_is_listed_only_while_its_limit_falls_inside_it():
    assert to_find_out(pain_began="2026-08") == ["pain_began"]
    assert to_find_out(pain_began="2026-09") == []
    assert to_find_out(pain_began="2026-07") == []
    assert to_find_out(scan_date="2026-10", pain_began="2026-09-20") == ["scan_date"]
    assert to_find_out(scan_date="2026-11", pain_began="2026-09-20") == []


def test_a_month_is_not_listed_for_what_it_could_change_when_its_own_point_is_settled():
    # Any day of the month is within 84 days; which one it is decides whether the scan predates the pain.
    assert said_of({**FITS, "pain_began": "2026-11", "scan_date": "2026-11-10"})["to_find_out"] == []


def test_a_procedure_too_far_off_leaves_no_scan_date_to_find_out():
    assert to_find_out(scan_date="unsure", procedure_date="2026-12-20") == ["scan_date"]
    assert to_find_out(scan_date="unsure", procedure_date="2026-12-21") == []


def test_the_last_open_points_are_found_in_the_order_in_which_they_are_asked():
    open_facts = ["stops", "scan_date", "cause", "adult"]
    assert to_find_out(**dict.fromkeys(open_facts)) == ["adult", "cause", "scan_date", "stops"]


def test_a_sign_is_not_worth_finding_out_while_the_cause_settles_more():
    # Past 84 days only cancer leaves the break open, and with cancer no sign is needed.
    past = {"pain_began": "2026-08-12", "cause": None, "forward_bend": None, "height_progress": None}
    assert to_find_out(**past, **NO_SIGN) == ["cause"]


def test_a_day_before_all_limits_is_tried_too():
    # Pain for 142 days: only a scan from before that would not count as the report's no.
    report = {"cause": "cancer", "scan_new_break": "no", "scan_date": "unsure", **NO_SIGN}
    assert to_find_out(**report, pain_began="2026-07-01") == ["scan_date"]


def test_a_month_whose_own_point_no_day_of_it_changes_is_not_listed():
    # Which day of July it was decides whether the scan predates the pain, but not whether 84 days are over.
    pain = {"cause": "cancer", "scan_new_break": "no", "scan_date": "2026-07-15"}
    assert to_find_out(**pain, pain_began="2026-07") == []


# ------------------------------------------------------------------------------------------ whatever a clinic declares


def _with_points(*conditions):
    """What the clinic's rules list of the patient whose points all fit, with new points on new facts a, b and c."""
    new = [replace(CLINIC_RULES.fact("forward_bend"), id=fact) for fact in ("a", "b", "c")]
    points = [
        replace(CLINIC_RULES.criteria[-1], id=f"new_{number}", condition=condition)
        for number, condition in enumerate(conditions)
    ]
    wider = replace(CLINIC_RULES, facts=(*CLINIC_RULES.facts, *new), criteria=(*CLINIC_RULES.criteria, *points))

    def listed(**changes):
        found = summary_of({**FITS, **changes}, rules=wider)
        return [fact.id for fact in found.to_find_out]

    return listed


def test_a_point_that_wants_two_yeses_and_a_no_lists_all_three():
    listed = _with_points(All(Is("a", ("yes",)), Is("b", ("yes",)), Not(Is("c", ("yes",)))))
    assert listed() == ["a", "b", "c"]
    assert listed(a="no") == []
    assert listed(c="no") == ["a", "b"]


def test_nothing_is_worth_finding_out_beside_two_points_that_exclude_each_other():
    listed = _with_points(Is("a", ("yes",)), Is("a", ("no",)))
    assert listed() == []
    assert listed(care_tried="unsure", cause="unsure", **NO_SIGN) == []
    assert listed(stops="unsure") == ["stops"]


# --------------------------------------------------------------------------------------------- by trying every sheet


@st.composite
def with_open_facts(draw):
    """Someone with few open facts, so that every sheet can be tried."""
    answers, today = draw(people(most_changes=4))
    for fact in draw(st.lists(st.sampled_from(LISTABLE), max_size=4, unique=True)):
        answers[fact] = None if fact in NEVER_UNSURE else draw(st.sampled_from([None, "unsure"]))
    return answers, today


@pytest.mark.holds
@settings(max_examples=500 if FULL else 100)
@given(with_open_facts())
@pytest.mark.slow
def test_what_is_listed_is_what_trying_every_sheet_finds(person):
    answers, today = person
    try:
        expected = reading.to_find_out(answers, today, at_most=4_000)
    except ValueError:
        reject()
    assert said_of(answers, today)["to_find_out"] == expected


@pytest.mark.parametrize(
    "open_facts",
    [
        ["urgent_signs", "adult", "told_fracture", "stops"],
        ["cause", "pain_began", "pain_trend"],
        ["pain_began", "scan_date", "scan_new_break"],
        ["scan", "scan_date", "scan_new_break"],
        ["cause", "care_tried", "scan_date", "scan_new_break"],
        ["cause", "daily_tasks", "height_loss", "forward_bend", "pain_trend"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(
    "changes", [{}, {"scan": "xray"}, {"pain_began": "2026-08"}, {"scan_date": "2026-10"}], ids=str
)
@pytest.mark.slow
def test_facts_that_touch_each_other_are_found_as_by_trying_every_sheet(open_facts, changes):
    answers = {**FITS, **NO_SIGN, **changes, **dict.fromkeys(open_facts)}
    assert said_of(answers)["to_find_out"] == reading.to_find_out(answers, TODAY, at_most=40_000)


@pytest.mark.holds
@settings(max_examples=2 * TRIES)
@given(ANYONE, st.integers(0, 2**32))
def test_no_way_of_filling_in_what_is_not_listed_changes_the_outcome(person, seed):
    # Where there are too many sheets to try them all: a few at random, with one fact changed that is not listed.
    answers, today = person
    listed = said_of(answers, today)["to_find_out"]
    unknown = [fact for fact in LISTABLE if reading.is_unknown(fact, answers, today)]
    choice = random.Random(seed).choice  # noqa: S311
    fillings = {fact: reading.fillings_of(fact, answers, today) for fact in unknown}
    for fact in set(unknown) - set(listed):
        for _ in range(5):
            sheet = {**answers, **{other: choice(fillings[other]) for other in unknown}}
            outcomes = {reading.outcome({**sheet, fact: other}, today) for other in fillings[fact]}
            assert len(outcomes) == 1, fact


@pytest.mark.holds
@settings(max_examples=2 * TRIES)
@given(ANYONE)
def test_only_what_is_open_is_listed(person):
    answers, today = person
    listed = said_of(answers, today)["to_find_out"]
    for fact in listed:
        assert fact in LISTABLE
        assert reading.is_unknown(fact, answers, today)
    assert listed == sorted(listed, key=LISTABLE.index)
    if set(answers.get("urgent_signs") or []) & set(CALL_911):
        assert listed == []


def test_a_day_of_the_month_decides_and_only_days_up_to_today_count():
    # On November 10 the pain of August straddles day 84 for the first 18 days of August.
    today = date(2026, 11, 10)
    month = {**FITS, "pain_began": "2026-08", "scan_date": str(today - timedelta(days=3))}
    assert said_of(month, today)["to_find_out"] == ["pain_began"]
    assert said_of({**month, "pain_began": "2026-08-18"}, today)["criteria"]["fracture_recent"] == "met"
    assert said_of({**month, "pain_began": "2026-08-17"}, today)["criteria"]["fracture_recent"] == "not_met"


def test_a_date_that_is_only_compared_with_another_is_tried_on_both_sides_of_it():
    seen_on = replace(TWISTED_ON, id="seen_on", label="Day of the visit")
    seen_after = replace(KNEE_RULES.criteria[0], id="seen_after", condition=Not(Precedes("seen_on", "twisted_on")))
    knee = replace(
        KNEE_RULES, facts=(*KNEE_RULES.facts, seen_on), criteria=(seen_after,), windows=(), steps=KNEE_RULES.steps[:1]
    )
    for known, unknown in (("seen_on", "twisted_on"), ("twisted_on", "seen_on")):
        given = {"knee_signs": [], known: "2026-11-10"}
        assert said_of(given, rules=knee)["to_find_out"] == [unknown]
