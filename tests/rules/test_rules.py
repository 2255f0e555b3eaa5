"""What the clinic rule set says of a patient: limits, points, outcomes and notes, one change at a time."""

from datetime import date, timedelta

import pytest
from patients import (
    CALL_911,
    CALL_TODAY,
    CAUTIONS,
    COMES_FIRST,
    FITS,
    SCAN_FACTS,
    SCANS,
    STOPS,
    TODAY,
    Given,
    said_of,
    summary_of,
)

DAY = timedelta(days=1)
NO_SIGN = {"pain_trend": "same"}
NO_SCAN = {"scan": "none"}
SCAN_TOO_OLD = {"scan_date": "2026-10-20"}
PAIN_TOO_OLD = {"pain_began": "2026-08-01"}


def said(*changes, today=TODAY):
    """What is said of the patient whose points all fit, after these changes to her answers."""
    given = dict(FITS)
    for change in changes:
        given.update(change)
    return said_of(given, today)


# ---------------------------------------------------------------------------------------------------------- limits

# From the day the pain began to the last of the 84 days: over leap days, year ends and clock changes.
FRACTURE_WINDOWS = [
    ("2023-12-07", "2024-02-29"),
    ("2024-02-29", "2024-05-23"),
    ("2025-12-06", "2026-02-28"),
    ("2026-03-08", "2026-05-31"),
    ("2026-08-09", "2026-11-01"),
    ("2026-11-01", "2027-01-24"),
]
SCAN_WINDOWS = [
    ("2024-01-30", "2024-02-29"),
    ("2024-02-29", "2024-03-30"),
    ("2025-01-29", "2025-02-28"),
    ("2026-02-28", "2026-03-30"),
    ("2026-10-02", "2026-11-01"),
    ("2026-10-31", "2026-11-30"),
    ("2026-12-02", "2027-01-01"),
]


@pytest.mark.parametrize(("began", "last"), FRACTURE_WINDOWS)
def test_a_break_is_recent_up_to_day_84_and_not_on_day_85(began, last):
    first, last_day = date.fromisoformat(began), date.fromisoformat(last)
    pain = {"pain_began": began, "scan_date": began}
    for today, expected in [(first, "met"), (last_day, "met"), (last_day + DAY, "not_met")]:
        found = said(pain, today=today)
        assert found["criteria"]["fracture_recent"] == expected
        assert found["dates"]["fracture_window_ends"] == last


@pytest.mark.parametrize(("taken", "last"), SCAN_WINDOWS)
def test_a_scan_counts_up_to_day_30_and_not_on_day_31(taken, last):
    first, last_day = date.fromisoformat(taken), date.fromisoformat(last)
    scan = {"pain_began": taken, "scan_date": taken}
    for today, expected in [(first, "met"), (last_day, "met"), (last_day + DAY, "not_met")]:
        found = said(scan, today=today)
        assert found["criteria"]["scan_recent"] == expected
        assert found["dates"]["scan_counts_until"] == last


@pytest.mark.parametrize(
    ("fact", "criterion", "start", "last"),
    [
        *(("pain_began", "fracture_recent", *window) for window in FRACTURE_WINDOWS),
        *(("scan_date", "scan_recent", *window) for window in SCAN_WINDOWS),
    ],
)
def test_days_are_counted_to_the_day_of_the_procedure_when_it_is_known(fact, criterion, start, last):
    last_day = date.fromisoformat(last)
    for day, expected in [(last_day, "met"), (last_day + DAY, "not_met")]:
        given = {"pain_began": start, "scan_date": start, fact: start, "procedure_date": str(day)}
        assert said(given, today=date.fromisoformat(start))["criteria"][criterion] == expected


@pytest.mark.parametrize(
    ("fact", "criterion", "month", "last_met", "last_unknown"),
    [
        ("pain_began", "fracture_recent", "2026-08", "2026-10-24", "2026-11-23"),
        ("pain_began", "fracture_recent", "2024-02", "2024-04-25", "2024-05-23"),
        ("scan_date", "scan_recent", "2026-10", "2026-10-31", "2026-11-30"),
        ("scan_date", "scan_recent", "2024-02", "2024-03-02", "2024-03-30"),
        ("scan_date", "scan_recent", "2026-02", "2026-03-03", "2026-03-30"),
    ],
)
def test_a_month_is_met_if_all_its_days_are_and_not_met_if_none_is(fact, criterion, month, last_met, last_unknown):
    met, unknown = date.fromisoformat(last_met), date.fromisoformat(last_unknown)
    for today, expected in [(met, "met"), (met + DAY, "unknown"), (unknown, "unknown"), (unknown + DAY, "not_met")]:
        found = said({"pain_began": "unsure", "scan_date": "unsure", fact: month}, today=today)
        assert found["criteria"][criterion] == expected


