"""The people in the tests: the worked patients, the one whose points all fit, and people made up by hypothesis."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from full import FULL
from hypothesis import settings
from hypothesis import strategies as st

import screener
from screener.engine.edition import Edition
from screener.engine.facts import Answer
from screener.engine.priorities import Weights
from screener.engine.rule_set import RuleSet
from screener.engine.summary import NO_WEIGHTS, Summary, summarize
from screener.guide.document import filled, plain_text
from screener.guide.page import Guide
from screener.rule_sets.clinic import CLINIC_RULES
from screener.rule_sets.editions import MAIN_RULES
from screener.standings import standing_of_rules
from web.languages import ENGLISH, all_languages

Given = dict[str, Any]

# Nothing random and nothing kept: a run that fails fails again, here and everywhere.
# `make holds` tries ten times as many people as `make test`.
TRIES = 500 if FULL else 50
settings.register_profile("fixed", derandomize=True, deadline=None, database=None, max_examples=TRIES)
settings.load_profile("fixed")

ALL_CASES = {
    path.stem: json.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(screener.__file__).parent / "rule_sets" / "cases").glob("*.json"))
}


def cases_of(rules: RuleSet) -> dict[str, Given]:
    """The worked patients of a rule set. A file that names none is of the one that visitors meet first."""
    return {name: case for name, case in ALL_CASES.items() if case.get("rules", MAIN_RULES.id) == rules.id}


CASES = cases_of(CLINIC_RULES)

# A woman of 74 with six weeks of worse and worse pain; what happens to her is said as changes to her answers.
FITS: Given = CASES["all-points-fit"]["answers"]
TODAY = date.fromisoformat(CASES["all-points-fit"]["today"])

YES_NO = ["yes", "no"]
CALL_911 = ["chest_breath", "bladder_bowel", "saddle_numbness", "leg_weakness", "major_injury", "tearing_pain"]
CALL_TODAY = ["fever", "infection_risk", "cancer_new_pain", "pain_after_cement", "uncontrolled_pain"]
COMES_FIRST = ["fever", "cancer_new_pain", "pain_after_cement"]
BONES = ["neck", "upper_back", "mid_back", "low_back", "sacrum"]
STOPS = [
    "pain_elsewhere",
    "infection",
    "pregnancy",
    "bleeding_problem",
    "cement_allergy",
    "unstable_spine",
    "bone_fragment",
    "cancer_near_cord",
    "many_levels",
    "denosumab_stopped",
]
CAUTIONS = ["blood_thinner", "heart_lung", "cannot_lie_prone", "nerve_pain", "flat_bone", "cement_before"]
SCANS = ["mri", "ct", "bone_scan", "xray", "unknown_kind"]
SCAN_FACTS = ["scan_date", "scan_new_break", "height_loss", "height_progress"]

# The facts in the order in which they are asked, with their values; dates have none here.
VALUES: dict[str, list[Any]] = {
    "urgent_signs": CALL_911 + CALL_TODAY,
    "adult": YES_NO,
    "for_whom": ["self", "someone_else"],
    "told_fracture": YES_NO,
    "in_hospital": YES_NO,
    "level": BONES,
    "cause": ["osteoporosis", "steroids", "cancer", "benign_growth", "injury"],
    "pain_began": [],
    "pain_stops_you": YES_NO,
    "pain_score": list(range(11)),
    "daily_tasks": ["most", "some", "few"],
    "care_tried": ["not_enough", "enough", "not_tried", "cannot_use"],
    "pain_trend": ["worse", "same", "better"],
    "scan": [*SCANS, "none"],
    "scan_date": [],
    "scan_new_break": YES_NO,
    "height_loss": ["over_25", "up_to_25"],
    "height_progress": YES_NO,
    "forward_bend": YES_NO,
    "before_surgery": YES_NO,
    "stops": STOPS,
    "cautions": CAUTIONS,
    "procedure_date": [],
    "rdq": ["over_17", "up_to_17"],
}
DATES = ["pain_began", "scan_date", "procedure_date"]
MANY = ["urgent_signs", "level", "stops", "cautions"]
NEVER_EMPTY = ["level"]
NEVER_UNSURE = ["urgent_signs", "adult", "for_whom"]
NEVER_MATTER = {"for_whom", "in_hospital", "cautions", "procedure_date", "rdq"}


def edition(rules: RuleSet = CLINIC_RULES) -> Edition:
    """The rule set in English."""
    return Edition(rules, all_languages()[ENGLISH])


def say(fact: str, answer: Answer, someone_else: bool = False) -> str:
    """An answer in words."""
    return edition().say(CLINIC_RULES.fact(fact), answer, someone_else)


def summary_of(
    given: Given, today: date = TODAY, weights: Weights = NO_WEIGHTS, rules: RuleSet = CLINIC_RULES, way: str = ""
) -> Summary:
    return summarize(edition(rules), rules.read(given, today), today, weights, way)


def text_of(found: Summary) -> str:
    """The guide of a summary as plain text."""
    return plain_text(filled(Guide(found), standing_of_rules))


def outcome_of(given: Given, today: date = TODAY) -> str:
    return summary_of(given, today).outcome.id


def criteria_of(given: Given, today: date = TODAY) -> dict[str, str]:
    return {finding.rule.id: finding.status.value for finding in summary_of(given, today).criteria}


def said_of(given: Given, today: date = TODAY, rules: RuleSet = CLINIC_RULES) -> Given:
    """What the self-check says of these answers, as the command line's JSON."""
    return summary_of(given, today, rules=rules).as_json()


