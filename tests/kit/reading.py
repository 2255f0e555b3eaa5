"""The specification (version 2) once more, in the plainest code, by another hand.

An oracle for the tests: slow, sharing nothing with the real rules. It takes answers that are
already valid. Each comment is the specification's own wording, shortened. What the two rule sets
share is here and in reading_shared.py, their own points in reading_clinic.py and
reading_medicare.py.
"""

import datetime
import itertools
from typing import Any

import reading_clinic
import reading_medicare
from reading_clinic import scan_counts
from reading_shared import (
    CALL_911,
    CALL_TODAY,
    CAUTIONS,
    DAY,
    SCAN_FACTS,
    Answers,
    end_of_counting,
    gates,
    is_month,
    known,
    pain_within_84,
    possible_days,
    predates_the_pain,
    ticked,
)


def read(answers: Answers, today: datetime.date, rules: str = "clinic") -> dict[str, Any]:
    """All that the command line's JSON says, but for "rules" and what is to find out."""
    return {
        "outcome": outcome(answers, today, rules),
        "criteria": criteria(answers, today, rules),
        "notes": notes(answers, today, rules),
        "dates": dates(answers, today, rules),
    }


def criteria(answers: Answers, today: datetime.date, rules: str = "clinic") -> dict[str, str]:
    if rules == "medicare":
        return reading_medicare.criteria(answers, today)
    return reading_clinic.criteria(answers, today)


def can_still_change(criterion: str, answers: Answers, rules: str) -> bool:
    if rules == "medicare":
        return reading_medicare.can_still_change(criterion, answers)
    return reading_clinic.can_still_change(criterion, answers)


# --- The outcome: the first that applies ---


def outcome(answers: Answers, today: datetime.date, rules: str = "clinic") -> str:
    gate = gates(answers)
    if gate["emergency"] == "yes":
        return "get_help_now"
    if gate["child"] == "yes":
        return "adults_only"
    # `told_fracture` no.
    if known(answers, "told_fracture") == "no":
        return "no_known_fracture"
    if raised_first(answers):
        return "raise_first"
    # A required criterion is not met, other than only those of `not_yet`.
    found = criteria(answers, today, rules)
    not_met = [criterion for criterion in found if found[criterion] == "not_met"]
    for criterion in not_met:
        if not can_still_change(criterion, answers, rules):
            return "other_options_first"
    # The only ones not met can still change.
    if not_met:
        return "not_yet"
    # Anything required is unknown, or a gate is.
    if "unknown" in found.values() or "unknown" in gate.values():
        return "missing_facts"
    # All met.
    return "points_fit"


def raised_first(answers: Answers) -> bool:
    gate = gates(answers)
    return "yes" in [gate["stop"], gate["sign_first"], gate["cancer_worse"]]


# --- To find out: every filling of every unknown fact ---


def to_find_out(answers: Answers, today: datetime.date, at_most: int = 200_000, rules: str = "clinic") -> list[str]:
    """The unknown facts that could still change the outcome; ValueError if too many sheets."""
    unknown = [fact for fact in known_answers(rules) if could_matter(fact, answers)]
    unknown = [fact for fact in unknown if is_unknown(fact, answers, today, rules)]
    fillings = [fillings_of(fact, answers, today, rules) for fact in unknown]
    sheets = 1
    for filling in fillings:
        sheets = sheets * len(filling)
    if sheets > at_most:
        raise ValueError(f"too many fillings: {sheets}")

    outcomes: dict[tuple[int, ...], str] = {}
    for picks in itertools.product(*[range(len(filling)) for filling in fillings]):
        # A dropped scan fact may hold a stale answer: its filling replaces it.
        sheet = dict(answers)
        for place, fact in enumerate(unknown):
            sheet[fact] = fillings[place][picks[place]]
        outcomes[picks] = outcome(sheet, today, rules)

    # Listed if, for some way of filling in all of them, another answer to that fact alone gives
    # another outcome.
    listed = []
    for place, fact in enumerate(unknown):
        for picks, before in outcomes.items():
            first = (*picks[:place], 0, *picks[place + 1 :])
            if outcomes[first] != before:
                listed.append(fact)
                break
    return listed


def known_answers(rules: str) -> dict[str, list[Any]]:
    if rules == "medicare":
        return reading_medicare.KNOWN_ANSWERS
    return reading_clinic.KNOWN_ANSWERS