def test_a_month_ends_today_since_nothing_was_scanned_tomorrow():
    this_month = {"scan_date": "2026-11", "pain_began": "2026-10-10"}
    assert said(this_month, {"procedure_date": "2026-12-20"})["criteria"]["scan_recent"] == "unknown"
    assert said(this_month, {"procedure_date": "2026-12-21"})["criteria"]["scan_recent"] == "not_met"


def test_the_dates_of_a_month_are_the_earliest_that_they_can_be():
    found = said({"pain_began": "2026-10", "scan_date": "2026-11"})
    assert found["dates"] == {"fracture_window_ends": "2026-12-24", "scan_counts_until": "2026-12-01"}


def test_dates_are_given_also_when_they_are_past():
    found = said(PAIN_TOO_OLD, {"scan_date": "2026-08-05"})
    assert found["dates"] == {"fracture_window_ends": "2026-10-24", "scan_counts_until": "2026-09-04"}


def test_without_a_date_there_is_no_last_day():
    assert said({"pain_began": "unsure", "scan_date": None})["dates"] == dict.fromkeys(
        ["fracture_window_ends", "scan_counts_until"]
    )
    assert said({"cause": "cancer"})["dates"]["fracture_window_ends"] is None
    assert said({"cause": "unsure"})["dates"]["fracture_window_ends"] == "2027-01-02"
    assert said({"scan_date": "2026-10-01"})["dates"]["scan_counts_until"] is None, "the scan predates the pain"


# ---------------------------------------------------------------------------------------------------------- points


@pytest.mark.parametrize(
    ("criterion", "fact", "met", "not_met", "unknown"),
    [
        ("known_fracture", "told_fracture", ["yes"], ["no"], []),
        ("cause_fits", "cause", ["osteoporosis", "steroids", "cancer", "benign_growth"], [], ["injury"]),
        ("pain_incapacitating", "pain_stops_you", ["yes"], ["no"], []),
        ("bone_level", "level", [["upper_back"], ["mid_back"], ["low_back"]], [], [["neck"], ["sacrum"]]),
        ("care_not_enough", "care_tried", ["not_enough"], ["enough", "not_tried"], ["cannot_use"]),
        ("scan_shows_new_break", "scan_new_break", ["yes"], ["no"], []),
    ],
)
def test_a_point_that_one_answer_decides(criterion, fact, met, not_met, unknown):
    statuses = {"met": met, "not_met": not_met, "unknown": [*unknown, "unsure", None]}
    for status, answers in statuses.items():
        for answer in answers:
            assert said({fact: answer})["criteria"][criterion] == status


@pytest.mark.parametrize(
    ("cause", "status"),
    [
        ("osteoporosis", "not_met"),
        ("steroids", "not_met"),
        ("benign_growth", "not_met"),
        ("injury", "not_met"),
        ("cancer", "unknown"),
        ("unsure", "unknown"),
        (None, "unknown"),
    ],
)
def test_past_84_days_the_cancer_team_decides_and_an_unknown_cause_may_be_cancer(cause, status):
    assert said(PAIN_TOO_OLD, {"cause": cause})["criteria"]["fracture_recent"] == status


@pytest.mark.parametrize("scan", SCANS)
def test_a_report_that_says_new_is_believed_of_every_scan(scan):
    assert said({"scan": scan})["criteria"]["scan_shows_new_break"] == "met"


@pytest.mark.parametrize(
    ("scan", "status"),
    [("mri", "not_met"), ("ct", "not_met"), ("bone_scan", "not_met"), ("xray", "unknown"), ("unknown_kind", "unknown")],
)
def test_a_report_that_says_old_is_not_believed_of_a_plain_picture(scan, status):
    found = said({"scan": scan, "scan_new_break": "no"})
    assert found["criteria"]["scan_shows_new_break"] == status
    assert ("clinician_decides" in found["notes"]) == (status == "unknown")


