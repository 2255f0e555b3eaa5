"""The declaration: what it holds, what it refuses, and in which voice it speaks."""

import re
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

import pytest
from patients import CASES, FITS, MANY, NEVER_UNSURE, SCAN_FACTS, SCANS, TODAY, VALUES, Given, say, summary_of
from served import read

from content.sources import all_sources
from screener.engine.conditions import All, Is, Not, Some, Ticked
from screener.engine.facts import AnswerError, Kind, Words, both
from screener.engine.priorities import Lean
from screener.engine.rule_set import Step, cues
from screener.rule_sets.clinic import CLINIC_RULES
from screener.rule_sets.shared.facts import STOPS
from screener.rule_sets.shared.limits import (
    FRACTURE_WINDOW,
    HEIGHT_LOSS,
    MILD_PAIN,
    SCAN_WINDOW,
    SEVERE_PAIN,
    TIME_ENOUGH,
    TIME_NEARLY_UP,
)
from screener.rule_sets.shared.outcomes import ADULTS_ONLY, LADDER, MISSING_FACTS, NO_KNOWN_FRACTURE, POINTS_FIT


def everyone(**changes):
    """The names of all worked patients, and what is said of each after these changes."""
    for name, case in CASES.items():
        yield name, summary_of({**case["answers"], **changes}, date.fromisoformat(case["today"]))


# ------------------------------------------------------------------------------------------------- what it holds


def test_facts_are_asked_in_the_order_and_with_the_values_of_the_specification():
    read = (*CLINIC_RULES.facts, *CLINIC_RULES.also_read)
    assert [fact.id for fact in read] == list(VALUES)
    assert [fact.id for fact in CLINIC_RULES.also_read] == ["rdq"]
    for fact in read:
        values = list(range(11)) if fact.kind is Kind.SCORE else [option.value for option in fact.options]
        assert values == VALUES[fact.id]
        assert (fact.kind is Kind.MANY) == (fact.id in MANY)


def test_only_the_first_three_cannot_be_unsure_and_only_the_first_two_cannot_be_skipped():
    assert [fact.id for fact in CLINIC_RULES.facts if not fact.may_be_unsure] == NEVER_UNSURE
    assert [fact.id for fact in CLINIC_RULES.facts if not fact.may_be_skipped] == NEVER_UNSURE[:2]


@pytest.mark.parametrize("scan", [*SCANS, "none", "unsure", None])
def test_what_a_scan_showed_is_asked_only_if_there_was_one(scan):
    answers = CLINIC_RULES.read({**FITS, "scan": scan}, TODAY)
    asked = [fact.id for fact in CLINIC_RULES.asked(CLINIC_RULES.sheet(answers, TODAY))]
    assert asked == [fact.id for fact in CLINIC_RULES.facts if scan in SCANS or fact.id not in SCAN_FACTS]


def test_each_limit_is_what_the_clinic_says_and_its_words_say_the_same():
    assert [threshold.limit for threshold in CLINIC_RULES.thresholds] == [84, 30, 25, 14, 29, 4, 8]
    assert FRACTURE_WINDOW.words == f"{FRACTURE_WINDOW.limit // 7} weeks"
    assert SCAN_WINDOW.words == f"{SCAN_WINDOW.limit} days"
    assert HEIGHT_LOSS.words == f"{HEIGHT_LOSS.limit}%"
    assert TIME_NEARLY_UP.words == f"{TIME_NEARLY_UP.limit // 7} weeks"
    assert TIME_ENOUGH.words == f"more than {(TIME_ENOUGH.limit - 1) // 7} weeks"
    assert MILD_PAIN.words == f"{MILD_PAIN.limit} of 10"
    assert SEVERE_PAIN.words == f"{SEVERE_PAIN.limit} of 10"


def test_a_limit_in_days_can_be_shown_in_days_too():
    assert FRACTURE_WINDOW.values == {"FRACTURE_WINDOW": "12 weeks", "FRACTURE_WINDOW_DAYS": "84 days"}
    assert HEIGHT_LOSS.values == {"HEIGHT_LOSS": "25%"}