def could_matter(fact: str, answers: Answers) -> bool:
    """False only when an earlier line of the outcomes applies, whatever this fact is.

    A gate that is yes stays yes, however the unknown facts are filled in.
    """
    if ticked(answers, "urgent_signs", CALL_911):
        return False
    if known(answers, "adult") == "no":
        return fact == "urgent_signs"
    if known(answers, "told_fracture") == "no":
        return fact in ["urgent_signs", "adult"]
    if raised_first(answers):
        return fact in ["urgent_signs", "adult", "told_fracture"]
    return True


def is_unknown(fact: str, answers: Answers, today: datetime.date, rules: str = "clinic") -> bool:
    # Scan facts dropped for `scan` none are not listed.
    if fact in SCAN_FACTS and answers.get("scan") == "none":
        return False
    # Unsure or unanswered.
    if known(answers, fact) is None:
        return True
    # A month-only date whose criterion is unknown for that.
    if fact == "pain_began" and is_month(answers[fact]):
        return pain_within_84(answers, today) == "unknown"
    # Under `medicare` no scan is too old, and a month that has a day of the pain in it does not
    # predate the pain: `scan_shows_healing` is never unknown for a month without a day.
    if fact == "scan_date" and is_month(answers[fact]) and rules == "clinic":
        return scan_counts(answers, today, end_of_counting(answers, today)) == "unknown"
    return False


def fillings_of(fact: str, answers: Answers, today: datetime.date, rules: str = "clinic") -> list[Any]:
    """Known answers and exact days."""
    if fact not in ["pain_began", "scan_date"]:
        return known_answers(rules)[fact]
    if known(answers, fact) is not None:
        # The days of that month.
        first, last = possible_days(answers, fact, today)
        days = [first + DAY * n for n in range((last - first).days + 1)]
    else:
        days = days_that_matter(answers, today, rules)
    return [day.isoformat() for day in days]


def days_that_matter(answers: Answers, today: datetime.date, rules: str) -> list[datetime.date]:
    """Every day up to today within two of a limit, of today, or of an end of a known date."""
    end = end_of_counting(answers, today)
    limits = reading_medicare.LIMITS if rules == "medicare" else reading_clinic.LIMITS
    near = [*[end - DAY * limit for limit in limits], today]
    for fact in ["pain_began", "scan_date"]:
        if known(answers, fact) is not None:
            near.extend(possible_days(answers, fact, today))
    days = set()
    for day in near:
        for n in [-2, -1, 0, 1, 2]:
            if day + DAY * n <= today:
                days.add(day + DAY * n)
    return sorted(days)


# --- Dates ---


def dates(answers: Answers, today: datetime.date, rules: str = "clinic") -> dict[str, str | None]:
    window = fracture_window_ends(answers, today, rules)
    until = scan_counts_until(answers, today, rules)
    return {
        "fracture_window_ends": None if window is None else window.isoformat(),
        "scan_counts_until": None if until is None else until.isoformat(),
    }


def fracture_window_ends(answers: Answers, today: datetime.date, rules: str) -> datetime.date | None:
    # Null when `pain_began` is unknown or, under `clinic`, the cause is cancer.
    if known(answers, "pain_began") is None:
        return None
    if rules == "clinic" and known(answers, "cause") == "cancer":
        return None
    # The last day of the 12 weeks; of a month-only date the earliest such day; given
    # also when past.
    return possible_days(answers, "pain_began", today)[0] + DAY * 84


def scan_counts_until(answers: Answers, today: datetime.date, rules: str) -> datetime.date | None:
    # Null when there is no scan date or the scan predates the pain, and always under `medicare`.
    if rules == "medicare":
        return None
    if known(answers, "scan_date") is None:
        return None
    if predates_the_pain(answers, today):
        return None
    return possible_days(answers, "scan_date", today)[0] + DAY * 30


# --- Notes ---