@pytest.mark.parametrize("report", ["yes", "no", "unsure"])
def test_a_scan_from_before_the_pain_neither_counts_nor_tells(report):
    found = said({"pain_began": "2026-11-11", "scan_date": "2026-11-10", "scan_new_break": report})
    assert found["criteria"]["scan_recent"] == "not_met"
    assert found["criteria"]["scan_shows_new_break"] == "unknown"
    assert found["outcome"] == "not_yet"
    assert "scan_before_pain" in found["notes"]


@pytest.mark.parametrize(
    ("pain", "scan", "predates"),
    [
        ("2026-11-10", "2026-11-10", False),
        ("2026-11", "2026-11", False),
        ("2026-11", "2026-11-01", False),
        ("2026-11", "2026-10-31", True),
        ("2026-11-01", "2026-10", True),
        ("2026-10-31", "2026-10", False),
        ("2026-11", "2026-10", True),
        ("unsure", "2026-10-31", False),
        ("2026-11-10", "unsure", False),
    ],
)
def test_a_scan_predates_the_pain_only_when_every_day_of_it_does(pain, scan, predates):
    assert ("scan_before_pain" in said({"pain_began": pain, "scan_date": scan})["notes"]) == predates


@pytest.mark.parametrize("scan", ["none", "unsure", None])
def test_without_a_scan_what_was_said_of_it_is_dropped(scan):
    stale = {"scan": scan, "height_loss": "over_25", "height_progress": "yes", "pain_trend": "same"}
    found = said(stale)
    assert found == said(stale, dict.fromkeys(SCAN_FACTS))
    assert found["criteria"]["one_more_sign"] == "unknown"
    assert found["criteria"]["scan_recent"] == ("not_met" if scan == "none" else "unknown")
    assert found["criteria"]["scan_shows_new_break"] == ("not_met" if scan == "none" else "unknown")


SIGNS = [
    {"pain_trend": "worse"},
    {"height_progress": "yes"},
    {"height_loss": "over_25"},
    {"forward_bend": "yes"},
    {"daily_tasks": "few"},
    {"cause": "steroids"},
    {"before_surgery": "yes"},
]


@pytest.mark.parametrize("sign", [*SIGNS, {"cause": "cancer"}], ids=str)
def test_one_sign_is_enough_and_cancer_needs_none(sign):
    assert said(NO_SIGN)["criteria"]["one_more_sign"] == "not_met"
    assert said(NO_SIGN, sign)["criteria"]["one_more_sign"] == "met"


@pytest.mark.parametrize("fact", [fact for sign in SIGNS for fact in sign])
def test_no_sign_is_ruled_out_while_one_is_unknown(fact):
    assert said(NO_SIGN, {fact: "unsure"})["criteria"]["one_more_sign"] == "unknown"
    assert said(NO_SIGN, {fact: None})["criteria"]["one_more_sign"] == "unknown"


# -------------------------------------------------------------------------------------------------------- outcomes


def test_outcomes_stand_in_one_order_and_the_gravest_is_said():
    everything: Given = {
        **FITS,
        "urgent_signs": ["fever", "chest_breath"],
        "adult": "no",
        "told_fracture": "no",
        "stops": ["infection"],
        "pain_stops_you": "no",
        "scan": "none",
        "cause": "unsure",
    }
    better: list[Given] = [
        {"urgent_signs": ["fever"]},
        {"adult": "yes"},
        {"told_fracture": "yes"},
        {"urgent_signs": [], "stops": []},
        {"pain_stops_you": "yes"},
        {"scan": "mri"},
        {"cause": "osteoporosis"},
    ]
    outcomes = [said_of(everything)["outcome"]]
    for change in better:
        everything.update(change)
        outcomes.append(said_of(everything)["outcome"])
    assert outcomes == [
        "get_help_now",
        "adults_only",
        "no_known_fracture",
        "raise_first",
        "other_options_first",
        "not_yet",
        "missing_facts",
        "points_fit",
    ]


@pytest.mark.parametrize("sign", CALL_911)
def test_a_red_flag_outranks_every_stop(sign):
    stops = {"urgent_signs": ["fever", sign], "stops": STOPS, "told_fracture": "no", "adult": "no"}
    assert said(stops)["outcome"] == "get_help_now"
    assert said_of({"urgent_signs": [sign]})["outcome"] == "get_help_now"


@pytest.mark.parametrize("sign", CALL_TODAY)
def test_each_call_today_sign_interrupts_and_three_of_them_are_raised_first(sign):
    found = said({"urgent_signs": [sign]})
    assert found["outcome"] == ("raise_first" if sign in COMES_FIRST else "points_fit")
    assert found["notes"] == ["call_today", *(["cancer_team"] if sign == "cancer_new_pain" else [])]