def test_criteria_notes_and_outcomes_have_the_ids_and_the_order_of_the_specification():
    assert [criterion.id for criterion in CLINIC_RULES.criteria] == [
        "known_fracture",
        "bone_level",
        "cause_fits",
        "fracture_recent",
        "pain_incapacitating",
        "care_not_enough",
        "scan_recent",
        "scan_shows_new_break",
        "one_more_sign",
    ]
    assert [note.id for note in CLINIC_RULES.notes] == [
        "call_today",
        "cancer_team",
        "raise_cautions",
        "in_hospital",
        "pain_easing",
        "clinician_decides",
        "past_window",
        "older_break_still_new",
        "xray_only",
        "scan_before_pain",
        "scan_too_old_by_then",
        "time_running",
        "no_hurry",
        "answers_differ_fracture",
        "answers_differ_pain",
    ]
    assert [words.outcome.id for words in CLINIC_RULES.outcomes] == [
        "get_help_now",
        "adults_only",
        "no_known_fracture",
        "raise_first",
        "other_options_first",
        "not_yet",
        "missing_facts",
        "points_fit",
    ]


def test_everything_that_can_be_missing_says_where_to_find_it_out():
    for fact in summary_of({}).to_find_out:
        assert fact.find_out or fact.id in ("urgent_signs", "adult"), fact.id


# ----------------------------------------------------------------------------------------------- what it refuses

STRANGE = Is("shoe_size", ("42",))


def _with(field, **changes):
    """The rule set's things of that kind, and one more: the last, changed so."""
    things = getattr(CLINIC_RULES, field)
    return {field: (*things, replace(things[-1], **changes))}


def _last(field, **changes):
    """The rule set's things of that kind, the last one changed so."""
    things = getattr(CLINIC_RULES, field)
    return {field: (*things[:-1], replace(things[-1], **changes))}


MISTAKES = {
    "a fact twice": (_with("facts"), "stands twice"),
    "a criterion twice": (_with("criteria"), "stands twice"),
    "a gate with the id of a criterion": (_last("gates", id="scan_recent"), "stands twice"),
    "a note twice": (_with("notes"), "stands twice"),
    "a question twice": (_with("doctor_questions"), "stands twice"),
    "a limit twice": (_with("thresholds"), "stands twice"),
    "a matter twice": (_with("priorities"), "stands twice"),
    "a note on an unknown fact": (_last("notes", condition=STRANGE), "shoe_size"),
    "an unknown fact deep inside": (
        _last("notes", condition=All(Not(Some(Ticked("shoe_size", ("42",)))))),
        "shoe_size",
    ),
    "a criterion on an unknown fact": (_last("criteria", condition=STRANGE), "shoe_size"),
    "a gate on an unknown fact": (_last("gates", condition=STRANGE), "shoe_size"),
    "no gate to the emergency": ({"gates": CLINIC_RULES.gates[1:]}, "no gate that leads to get_help_now"),
    "a fact asked if an unknown one is so": (_last("facts", asked_if=STRANGE), "shoe_size"),
    "a fact taken away that a point needs": (
        {"facts": tuple(fact for fact in CLINIC_RULES.facts if fact.id != "forward_bend")},
        "forward_bend",
    ),
    "an outcome without words": ({"outcomes": CLINIC_RULES.outcomes[1:]}, "word every outcome"),
    "outcomes in another order": ({"outcomes": CLINIC_RULES.outcomes[::-1]}, "gravest first"),
    "a question that waits for no note": (_last("doctor_questions", cues=cues("note:nonsense")), "note:nonsense"),
    "a question that waits for no value": (_last("doctor_questions", cues=cues("scan:ultrasound")), "scan:ultrasound"),
    "a question that waits for unsure where none is": (
        _last("doctor_questions", cues=cues("adult:unsure")),
        "adult:unsure",
    ),
    "a step that waits for no status": (_last("steps", cues=cues("scan_recent:maybe")), "scan_recent:maybe"),
}


