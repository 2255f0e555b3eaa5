"""The rule set `medicare`: the specification read by another hand (reading.py), and its worked patients."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, combinations, product
from random import Random

import pytest
import reading
from full import FULL
from patients import (
    BONES,
    NEVER_UNSURE,
    SCANS,
    VALUES,
    Given,
    cases_of,
    on_day,
    said_of,
    strangers_at_random,
    summary_of,
)

from screener.engine.facts import UNSURE
from screener.rule_sets.editions import RULE_SETS
from screener.rule_sets.shared.outcomes import LADDER

MEDICARE_RULES = RULE_SETS["medicare"]
CASES = cases_of(MEDICARE_RULES)
FITS: Given = CASES["medicare-home-all-points-fit"]["answers"]
TODAY = date.fromisoformat(CASES["medicare-home-all-points-fit"]["today"])
CHANGES_NOTHING = {"pain_stops_you", "daily_tasks", "before_surgery", "for_whom", "cautions", "procedure_date"}
LISTABLE = [fact for fact in VALUES if fact not in CHANGES_NOTHING]
OPEN = [None, UNSURE]
SMALL_SHEETS, WAYS = (1_000, 10_000) if FULL else (120, 1_000)


def said(given, today=TODAY):
    return said_of(given, today, MEDICARE_RULES)


def agree(given, today=TODAY):
    """Whether both read the same in all but what is to find out, which takes longer. What both say."""
    found = summary_of(given, today, rules=MEDICARE_RULES)
    told = {
        "outcome": found.outcome.id,
        "criteria": {finding.rule.id: finding.status.value for finding in found.criteria},
        "notes": [note.id for note in found.notes],
        "dates": {name: day and str(day) for name, day in found.dates.items()},
    }
    assert told == reading.read(given, today, "medicare"), (given, today)
    return told


def criterion_agrees(criterion, given, today=TODAY):
    """Whether both read the same in one point, which is quick. Its status."""
    sheet = MEDICARE_RULES.sheet(MEDICARE_RULES.read(given, today), today)
    [rule] = (one for one in MEDICARE_RULES.criteria if one.id == criterion)
    status = MEDICARE_RULES.find(rule, sheet).status.value
    assert status == reading.criteria(given, today, "medicare")[criterion], given
    return status


# ------------------------------------------------------------------------------------------------- on random sheets


def sheets(number: int) -> Iterator[tuple[Given, date]]:
    """So many made-up sheets, always the same. Half are near the corners that few of the others come to."""
    random = Random(34228)  # noqa: S311 - nothing secret is made with it
    for given, today in strangers_at_random(number):
        if random.random() < 0.5:
            given.update(random.choice(CORNERS)(random, today))
        yield {**given, "rdq": random.choice([*VALUES["rdq"], *OPEN])}, today


def _scan_about_when_the_pain_began(random: Random, today: date) -> Given:
    began = -random.choice([20, 83, 84, 85, 86, random.randrange(120)])
    taken = min(began + random.choice([-40, -1, 0, 1, 10]), 0)
    days = {"pain_began": random.choice([began, began, (began,)]), "scan_date": random.choice([taken, taken, (taken,)])}
    of_scan = {"scan": random.choice(SCANS), "scan_new_break": random.choice(["yes", "yes", "no", UNSURE])}
    return on_day(days, today) | of_scan


def _hospital_and_pain(random: Random, today: date) -> Given:
    return {
        "in_hospital": random.choice(["yes", "no", UNSURE]),
        "pain_score": random.choice([4, 5, 7, 8, UNSURE]),
        "care_tried": random.choice([*VALUES["care_tried"], UNSURE]),
    }


def _four_signs(random: Random, today: date) -> Given:
    signs = {fact: random.choice([*VALUES[fact], *OPEN]) for fact in ("height_progress", "height_loss", "forward_bend")}
    return {
        **signs,
        "pain_trend": random.choice(["same", "better", UNSURE]),
        "in_hospital": random.choice(["no", None]),
    }


CORNERS = [_scan_about_when_the_pain_began, _hospital_and_pain, _four_signs]


@pytest.mark.slow
def test_the_rules_and_the_second_reading_agree_on_10_000_sheets():
    met = set()
    for given, today in sheets(10_000):
        told = agree(given, today)
        met.update([told["outcome"], *told["notes"], *told["criteria"].items()])
    # They met every outcome, note and status, or else the two could agree about nothing.
    assert {outcome.id for outcome in LADDER.outcomes} | {note.id for note in MEDICARE_RULES.notes} <= met
    for criterion in MEDICARE_RULES.criteria:
        assert {(criterion.id, status) for status in statuses(criterion.id)} <= met


def statuses(criterion):
    """How a point can stand. Of a cause that this rule leaves out, another Medicare rule may say more."""
    return {"met", "unknown"} if criterion == "cause_covered" else {"met", "not_met", "unknown"}


@pytest.mark.holds
@pytest.mark.slow
def test_what_is_listed_is_what_trying_every_sheet_finds():
    random = Random(1)  # noqa: S311
    tried = defaultdict(int)
    for given, today in sheets(10 * SMALL_SHEETS):
        # Few sheets are small: where one is not, all but some of its open facts are answered.
        fits = on_day({**FITS, "rdq": "over_17", "pain_began": -35, "scan_date": -18}, today)
        opened = random.sample(LISTABLE, 5)
        small = {fact: fits.get(fact) if given.get(fact) in OPEN else given[fact] for fact in given}
        small |= {fact: None if fact in NEVER_UNSURE else random.choice(OPEN) for fact in opened}
        try:
            expected = reading.to_find_out(small, today, at_most=WAYS, rules="medicare")
        except ValueError:
            continue
        assert said(small, today)["to_find_out"] == expected, (small, today)
        tried[len(expected)] += 1
        if sum(tried.values()) == SMALL_SHEETS:
            break
    assert sum(tried.values()) == SMALL_SHEETS
    assert tried.keys() >= {0, 1, 2, 3}


@pytest.mark.slow
def test_no_way_of_filling_in_what_is_not_listed_changes_the_outcome():
    # Where there are too many sheets to try them all: a few at random, with one fact changed that is not listed.
    random = Random(2)  # noqa: S311
    for given, today in sheets(200):
        listed = said(given, today)["to_find_out"]
        unknown = [fact for fact in LISTABLE if reading.is_unknown(fact, given, today, "medicare")]
        assert set(listed) <= set(unknown)
        fillings = {fact: reading.fillings_of(fact, given, today, "medicare") for fact in unknown}
        for fact in set(unknown) - set(listed):
            for _ in range(5):
                sheet = {**given, **{other: random.choice(fillings[other]) for other in unknown}}
                outcomes = {reading.outcome({**sheet, fact: one}, today, "medicare") for one in fillings[fact]}
                assert len(outcomes) == 1, (fact, given, today)


# ------------------------------------------------------------------------------------------------ by enumeration


def every_answer(*facts):
    """All ways in which these facts can be answered or left open."""
    for picked in product(*([*VALUES[fact], *OPEN] for fact in facts)):
        yield dict(zip(facts, picked, strict=True))


DAYS = [*range(0, -2, -1), -29, -30, -31, *range(-80, -90, -1), -300]
MONTHS = [(-1,), (-30,), (-60,), (-84,), (-120,)]


@pytest.mark.parametrize(
    ("criterion", "facts"),
    [
        ("known_fracture", ["told_fracture"]),
        ("cause_covered", ["cause"]),
        ("pain_enough", ["pain_score", "in_hospital"]),
        ("care_not_enough", ["care_tried", "in_hospital"]),
        (
            "worse_or_two_signs",
            ["in_hospital", "pain_trend", "height_progress", "height_loss", "forward_bend", "rdq"],
        ),
    ],
)
def test_a_point_is_read_alike_for_all_answers_to_its_facts(criterion, facts):
    found = {criterion_agrees(criterion, {**FITS, **given}) for given in every_answer(*facts)}
    assert found == statuses(criterion)


@pytest.mark.parametrize("scan", ["none", UNSURE, None])
def test_two_of_four_signs_are_read_alike_where_no_scan_tells_of_the_bone(scan):
    for given in every_answer("height_progress", "height_loss", "forward_bend", "rdq"):
        criterion_agrees("worse_or_two_signs", {**FITS, "pain_trend": "same", "scan": scan, **given})


def test_every_set_of_bones_is_read_alike():
    sets = chain.from_iterable(combinations(BONES, number) for number in range(1, len(BONES) + 1))
    found = [criterion_agrees("level_covered", {**FITS, "level": bones}) for bones in [*map(list, sets), *OPEN]]
    assert [found.count(status) for status in ("met", "not_met", "unknown")] == [7, 3, 23]


def test_every_start_of_the_pain_is_read_alike_up_to_every_day_of_a_procedure():
    found = set()
    for began, ahead in product([*DAYS, *MONTHS, *OPEN], [0, 1, 2, 4, 84, 85, *OPEN]):
        given = on_day({"pain_began": began, "procedure_date": ahead}, TODAY)
        found.add(criterion_agrees("fracture_recent", {**FITS, **given}))
        agree({**FITS, **given})
    assert found == {"met", "not_met", "unknown"}


def test_every_scan_is_read_alike_before_and_after_the_pain_began():
    found = set()
    days = product([-16, -35, (-16,), (-35,), *OPEN], [-10, -15, -16, -17, -36, -90, (-10,), (-16,), (-60,), *OPEN])
    for (began, taken), kind, shows in product(days, [*SCANS, "none", *OPEN], [*VALUES["scan_new_break"], *OPEN]):
        given = on_day({"pain_began": began, "scan_date": taken}, TODAY) | {"scan": kind, "scan_new_break": shows}
        found.add(criterion_agrees("scan_shows_healing", {**FITS, **given}))
    assert found == {"met", "not_met", "unknown"}


# Of each point one answer for each status, and one for each not met that can change; those with more hang together.
POINTS: list[list[Given]] = [
    [{"told_fracture": told} for told in ("yes", "no", UNSURE)],
    [{"cause": cause} for cause in ("osteoporosis", "injury", "cancer")],
    [{"level": level} for level in (["low_back"], ["sacrum"], ["low_back", "neck"])],
    [{"pain_began": began} for began in ("2026-08-28", "2026-08-27", "2026-08")],
    [{"in_hospital": hospital, "pain_score": score} for hospital in ("no", "yes") for score in (4, 7, 8)],
    [{"care_tried": care} for care in ("not_enough", "enough", "not_tried", "cannot_use")],
    [{"pain_trend": trend, "rdq": rdq} for trend, rdq in (("same", "up_to_17"), ("same", UNSURE), ("worse", UNSURE))],
    [{"scan": scan, "scan_new_break": shows} for scan, shows in (("mri", "yes"), ("mri", "no"), ("xray", "yes"))]
    + [{"scan": "none"}, {"scan": "ct"}],
]


@pytest.mark.holds
@pytest.mark.slow
def test_the_outcome_is_read_alike_however_the_points_stand_together():
    found = set()
    for place, answers in enumerate(product(*POINTS)):
        if not FULL and place % 7:
            continue
        given = {fact: answer for one in ({**FITS, "forward_bend": "yes"}, *answers) for fact, answer in one.items()}
        found.add(agree(given)["outcome"])
    assert found == {outcome.id for outcome in LADDER.outcomes} - {"get_help_now", "adults_only"}


def test_every_gate_is_read_alike_beside_every_other():
    gates: list[list[Given]] = [
        [{"urgent_signs": signs} for signs in (*([sign] for sign in VALUES["urgent_signs"]), [], None)],
        [{"adult": adult} for adult in ("yes", "no", None)],
        [{"stops": stops} for stops in (*([stop] for stop in VALUES["stops"]), [], *OPEN)],
        [{"cause": "cancer", "pain_trend": trend} for trend in ("worse", "same")] + [{"cause": UNSURE}],
    ]
    for answers in product(*gates):
        agree({fact: answer for one in (FITS, *answers) for fact, answer in one.items()})


# ------------------------------------------------------------------------------------------- the worked patients


def _today(case):
    return date.fromisoformat(case["today"])


def test_there_are_over_36_worked_patients_of_this_rule_set():
    assert len(CASES) > 36


@pytest.mark.parametrize("name", CASES)
def test_a_worked_patient_is_read_alike(name):
    agree(CASES[name]["answers"], _today(CASES[name]))


def test_they_cover_every_outcome():
    assert {case["expect"]["outcome"] for case in CASES.values()} == {outcome.id for outcome in LADDER.outcomes}


def test_they_expect_every_status_of_every_criterion():
    expected = defaultdict(set)
    for case in CASES.values():
        for criterion, status in case["expect"].get("criteria", {}).items():
            expected[criterion].add(status)
    assert expected == {criterion.id: statuses(criterion.id) for criterion in MEDICARE_RULES.criteria}


def test_they_expect_every_note():
    assert {note for case in CASES.values() for note in case["expect"]["notes"]} == {
        note.id for note in MEDICARE_RULES.notes
    }


def test_they_cover_both_sides_of_every_limit():
    at = defaultdict(set)
    for case in CASES.values():
        answers, today = case["answers"], _today(case)
        given = MEDICARE_RULES.read(answers, today)
        if len(answers.get("pain_began") or "") == len("2026-11-20"):
            procedure = answers["procedure_date"]
            end = today if procedure == UNSURE else date.fromisoformat(procedure)
            at["days", end == today].add((end - date.fromisoformat(answers["pain_began"])).days)
        at["pain", given.get("in_hospital")].add(given.get("pain_score"))
        if end == today and (ends := summary_of(answers, today, rules=MEDICARE_RULES).dates["fracture_window_ends"]):
            at["left"].add((ends - today).days)
        for fact in ("height_loss", "rdq"):
            at[fact].add(given.get(fact))
    assert at["days", True] >= {84, 85}
    assert at["days", False] >= {84, 85}
    for hospital in ("yes", "no", UNSURE):
        assert at["pain", hospital] >= {4, 5, 7, 8, UNSURE}
    assert at["left"] >= {-1, 0, 14, 15, 28, 29}
    assert at["height_loss"] >= {"over_25", "up_to_25", UNSURE}
    assert at["rdq"] >= {"over_17", "up_to_17", UNSURE, None}


# --------------------------------------------------------------------------------- what is its own in this rule set


def test_what_no_line_of_the_rule_names_is_never_to_find_out():
    assert said({})["to_find_out"] == LISTABLE


def test_the_scan_has_no_age_and_no_last_day():
    for days_ago in (0, 30, 31, 80):
        given = {**FITS, **on_day({"pain_began": -84, "scan_date": -days_ago}, TODAY)}
        assert agree(given)["criteria"]["scan_shows_healing"] == "met"
        assert said(given)["dates"] == {"fracture_window_ends": str(TODAY), "scan_counts_until": None}


def test_a_month_of_the_scan_is_never_to_find_out():
    for began in ("2026-10-16", "2026-10", "2026-08"):
        for taken in ("2026-09", "2026-10", "2026-11"):
            assert "scan_date" not in said({**FITS, "pain_began": began, "scan_date": taken})["to_find_out"]


def test_the_last_day_is_told_for_every_cause():
    ends = str(date(2026, 10, 16) + timedelta(days=84))
    for cause in [*VALUES["cause"], *OPEN]:
        assert said({**FITS, "cause": cause})["dates"]["fracture_window_ends"] == ends
    assert said({**FITS, "pain_began": UNSURE})["dates"]["fracture_window_ends"] is None