@pytest.mark.parametrize(
    ("changes", "outcome", "calls"),
    [
        ({"cause": "cancer", "pain_trend": "worse"}, "raise_first", True),
        ({"cause": "cancer", "pain_trend": "same"}, "points_fit", False),
        ({"cause": "cancer", "pain_trend": "unsure"}, "missing_facts", False),
        ({"cause": "unsure", "pain_trend": "worse"}, "missing_facts", False),
        ({"cause": "benign_growth", "pain_trend": "worse"}, "points_fit", False),
        ({"stops": ["cancer_near_cord"], "pain_trend": "worse"}, "raise_first", True),
        ({"stops": ["cancer_near_cord"], "pain_trend": "same"}, "raise_first", False),
    ],
    ids=str,
)
def test_pain_that_gets_worse_with_cancer_calls_for_a_doctor_today(changes, outcome, calls):
    found = said(changes)
    assert found["outcome"] == outcome
    assert ("call_today" in found["notes"]) is calls


def test_a_bone_of_the_neck_or_the_sacrum_is_never_a_fit_and_never_a_no():
    for level in (["neck"], ["sacrum"], ["low_back", "sacrum"], ["neck", "mid_back"]):
        found = said({"level": level})
        assert found["criteria"]["bone_level"] == "unknown"
        assert found["outcome"] == "missing_facts"
        assert found["to_find_out"] == []
        assert "clinician_decides" in found["notes"]
    assert said({"level": ["upper_back", "mid_back", "low_back"]})["outcome"] == "points_fit"


@pytest.mark.parametrize(
    ("stops_you", "trend", "score", "status"),
    [
        ("yes", "better", 5, "met"),
        ("yes", "better", 4, "not_met"),
        ("yes", "same", 4, "met"),
        ("yes", "better", "unsure", "unknown"),
        ("yes", "unsure", 4, "unknown"),
        ("yes", "unsure", 5, "met"),
        ("unsure", "better", 4, "not_met"),
        ("unsure", "better", 5, "unknown"),
        ("no", "unsure", "unsure", "not_met"),
    ],
)
def test_pain_that_eases_and_is_mild_does_not_stop_daily_life(stops_you, trend, score, status):
    answers = {"pain_stops_you": stops_you, "pain_trend": trend, "pain_score": score}
    assert said(answers)["criteria"]["pain_incapacitating"] == status


@pytest.mark.parametrize(
    ("fact", "day", "counts_as"),
    [
        ("pain_began", "2026-11-21", "2026-11-20"),
        ("scan_date", "2026-11-21", "2026-11-20"),
        ("procedure_date", "2026-11-19", "2026-11-20"),
    ],
)
def test_a_day_that_is_today_somewhere_else_on_earth_counts_as_today(fact, day, counts_as):
    assert said({fact: day}) == said({fact: counts_as})


def test_a_month_that_begins_tomorrow_counts_as_today():
    today = date(2026, 11, 30)
    this_day = {"pain_began": "2026-11-30", "scan_date": "2026-11-30"}
    assert said(this_day, {"pain_began": "2026-12"}, today=today) == said(this_day, today=today)


@pytest.mark.parametrize(("began", "stands"), [("2026-09-26", True), ("2026-09-25", False)])
def test_there_is_no_hurry_while_29_days_are_left_or_more(began, stands):
    open_date = {"procedure_date": "unsure"}
    assert ("no_hurry" in said(open_date, {"pain_began": began})["notes"]) is stands


@pytest.mark.parametrize(
    "change",
    [
        {"procedure_date": "2026-12-01"},
        {"stops": "unsure"},
        {"stops": ["many_levels"]},
        {"urgent_signs": None},
        {"urgent_signs": ["uncontrolled_pain"]},
        {"adult": None},
        {"cause": "unsure"},
        {"cause": "cancer", "pain_trend": "same"},
        {"pain_began": "unsure"},
    ],
    ids=str,
)
def test_nobody_is_told_of_time_while_something_may_come_first(change):
    newer = {"pain_began": "2026-11-01", "scan_date": "2026-11-10", "procedure_date": "unsure"}
    assert "no_hurry" in said(newer)["notes"]
    assert "no_hurry" not in said(newer, change)["notes"]


@pytest.mark.parametrize("stop", STOPS)
def test_each_stop_is_raised_first(stop):
    assert said({"stops": [stop]})["outcome"] == "raise_first"
    assert said({"stops": [stop], "pain_stops_you": "no"})["outcome"] == "raise_first"