@pytest.mark.parametrize(("changes", "problem"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_rule_set_with_a_mistake_in_it_is_refused_in_words(changes, problem):
    with pytest.raises(ValueError, match=re.escape(problem)):
        replace(CLINIC_RULES, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        _last("criteria", can_change=STRANGE),
        _last("windows", applies=STRANGE),
        _last("windows", fact="shoe_size"),
        {"roles": replace(CLINIC_RULES.roles, someone_else=STRANGE)},
        {"roles": replace(CLINIC_RULES.roles, counted_to="shoe_size")},
        {"roles": replace(CLINIC_RULES.roles, for_the_doctor=("shoe_size",))},
        {"roles": replace(CLINIC_RULES.roles, on_a_chart=("shoe_size",))},
    ],
    ids=["can_change", "applies", "window", "someone_else", "counted_to", "for_the_doctor", "on_a_chart"],
)
def test_an_unknown_fact_is_refused_wherever_it_stands(changes):
    with pytest.raises(ValueError, match="shoe_size"):
        replace(CLINIC_RULES, **changes)


def _foreign(note):
    return replace(note, id="nobodys_note")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"roles": replace(CLINIC_RULES.roles, call_today=_foreign(CLINIC_RULES.notes[0]))}, "nobodys_note"),
        ({"roles": replace(CLINIC_RULES.roles, tell_first=replace(STOPS, id="nobodys_boxes"))}, "nobodys_boxes"),
        ({"roles": replace(CLINIC_RULES.roles, call_today_fact=replace(STOPS, id="nobodys_boxes"))}, "nobodys_boxes"),
        (_last("windows", criterion=replace(CLINIC_RULES.criteria[0], id="nobodys_point")), "nobodys_point"),
        ({"facts": (*CLINIC_RULES.facts[1:], CLINIC_RULES.facts[0])}, "must ask urgent_signs first"),
    ],
    ids=["call_today", "tell_first", "call_today_fact", "window", "urgent signs last"],
)
def test_a_rule_set_is_refused_that_gives_a_role_to_what_it_never_asks_or_says(changes, problem):
    with pytest.raises(ValueError, match=problem):
        replace(CLINIC_RULES, **changes)


def test_the_rule_set_as_it_stands_can_be_made_again():
    assert replace(CLINIC_RULES, version="another").facts == CLINIC_RULES.facts


def test_a_question_and_a_point_can_be_added_by_declaring_them():
    added = Is("new_fact", ("yes",))
    wider = replace(
        CLINIC_RULES,
        facts=(*CLINIC_RULES.facts, replace(CLINIC_RULES.fact("forward_bend"), id="new_fact")),
        criteria=(*CLINIC_RULES.criteria, replace(CLINIC_RULES.criteria[-1], id="new_point", condition=added)),
    )

    def said(**changes):
        return summary_of({**FITS, **changes}, rules=wider).as_json()

    assert said()["criteria"]["new_point"] == "unknown"
    assert said()["outcome"] == "missing_facts"
    assert said()["to_find_out"] == ["new_fact"]
    assert said(new_fact="no")["outcome"] == "other_options_first"
    assert said(new_fact="yes")["outcome"] == "points_fit"


# ----------------------------------------------------------------------------------------------- questions and steps


NOT_WEAK_BONE = ["cancer", "benign_growth", "injury"]


def test_nobody_takes_along_more_than_ten_questions_and_everybody_those_that_always_matter():
    for name, found in everyone():
        assert len(found.doctor_questions) <= 10, name
        always = [question.id for question in found.doctor_questions if question.always]
        weak_bone = found.sheet.answers.get("cause") not in NOT_WEAK_BONE
        no_cancer = not {"urgent_signs:cancer_new_pain", "stops:cancer_near_cord"} & found.cues
        of_a_break = found.outcome not in (NO_KNOWN_FRACTURE, ADULTS_ONLY)
        expected = ["wait", "harms", "bone_care"] if weak_bone and no_cancer else ["harms"]
        assert always == (expected if of_a_break else []), name


@pytest.mark.parametrize("cause", NOT_WEAK_BONE)
def test_what_is_true_of_weak_bone_alone_is_neither_asked_nor_said_with_another_cause(cause):
    for name, found in everyone(cause=cause, pain_trend="better"):
        asked = {question.id for question in found.doctor_questions}
        assert not {"wait", "bone_care"} & asked, name
        assert not any("of 100 people" in claim.words for claim in found.claims), name
        assert not any("weak bone" in found.note_words(note) for note in found.notes), name


def test_with_cancer_nobody_is_told_to_wait():
    for name, found in everyone(cause="cancer", pain_trend="better"):
        said = " ".join([*found.next_steps, *map(found.note_words, found.notes)])
        assert "waiting" not in said, name
        assert "if you wait" not in said, name
        assert "miss_window" not in {question.id for question in found.doctor_questions}, name


MATTERS_BECAUSE: dict[str, list[Given]] = {
    "rescue": [{"stops": ["unstable_spine"]}, {"stops": ["bone_fragment"]}, {"cautions": ["nerve_pain"]}],
    "warning_signs": [
        {"urgent_signs": ["pain_after_cement"]},
        {"cautions": ["cement_before"]},
        {"cause": "cancer", "pain_trend": "same"},
    ],
    "cancer_found": [
        {"stops": ["many_levels"]},
        {"urgent_signs": ["cancer_new_pain"]},
        {"cause": "unsure"},
        {"level": ["upper_back"]},
    ],
}