def notes(answers: Answers, today: datetime.date, rules: str = "clinic") -> list[str]:
    found = criteria(answers, today, rules)
    past_84 = pain_within_84(answers, today) == "not_met"
    cause = known(answers, "cause")
    scan = answers.get("scan")
    new_break = known(answers, "scan_new_break")
    score = known(answers, "pain_score")
    hospital = known(answers, "in_hospital") == "yes"
    said = []

    if call_today(answers):
        said.append("call_today")
    # `cause` cancer, or `cancer_new_pain`, or `cancer_near_cord`.
    if (
        cause == "cancer"
        or ticked(answers, "urgent_signs", ["cancer_new_pain"])
        or ticked(answers, "stops", ["cancer_near_cord"])
    ):
        said.append("cancer_team")
    # Any of `cautions`.
    if ticked(answers, "cautions", CAUTIONS):
        said.append("raise_cautions")
    # `in_hospital` yes.
    if hospital:
        said.append("in_hospital")
    # `pain_trend` better.
    if known(answers, "pain_trend") == "better":
        said.append("pain_easing")
    # `clinic`: cause injury; cancer past 84 days; `cannot_use`; `scan_new_break` no on `xray` or
    # `unknown_kind`; `neck` or `sacrum`.
    if rules == "clinic" and (
        cause == "injury"
        or (cause == "cancer" and past_84)
        or known(answers, "care_tried") == "cannot_use"
        or (new_break == "no" and scan in ["xray", "unknown_kind"])
        or ticked(answers, "level", ["neck", "sacrum"])
    ):
        said.append("clinician_decides")
    # `medicare`: `cannot_use` unless `in_hospital` yes; `level` mixed.
    if rules == "medicare" and (
        (known(answers, "care_tried") == "cannot_use" and not hospital) or reading_medicare.level_mixed(answers)
    ):
        said.append("clinician_decides")
    # `fracture_recent` is the only criterion not met.
    if [criterion for criterion in found if found[criterion] == "not_met"] == ["fracture_recent"]:
        said.append("past_window")
    # `clinic` only: `pain_began` wholly past 84 days and `scan_shows_new_break` met.
    if rules == "clinic" and past_84 and found["scan_shows_new_break"] == "met":
        said.append("older_break_still_new")
    # `scan` xray.
    if scan == "xray":
        said.append("xray_only")
    # The scan predates the pain.
    if predates_the_pain(answers, today):
        said.append("scan_before_pain")
    # `clinic` only: `procedure_date` known, the scan counts today but not on that day.
    if rules == "clinic" and known(answers, "procedure_date") is not None:
        today_counts = scan_counts(answers, today, today) == "met"
        then_counts = scan_counts(answers, today, end_of_counting(answers, today))
        if today_counts and then_counts == "not_met":
            said.append("scan_too_old_by_then")
    # `procedure_date` unknown, 0 to 14 days left to `fracture_window_ends`.
    window = fracture_window_ends(answers, today, rules)
    left = None if window is None else (window - today).days
    if known(answers, "procedure_date") is None and left is not None and 0 <= left <= 14:
        said.append("time_running")
    # `procedure_date` unknown, 29 or more days left to it, every gate known to be no, and
    # `call_today` does not stand.
    if (
        known(answers, "procedure_date") is None
        and left is not None
        and left >= 29
        and all(gate == "no" for gate in gates(answers).values())
        and not call_today(answers)
    ):
        said.append("no_hurry")
    # `told_fracture` no, `scan_new_break` yes.
    if known(answers, "told_fracture") == "no" and new_break == "yes":
        said.append("answers_differ_fracture")
    if pain_answers_differ(answers):
        said.append("answers_differ_pain")
    # `medicare` only: cause cancer, benign_growth or injury.
    if rules == "medicare" and cause in ["cancer", "benign_growth", "injury"]:
        said.append("other_medicare_rules")
    # `medicare` only: `in_hospital` yes, `pain_score` 5 to 7.
    if rules == "medicare" and hospital and score in [5, 6, 7]:
        said.append("hospital_gap")
    # `medicare` only: `scan` ct.
    if rules == "medicare" and scan == "ct":
        said.append("ct_alone")
    # `medicare` only, always.
    if rules == "medicare":
        said.append("medicare_bone_care")
    return said


def call_today(answers: Answers) -> bool:
    # Any call-today sign.
    if ticked(answers, "urgent_signs", CALL_TODAY):
        return True
    # Or `pain_trend` worse with `cause` cancer or `cancer_near_cord`.
    if known(answers, "pain_trend") != "worse":
        return False
    if known(answers, "cause") == "cancer":
        return True
    return ticked(answers, "stops", ["cancer_near_cord"])


def pain_answers_differ(answers: Answers) -> bool:
    stops_you = known(answers, "pain_stops_you")
    score = known(answers, "pain_score")
    # No, with `daily_tasks` few or `pain_score` 8 or more.
    if stops_you == "no":
        if known(answers, "daily_tasks") == "few":
            return True
        return score is not None and score >= 8
    # Yes, with `pain_score` 4 or less.
    if stops_you == "yes":
        return score is not None and score <= 4
    return False