@pytest.mark.parametrize("caution", CAUTIONS)
def test_a_caution_becomes_a_question_and_never_changes_the_outcome(caution):
    found = summary_of({**FITS, "cautions": [caution]})
    assert found.outcome.id == "points_fit"
    assert any(f"cautions:{caution}" in question.cues for question in found.doctor_questions)
    assert [note.id for note in found.notes] == ["raise_cautions", "no_hurry"]
    assert not found.sentence.startswith("The answers fit")


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ([SCAN_TOO_OLD], "not_yet"),
        ([{"pain_began": "2026-11-15"}], "not_yet"),
        ([NO_SCAN], "not_yet"),
        ([{"care_tried": "not_tried"}], "not_yet"),
        ([{"care_tried": "not_tried"}, NO_SCAN], "not_yet"),
        ([{"care_tried": "not_tried"}, {"stops": "unsure"}], "not_yet"),
        ([SCAN_TOO_OLD, {"cause": "injury"}], "not_yet"),
        ([{"care_tried": "enough"}], "other_options_first"),
        ([{"care_tried": "enough"}, NO_SCAN], "other_options_first"),
        ([{"scan_new_break": "no"}], "other_options_first"),
        ([{"scan_new_break": "no"}, SCAN_TOO_OLD], "other_options_first"),
        ([{"pain_stops_you": "no"}], "other_options_first"),
        ([PAIN_TOO_OLD], "other_options_first"),
        ([NO_SIGN], "other_options_first"),
        ([NO_SIGN, {"cause": "unsure"}], "missing_facts"),
    ],
)
def test_what_can_still_change_is_not_yet_and_what_cannot_is_for_other_options(changes, outcome):
    assert said(*changes)["outcome"] == outcome


@pytest.mark.parametrize("unknown", [None, "unsure"])
@pytest.mark.parametrize(
    "fact", ["told_fracture", "cause", "pain_began", "pain_stops_you", "care_tried", "scan", "stops"]
)
def test_a_required_fact_that_is_not_known_is_missing_and_never_a_no(fact, unknown):
    assert said({fact: unknown})["outcome"] == "missing_facts"


@pytest.mark.parametrize("fact", ["urgent_signs", "adult"])
def test_the_first_questions_must_be_answered(fact):
    assert said({fact: None})["outcome"] == "missing_facts"


def test_criteria_are_worked_out_even_when_the_questions_ended_at_once():
    early = [{"urgent_signs": ["leg_weakness"]}, {"adult": "no"}, {"stops": ["pregnancy"]}]
    for change in early:
        assert said(change)["criteria"] == said()["criteria"]


def test_an_outcome_names_the_points_that_decided_it():
    def because(*changes):
        given = dict(FITS)
        for change in changes:
            given.update(change)
        return [finding.rule.id for finding in summary_of(given).because]

    assert because({"urgent_signs": ["tearing_pain"]}, {"adult": "no"}) == ["emergency"]
    assert because({"urgent_signs": ["fever"], "stops": ["infection"]}) == ["stop", "sign_first"]
    assert because({"cause": "cancer", "pain_trend": "worse"}) == ["cancer_worse"]
    assert because(NO_SCAN) == ["scan_recent", "scan_shows_new_break"]
    assert because(NO_SCAN, {"pain_stops_you": "no"}) == ["pain_incapacitating"]
    assert because({"cause": "injury", "stops": "unsure"}) == ["stop", "cause_fits"]


# ----------------------------------------------------------------------------------------------------------- notes


def _noted(note, *changes, today=TODAY):
    return note in said(*changes, today=today)["notes"]


def test_time_is_running_from_14_days_before_the_last_day_to_the_last_day_itself():
    ends = date(2027, 1, 2)
    for left, expected in [(15, False), (14, True), (1, True), (0, True), (-1, False)]:
        assert _noted("time_running", today=ends - left * DAY) == expected


def test_time_does_not_run_when_the_day_of_the_procedure_is_known_or_the_cause_is_cancer():
    nearly_up = {"pain_began": "2026-09-01"}
    assert _noted("time_running", nearly_up)
    assert _noted("time_running", nearly_up, {"cause": "unsure"})
    assert not _noted("time_running", nearly_up, {"procedure_date": "2026-11-20"})
    assert not _noted("time_running", nearly_up, {"cause": "cancer"})