@pytest.mark.parametrize(
    ("question", "changes"), [(one, changes) for one, many in MATTERS_BECAUSE.items() for changes in many], ids=str
)
def test_a_grave_question_is_called_by_what_makes_it_matter_and_not_by_the_outcome_alone(question, changes):
    # Care that was enough: whatever else is said, the points do not fit.
    found = summary_of({**FITS, "care_tried": "enough", **changes})
    assert found.outcome != POINTS_FIT
    assert question in {one.id for one in found.doctor_questions}


def test_whoever_has_nothing_left_to_find_out_is_told_that_this_is_no_all_clear():
    done = [(name, one) for name, one in everyone() if one.outcome == MISSING_FACTS and not one.to_find_out]
    assert done, "no worked patient has"
    assert [name for name, one in done if "not an all-clear" not in f"{one.sentence} {one.meaning}"] == []


def test_questions_come_in_the_order_of_the_rule_set():
    for name, found in everyone():
        ordered = [question for question in CLINIC_RULES.doctor_questions if question in found.doctor_questions]
        assert list(found.doctor_questions) == ordered, name


def test_of_questions_that_the_outcome_alone_calls_for_the_first_in_the_rule_set_are_asked():
    found = summary_of(FITS)
    called = [question for question in CLINIC_RULES.doctor_questions if question.always or question.cues & found.cues]
    others = [question for question in called if not question.always]
    assert len(called) > 10
    assert [question for question in found.doctor_questions if not question.always] == others[:7]


def test_what_only_this_person_has_to_ask_comes_before_what_everyone_with_the_outcome_has():
    found = summary_of({**FITS, "cautions": ["heart_lung", "flat_bone"]}, weights={"cost": Lean.FAR_SECOND})
    asked = [question.id for question in found.doctor_questions]
    assert {"health_risk", "awake", "room_for_balloon", "cost"} <= set(asked)
    assert len(asked) == 10
    assert not {"ties", "why_this"} & set(asked)


def test_each_question_names_what_calls_for_it_where_anyone_can_read_it(client):
    shown = " ".join(read(client.get("/self-check/how-it-decides/what-it-says/")).text.split())
    for question, callers in CLINIC_RULES.questions_called:
        assert callers
        assert len(callers) == (1 if question.always else len(question.cues)) + bool(question.unless)
        assert f"{question.words.you} {' '.join(callers)}" in shown


def test_the_order_of_the_questions_is_that_of_what_matters_most():
    """First whether there is a break and what is in the way, then waiting, then harms, gains, and the time after."""
    order = [question.id for question in CLINIC_RULES.doctor_questions]
    milestones = ["broken", "pain_source", "new", "wait", "care_first", "harms", "benefit", "bone_care", "cost", "ties"]
    assert [one for one in order if one in milestones] == milestones


def test_a_question_is_asked_only_when_something_calls_for_it():
    found = summary_of({**FITS, "stops": ["many_levels"]})
    assert "levels" in [question.id for question in found.doctor_questions]
    assert "levels" not in [question.id for question in summary_of(FITS).doctor_questions]


def test_everybody_gets_one_to_three_next_steps():
    for name, found in everyone():
        assert 1 <= len(found.next_steps) <= 3, name


_DATE = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December) \d+, \d{4}"
)


def test_no_step_names_a_past_date():
    for name, found in everyone():
        named = {day for step in found.next_steps for day in _DATE.findall(step)}
        days = [datetime.strptime(day, "%B %d, %Y").date() for day in named]
        assert all(day >= found.sheet.today for day in days), name


def test_a_last_day_is_a_step_on_that_day_and_no_more_on_the_next():
    def steps(today):
        return " ".join(summary_of({**FITS, "procedure_date": "unsure"}, today).next_steps)

    assert "December 10, 2026" in steps(date(2026, 12, 10))
    assert "December 10, 2026" not in steps(date(2026, 12, 11))
    assert "January 2, 2027" in steps(date(2027, 1, 2))
    assert "January 2, 2027" not in steps(date(2027, 1, 3))