# ------------------------------------------------------------------------------------------------- made-up people

# Month ends, leap days and the days around them, and the days on which clocks change in the United States.
_HARD_DAYS = """
    2023-12-31 2024-02-28 2024-02-29 2024-03-01 2024-03-30 2024-05-23 2025-02-28 2025-03-01 2026-03-08 2026-03-09
    2026-04-01 2026-10-31 2026-11-01 2026-11-02 2026-11-20 2026-12-31 2027-01-01 2028-02-29 2100-02-28 2100-03-01
"""
TODAYS = st.one_of(
    st.sampled_from([date.fromisoformat(day) for day in _HARD_DAYS.split()]),
    st.dates(date(2001, 1, 1), date(2200, 1, 1)),
)
_DAYS_AGO = st.one_of(
    st.sampled_from([0, 1, 2, 14, 28, 29, 30, 31, 32, 60, 69, 70, 71, 82, 83, 84, 85, 86, 115]), st.integers(0, 400)
)
_DAYS_AHEAD = st.one_of(st.sampled_from([0, 1, 14, 29, 30, 31, 32, 54, 55, 83, 84, 85]), st.integers(0, 150))


def _any_answer(fact: str) -> st.SearchStrategy[Any]:
    """A value, unsure where that may be, or None. A date is a number of days from today, a month one in a tuple."""
    if fact == "procedure_date":
        known: st.SearchStrategy[Any] = _DAYS_AHEAD
    elif fact in DATES:
        past = _DAYS_AGO.map(lambda days: -days)
        known = st.one_of(past, past, past.map(lambda days: (days,)))
    elif fact in MANY:
        known = st.lists(st.sampled_from(VALUES[fact]), min_size=fact in NEVER_EMPTY, max_size=3, unique=True)
    else:
        known = st.sampled_from(VALUES[fact])
    unknown = [None] if fact in NEVER_UNSURE else [None, "unsure"]
    return st.one_of(known, known, known, st.sampled_from(unknown))


ANSWERS = {fact: _any_answer(fact) for fact in VALUES}


def on_day(drawn: Given, today: date) -> Given:
    """Drawn answers with their days counted from today."""

    def day(answer: Any) -> Any:
        if isinstance(answer, tuple):
            return str(today + timedelta(days=answer[0]))[:7]
        return str(today + timedelta(days=answer)) if isinstance(answer, int) else answer

    return {fact: day(answer) if fact in DATES else answer for fact, answer in drawn.items()}


@st.composite
def people(draw: st.DrawFn, most_changes: int = 6) -> tuple[Given, date]:
    """Answers and a day: all points fit on that day, but for up to so many facts answered in any way."""
    given: Given = {**FITS, "pain_began": -41, "scan_date": -10}
    for fact in draw(st.lists(st.sampled_from(list(VALUES)), max_size=most_changes, unique=True)):
        given[fact] = draw(ANSWERS[fact])
    today = draw(TODAYS)
    return on_day(given, today), today


@st.composite
def strangers(draw: st.DrawFn) -> tuple[Given, date]:
    """Answers and a day: every fact answered in any way, or not there at all."""
    given = draw(st.fixed_dictionaries(ANSWERS))
    absent = draw(st.sets(st.sampled_from(list(VALUES)), max_size=3))
    today = draw(TODAYS)
    return on_day({fact: answer for fact, answer in given.items() if fact not in absent}, today), today


ANYONE = st.one_of(people(), strangers())


def strangers_at_random(number: int) -> Iterator[tuple[Given, date]]:
    """So many made-up people, always the same: many more than hypothesis makes in the time."""
    random = Random(20261129)  # noqa: S311 - nothing secret is made with it
    days = [date(2024, 2, 29), date(2026, 11, 20), date(2026, 11, 30), date(2026, 12, 31), date(2027, 2, 28)]
    for _ in range(number):
        today = random.choice(days) + timedelta(days=random.randrange(40))
        given: Given = on_day({**FITS, "pain_began": -41, "scan_date": -10}, today)
        changed = random.sample(list(VALUES), random.randrange(7)) if random.random() < 0.6 else list(VALUES)
        yield {**given, **{fact: _at_random(fact, today, random) for fact in changed}}, today


def _at_random(fact: str, today: date, random: Random) -> Any:
    if random.random() < 0.25:
        return None if fact in NEVER_UNSURE or random.random() < 0.6 else "unsure"
    if fact == "procedure_date":
        return str(
            today + timedelta(days=random.choice([-1, 0, 1, 14, 29, 30, 31, 54, 55, 84, 85, random.randrange(150)]))
        )
    if fact in DATES:
        limits = [-1, 0, 1, 14, 28, 29, 30, 31, 55, 56, 69, 70, 71, 83, 84, 85, 86]
        day = today - timedelta(days=random.choice([*limits, random.randrange(400)]))
        month = str(min(day, today))[:7]
        return str(day) if random.random() < 0.6 else month
    if fact in MANY:
        return random.sample(VALUES[fact], random.randint(fact in NEVER_EMPTY, 3))
    return random.choice(VALUES[fact])