@pytest.mark.parametrize(("left", "words"), [(0, "No more days left"), (1, "1 day left"), (2, "2 days left")])
def test_the_days_left_are_said(left, words):
    found = summary_of(FITS, date(2027, 1, 2) - left * DAY)
    note = next(note for note in found.notes if note.id == "time_running")
    assert found.note_words(note).startswith(f"{words}. ")
    assert "January 2, 2027" in found.note_words(note)


@pytest.mark.parametrize(("score", "differs"), [(7, False), (8, True), (10, True), ("unsure", False)])
def test_much_pain_that_stops_nothing_differs_from_8_on(score, differs):
    assert _noted("answers_differ_pain", {"pain_stops_you": "no", "pain_score": score}) == differs
    assert _noted("answers_differ_pain", {"pain_stops_you": "no", "pain_score": score, "daily_tasks": "few"})


@pytest.mark.parametrize(("score", "differs"), [(0, True), (4, True), (5, False), (None, False)])
def test_little_pain_that_stops_everything_differs_up_to_4(score, differs):
    assert _noted("answers_differ_pain", {"pain_stops_you": "yes", "pain_score": score}) == differs
    assert not _noted("answers_differ_pain", {"pain_stops_you": "unsure", "pain_score": score})


@pytest.mark.parametrize(
    ("taken", "procedure", "expected"),
    [
        ("2026-10-21", "2026-11-21", True),
        ("2026-10-21", "2026-11-20", False),
        ("2026-10-20", "2026-11-21", False),
        ("2026-11-10", "2026-12-10", False),
        ("2026-11-10", "2026-12-11", True),
        ("2026-11-10", "unsure", False),
        ("2026-11", "2026-12-20", False),
        ("2026-11", "2026-12-21", True),
        ("unsure", "2026-12-21", False),
    ],
)
def test_a_scan_that_counts_today_but_not_on_the_day_is_noted(taken, procedure, expected):
    given = {"pain_began": "2026-10-10", "scan_date": taken, "procedure_date": procedure}
    assert _noted("scan_too_old_by_then", given) == expected


def test_a_new_scan_counts_from_30_days_before_the_procedure():
    found = summary_of({**FITS, "procedure_date": "2027-01-10"})
    _, scan_window = found.rule_set.windows
    assert found.counts_from(scan_window) == date(2026, 12, 11)
    note = next(note for note in found.notes if note.id == "scan_too_old_by_then")
    assert "December 11, 2026" in found.note_words(note)
    assert summary_of(FITS).counts_from(scan_window) is None


@pytest.mark.parametrize(
    ("note", "given", "near_miss"),
    [
        ("cancer_team", {"cause": "cancer"}, {"cause": "benign_growth"}),
        ("pain_easing", {"pain_trend": "better"}, {"pain_trend": "same"}),
        ("clinician_decides", {"cause": "injury"}, {"cause": "unsure"}),
        ("clinician_decides", {"cause": "cancer", **PAIN_TOO_OLD}, {"cause": "cancer"}),
        ("clinician_decides", {"cause": "cancer", **PAIN_TOO_OLD}, {"cause": "cancer", "pain_began": "2026-08"}),
        ("clinician_decides", {"care_tried": "cannot_use"}, {"care_tried": "not_tried"}),
        ("clinician_decides", {"scan": "xray", "scan_new_break": "no"}, {"scan": "xray", "scan_new_break": "unsure"}),
        ("past_window", PAIN_TOO_OLD, {**PAIN_TOO_OLD, "care_tried": "not_tried"}),
        ("past_window", {**PAIN_TOO_OLD, "stops": "unsure"}, {**PAIN_TOO_OLD, "scan_new_break": "no"}),
        ("older_break_still_new", PAIN_TOO_OLD, {"pain_began": "2026-08"}),
        ("older_break_still_new", {**PAIN_TOO_OLD, "cause": "cancer"}, {**PAIN_TOO_OLD, "scan_new_break": "unsure"}),
        ("xray_only", {"scan": "xray"}, {"scan": "unknown_kind"}),
        ("answers_differ_fracture", {"told_fracture": "no"}, {"told_fracture": "unsure"}),
        ("answers_differ_fracture", {"told_fracture": "no"}, {"told_fracture": "no", "scan_new_break": "unsure"}),
    ],
)
def test_a_note_is_said_when_it_is_called_for_and_not_when_it_nearly_is(note, given, near_miss):
    assert _noted(note, given)
    assert not _noted(note, near_miss)