def test_a_step_whose_date_is_past_or_not_known_is_left_out():
    steps = tuple(
        Step(both(f"By {{{name}}}."), LADDER.outcomes) for name in ("fracture_window_ends", "scan_counts_until")
    )
    rule_set = replace(CLINIC_RULES, steps=steps)

    def said(today, **changes):
        return summary_of({**FITS, **changes}, today, rules=rule_set).next_steps

    assert said(date(2026, 12, 10)) == ("By January 2, 2027.", "By December 10, 2026.")
    assert said(date(2026, 12, 11)) == ("By January 2, 2027.",)
    assert said(date(2026, 12, 11), cause="cancer") == ()


def test_what_to_do_today_comes_first():
    found = summary_of({**FITS, "urgent_signs": ["cancer_new_pain"], "scan": "none"})
    assert "today" in found.next_steps[0]
    assert found.notes[0].first
    in_bed = summary_of({**FITS, "urgent_signs": ["uncontrolled_pain"], "in_hospital": "yes"})
    assert in_bed.next_steps[0] == "Tell your nurse or doctor now."
    assert not any("urgent care" in in_bed.note_words(note) for note in in_bed.notes)


def test_after_a_911_sign_no_step_asks_for_anything_slower():
    for signs in (["chest_breath"], ["chest_breath", "fever"]):
        steps = " ".join(summary_of({**FITS, "urgent_signs": signs}).next_steps)
        assert "visit soon" not in steps
        assert "Call your doctor" not in steps


def test_a_step_speaks_of_the_list_only_if_there_is_one():
    found = summary_of({**FITS, "cause": "injury"})
    assert found.to_find_out == ()
    assert not any("The list says" in step for step in found.next_steps)


def test_the_first_notes_are_to_be_said_above_everything():
    assert [note.id for note in CLINIC_RULES.notes if note.first] == ["call_today", "raise_cautions", "pain_easing"]


# --------------------------------------------------------------------------------------------------- the two voices

_YOU = re.compile(r"\b(you|your|yours|yourself)\b", re.IGNORECASE)
_I = re.compile(r"\b(I|me|my|mine|myself)\b")
_THEY = re.compile(r"\b(they|them|their|theirs)\b", re.IGNORECASE)
# The helper ticks and prints and calls: "you" is the helper there. What hurts, heals or was scanned is not theirs.
_PATIENTS = re.compile(
    r"\byour (own )?(pain|break|bones?|back|spine|scan|cause|cancer|doctor|case|body)\b", re.IGNORECASE
)


@pytest.mark.parametrize("fact", CLINIC_RULES.facts, ids=lambda fact: fact.id)
def test_a_helper_is_never_asked_about_themselves(fact):
    assert not _YOU.search(fact.question.they)
    for option in fact.options:
        assert not _YOU.search(option.words.they)
        # "I do not know" is the helper's own.
        assert option.value in ("self", "unknown_kind") or not _I.search(option.words.they)


@pytest.mark.parametrize("fact", CLINIC_RULES.facts[2:], ids=lambda fact: fact.id)
def test_the_one_with_the_pain_is_asked_as_you(fact):
    assert not _THEY.search(fact.question.you)


@pytest.mark.parametrize("question", CLINIC_RULES.doctor_questions, ids=lambda question: question.id)
def test_a_question_for_the_doctor_speaks_of_me_or_of_them(question):
    assert not _I.search(question.words.they)
    assert not _THEY.search(question.words.you)


def test_nothing_tells_a_helper_of_their_own_pain():
    for name, found in everyone(for_whom="someone_else"):
        texts = [found.sentence, found.outcome_words.meaning.they, *found.next_steps]
        texts += [found.note_words(note) for note in found.notes]
        texts += [finding.rule.title.they for finding in found.findings]
        assert not [text for text in texts if _PATIENTS.search(text)], name


def test_for_whom_changes_words_and_nothing_else():
    for (name, found), (_, other) in zip(everyone(for_whom="self"), everyone(for_whom="someone_else"), strict=True):
        assert found.as_json() == other.as_json(), name


def test_the_summary_speaks_to_a_helper_only_if_told_so():
    assert summary_of({**FITS, "for_whom": "someone_else"}).someone_else
    for unclear in ("self", None):
        assert not summary_of({**FITS, "for_whom": unclear}).someone_else
    assert Words("you", "they").voice(someone_else=True) == "they"
    assert Words("you", "they").voice(someone_else=False) == "you"


# ------------------------------------------------------------------------------------------------- answers in words


@pytest.mark.parametrize(
    ("fact", "answer", "words"),
    [
        ("pain_began", "2026-10-03", "October 3, 2026"),
        ("pain_began", "2026-10", "October 2026"),
        ("pain_score", 0, "0 of 10"),
        ("stops", (), "None of these"),
        ("scan", "mri", "MRI"),
        ("care_tried", "cannot_use", "I cannot use them"),
        ("scan", None, ""),
    ],
)
def test_an_answer_is_shown_in_words(fact, answer, words):
    assert say(fact, answer) == words


def test_several_ticks_are_shown_in_a_row_and_unsure_is_said_so():
    cautions = CLINIC_RULES.fact("cautions")
    words = {option.value: option.words.you for option in cautions.options}
    said = say("cautions", ("heart_lung", "blood_thinner"))
    assert said == f"{words['heart_lung']}; {words['blood_thinner']}"
    assert "not sure" in say("cautions", "unsure")


def test_an_answer_is_shown_in_the_voice_of_who_gave_it():
    assert say("care_tried", "cannot_use", someone_else=True) == "They cannot use them"


# ---------------------------------------------------------------------------------------------------- answers read


def test_a_tick_given_twice_counts_once():
    assert CLINIC_RULES.read({"stops": ["infection", "pregnancy", "infection"]}, TODAY) == {
        "stops": ("infection", "pregnancy")
    }


def test_none_is_no_answer_and_an_empty_list_is_none_of_these():
    assert CLINIC_RULES.read({"stops": None, "cautions": []}, TODAY) == {"cautions": ()}


def test_an_error_names_the_fact_and_the_problem():
    with pytest.raises(AnswerError) as error:
        CLINIC_RULES.read({"pain_score": 11}, TODAY)
    assert error.value.fact == "pain_score"
    assert str(error.value) == f"pain_score: {error.value.problem}"


def test_a_day_of_the_procedure_is_today_or_later_and_a_past_day_today_or_earlier():
    for fact in ("procedure_date", "pain_began", "scan_date"):
        assert CLINIC_RULES.read({fact: str(TODAY)}, TODAY) == {fact: str(TODAY)}
    assert CLINIC_RULES.read({"pain_began": "2026-11"}, TODAY) == {"pain_began": "2026-11"}
    assert CLINIC_RULES.read({"scan_date": "2026-11"}, date(2026, 11, 1)) == {"scan_date": "2026-11"}


def test_dates_are_said_as_people_say_them():
    assert say("pain_began", "2026-11-30") == "November 30, 2026"
    assert say("pain_began", "2026-02") == "February 2026"


def test_the_questions_end_where_the_outcome_says_so():
    ended = [found.outcome.ends_the_questions for _, found in everyone()]
    assert [CLINIC_RULES.ends_the_questions(found.sheet) for _, found in everyone()] == ended
    assert {True, False} == {*ended}


# Who answers; two answers compared with each other; and four limits of our own, which say that they are.
NOTHING_MEDICAL = {"for_whom", "answers_differ_fracture", "answers_differ_pain"}
OUR_OWN = {"TIME_NEARLY_UP", "TIME_ENOUGH", "MILD_PAIN", "SEVERE_PAIN"}
# The boxes whose words rest on more than what their whole question rests on.
BOXES_OF_THEIR_OWN = {
    "cancer_new_pain": "rnohmscc",
    "pain_after_cement": "infection2018",
    "cancer_near_cord": "rnohmscc",
    "denosumab_stopped": "anastasilakis2023",
}


class Sourced(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def source(self) -> str: ...


def test_every_question_limit_gate_point_and_note_has_its_source_but_what_states_nothing_medical():
    rules = CLINIC_RULES
    declared: tuple[Sourced, ...] = (*rules.facts, *rules.thresholds, *rules.gates, *rules.criteria, *rules.notes)
    assert {one.id for one in declared if not one.source} == NOTHING_MEDICAL | OUR_OWN
    assert all(limit.meaning.startswith("our own") for limit in rules.thresholds if limit.id in OUR_OWN)
    assert {box.value: box.source for fact in rules.facts for box in fact.options if box.source} == BOXES_OF_THEIR_OWN
    assert all(line.source for line in rules.help_lines)


def test_every_source_that_the_rule_set_names_is_in_the_file_of_sources():
    assert CLINIC_RULES.source_ids <= all_sources().keys()


def test_the_help_line_that_says_to_call_911_dials_911():
    assert [line.link for line in CLINIC_RULES.help_lines if line.call.startswith("Call 911")] == ["tel:911"]
