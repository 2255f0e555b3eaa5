"""The specification (version 2) once more, in the plainest code, by another hand.

An oracle for the tests: slow, sharing nothing with the real rules. It takes answers that are
already valid, and knows the rule set `clinic` only. Each comment is the specification's own
wording, shortened.
"""

import calendar
import datetime
import itertools
from typing import Any

Answers = dict[str, Any]
Days = tuple[datetime.date, datetime.date]  # the first and the last possible day

DAY = datetime.timedelta(days=1)
CALL_911 = [
    "chest_breath",
    "bladder_bowel",
    "saddle_numbness",
    "leg_weakness",
    "major_injury",
    "tearing_pain",
]
CALL_TODAY = [
    "fever",
    "infection_risk",
    "cancer_new_pain",
    "pain_after_cement",
    "uncontrolled_pain",
]
SIGN_FIRST = ["fever", "cancer_new_pain", "pain_after_cement"]
LEVELS = ["neck", "upper_back", "mid_back", "low_back", "sacrum"]
SCANS = ["mri", "ct", "bone_scan", "xray", "unknown_kind"]
SCAN_FACTS = ["scan_date", "scan_new_break", "height_loss", "height_progress"]
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
CAUTIONS = [
    "blood_thinner",
    "heart_lung",
    "cannot_lie_prone",
    "nerve_pain",
    "flat_bone",
    "cement_before",
]

# The facts that may be listed under "to find out", in the order they are asked, with their known
# answers. The two dates have days instead. `in_hospital` and `rdq` are listed only under
# `medicare`. Of a many-choice fact, none and each single box stand for all sets, because every
# outcome asks only whether any box of a kind is ticked: a 911 sign outranks every other sign; one
# neck or sacrum bone makes `bone_level` unknown, whatever else is ticked. `level` is never empty.
KNOWN_ANSWERS: dict[str, list[Any]] = {
    "urgent_signs": [[]] + [[sign] for sign in CALL_911 + CALL_TODAY],
    "adult": ["yes", "no"],
    "told_fracture": ["yes", "no"],
    "level": [[bone] for bone in LEVELS],
    "cause": ["osteoporosis", "steroids", "cancer", "benign_growth", "injury"],
    "pain_began": [],
    "pain_stops_you": ["yes", "no"],
    "pain_score": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    "daily_tasks": ["most", "some", "few"],
    "care_tried": ["not_enough", "enough", "not_tried", "cannot_use"],
    "pain_trend": ["worse", "same", "better"],
    "scan": [*SCANS, "none"],
    "scan_date": [],
    "scan_new_break": ["yes", "no"],
    "height_loss": ["over_25", "up_to_25"],
    "height_progress": ["yes", "no"],
    "forward_bend": ["yes", "no"],
    "before_surgery": ["yes", "no"],
    "stops": [[]] + [[stop] for stop in STOPS],
}


def read(answers: Answers, today: datetime.date) -> dict[str, Any]:
    """All that the command line's JSON says, but for "rules"."""
    return {
        "outcome": outcome(answers, today),
        "criteria": criteria(answers, today),
        "to_find_out": to_find_out(answers, today),
        "notes": notes(answers, today),
        "dates": dates(answers, today),
    }


# --- The answers ---


def known(answers: Answers, fact: str) -> Any:
    """The answer, or None when it is unsure, skipped or unanswered."""
    # When `scan` is none, unsure or unanswered, the four scan facts are dropped
    # (stale answers too).
    if fact in SCAN_FACTS and answers.get("scan") not in SCANS:
        return None
    answer = answers.get(fact)
    if answer == "unsure":
        return None
    return answer


def ticked(answers: Answers, fact: str, choices: list[str]) -> bool:
    return any(choice in choices for choice in known(answers, fact) or [])


# --- Time ---


def end_of_counting(answers: Answers, today: datetime.date) -> datetime.date:
    # Day counts end on `procedure_date` if it is known, else today.
    procedure = known(answers, "procedure_date")
    if procedure is None:
        return today
    # A procedure date one day before today counts as today.
    return max(datetime.date.fromisoformat(procedure), today)


def possible_days(answers: Answers, fact: str, today: datetime.date) -> Days:
    answer = known(answers, fact)
    # An unknown date is any day up to today.
    if answer is None:
        return datetime.date.min, today
    # A month without a day is the whole month without the days after today; a month whose first
    # day is tomorrow counts as today.
    if is_month(answer):
        year, month = int(answer[:4]), int(answer[5:])
        first = datetime.date(year, month, 1)
        last = datetime.date(year, month, calendar.monthrange(year, month)[1])
        return min(first, today), min(last, today)
    # A past date one day after today counts as today.
    day = min(datetime.date.fromisoformat(answer), today)
    return day, day


def is_month(answer: str) -> bool:
    return len(answer) == len("2026-11")


def days_or_fewer(limit: int, days: Days, end: datetime.date) -> str:
    """Whether it is `limit` days or fewer from each of these days to the end."""
    first, last = days
    # Met if it holds on every day; not met if it holds on none; else unknown.
    if (end - first).days <= limit:
        return "met"
    if (end - last).days > limit:
        return "not_met"
    return "unknown"


def pain_within_84(answers: Answers, today: datetime.date) -> str:
    days = possible_days(answers, "pain_began", today)
    return days_or_fewer(84, days, end_of_counting(answers, today))


def predates_the_pain(answers: Answers, today: datetime.date) -> bool:
    # When both dates are known and the whole scan interval lies before the whole pain interval.
    if known(answers, "scan_date") is None or known(answers, "pain_began") is None:
        return False
    scan = possible_days(answers, "scan_date", today)
    pain = possible_days(answers, "pain_began", today)
    return scan[1] < pain[0]


def scan_counts(answers: Answers, today: datetime.date, end: datetime.date) -> str:
    # 31 or more; `scan` none; scan predates the pain: not met. An unsure date straddles.
    if answers.get("scan") == "none":
        return "not_met"
    if predates_the_pain(answers, today):
        return "not_met"
    return days_or_fewer(30, possible_days(answers, "scan_date", today), end)


# --- The gates: yes, no or unknown ---


def gates(answers: Answers) -> dict[str, str]:
    return {
        # Any 911 sign.
        "emergency": any_ticked(answers, "urgent_signs", CALL_911),
        # `adult` no.
        "child": child(answers),
        # Any of `stops`.
        "stop": any_ticked(answers, "stops", STOPS),
        # `fever`, `cancer_new_pain` or `pain_after_cement` ticked; `infection_risk` and
        # `uncontrolled_pain` alone open no gate.
        "sign_first": any_ticked(answers, "urgent_signs", SIGN_FIRST),
        "cancer_worse": cancer_worse(answers),
    }


def any_ticked(answers: Answers, fact: str, choices: list[str]) -> str:
    # Unknown: its fact unsure or unanswered.
    if known(answers, fact) is None:
        return "unknown"
    if ticked(answers, fact, choices):
        return "yes"
    return "no"


def child(answers: Answers) -> str:
    adult = known(answers, "adult")
    if adult is None:
        return "unknown"
    if adult == "no":
        return "yes"
    return "no"


def cancer_worse(answers: Answers) -> str:
    # `cause` cancer and `pain_trend` worse (Kleene).
    cause = known(answers, "cause")
    trend = known(answers, "pain_trend")
    if cause is not None and cause != "cancer":
        return "no"
    if trend is not None and trend != "worse":
        return "no"
    if cause is None or trend is None:
        return "unknown"
    return "yes"


# --- The nine criteria ---


def criteria(answers: Answers, today: datetime.date) -> dict[str, str]:
    return {
        "known_fracture": known_fracture(answers),
        "bone_level": bone_level(answers),
        "cause_fits": cause_fits(answers),
        "fracture_recent": fracture_recent(answers, today),
        "pain_incapacitating": pain_incapacitating(answers),
        "care_not_enough": care_not_enough(answers),
        "scan_recent": scan_counts(answers, today, end_of_counting(answers, today)),
        "scan_shows_new_break": scan_shows_new_break(answers, today),
        "one_more_sign": one_more_sign(answers),
    }


def known_fracture(answers: Answers) -> str:
    told = known(answers, "told_fracture")
    if told == "yes":
        return "met"
    if told == "no":
        return "not_met"
    return "unknown"


def bone_level(answers: Answers) -> str:
    # Unsure.
    if known(answers, "level") is None:
        return "unknown"
    # `neck` or `sacrum` ticked (a clinician decides).
    if ticked(answers, "level", ["neck", "sacrum"]):
        return "unknown"
    # Every ticked bone is `upper_back`, `mid_back` or `low_back`.
    return "met"


def cause_fits(answers: Answers) -> str:
    cause = known(answers, "cause")
    if cause in ["osteoporosis", "steroids", "cancer", "benign_growth"]:
        return "met"
    # Injury (a clinician decides); unsure.
    return "unknown"


def fracture_recent(answers: Answers, today: datetime.date) -> str:
    within = pain_within_84(answers, today)
    if within == "met":
        return "met"
    # Unsure; interval straddles.
    if within == "unknown":
        return "unknown"
    # 85 or more: not met if the cause is known and not cancer; else unknown.
    if known(answers, "cause") is None:
        return "unknown"
    if known(answers, "cause") == "cancer":
        return "unknown"
    return "not_met"


def pain_incapacitating(answers: Answers) -> str:
    stops_you = known(answers, "pain_stops_you")
    mild = eased_and_mild(answers)
    # No; or `pain_trend` better and `pain_score` 4 or less.
    if stops_you == "no":
        return "not_met"
    if mild == "yes":
        return "not_met"
    # Yes, and not (`pain_trend` better and `pain_score` 4 or less).
    if stops_you == "yes" and mild == "no":
        return "met"
    return "unknown"


def eased_and_mild(answers: Answers) -> str:
    # Better and 4 or less (Kleene).
    trend = known(answers, "pain_trend")
    score = known(answers, "pain_score")
    if trend is not None and trend != "better":
        return "no"
    if score is not None and score > 4:
        return "no"
    if trend is None or score is None:
        return "unknown"
    return "yes"


def care_not_enough(answers: Answers) -> str:
    care = known(answers, "care_tried")
    if care == "not_enough":
        return "met"
    if care == "enough":
        return "not_met"
    if care == "not_tried":
        return "not_met"
    # Cannot_use (a clinician decides), unsure.
    return "unknown"


def scan_shows_new_break(answers: Answers, today: datetime.date) -> str:
    # Unknown: any answer when the scan predates the pain.
    if predates_the_pain(answers, today):
        return "unknown"
    if answers.get("scan") == "none":
        return "not_met"
    shows = known(answers, "scan_new_break")
    if shows == "yes":
        return "met"
    if shows == "no" and answers.get("scan") in ["mri", "ct", "bone_scan"]:
        return "not_met"
    # Unsure; no on `xray` or `unknown_kind` (they often cannot tell).
    return "unknown"


def one_more_sign(answers: Answers) -> str:
    # Any of the seven is met, or `cause` cancer.
    if known(answers, "cause") == "cancer":
        return "met"
    seven = [
        ("pain_trend", "worse"),
        ("height_progress", "yes"),
        ("height_loss", "over_25"),
        ("forward_bend", "yes"),
        ("daily_tasks", "few"),
        ("cause", "steroids"),
        ("before_surgery", "yes"),
    ]
    for fact, sign in seven:
        if known(answers, fact) == sign:
            return "met"
    # All seven not met; each is unknown on unsure or when not asked.
    for fact, _ in seven:
        if known(answers, fact) is None:
            return "unknown"
    return "not_met"


# --- The outcome: the first that applies ---


def outcome(answers: Answers, today: datetime.date) -> str:
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
    found = criteria(answers, today)
    not_met = [criterion for criterion in found if found[criterion] == "not_met"]
    for criterion in not_met:
        if not can_still_change(criterion, answers):
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


def can_still_change(criterion: str, answers: Answers) -> bool:
    # `scan_recent` (too old, taken before the pain began, or none yet).
    if criterion == "scan_recent":
        return True
    # `scan_shows_new_break` when `scan` is none.
    if criterion == "scan_shows_new_break":
        return answers.get("scan") == "none"
    # `care_not_enough` when care was `not_tried`.
    if criterion == "care_not_enough":
        return answers.get("care_tried") == "not_tried"
    return False


# --- To find out: every filling of every unknown fact ---


def to_find_out(answers: Answers, today: datetime.date, at_most: int = 200_000) -> list[str]:
    """The unknown facts that could still change the outcome; ValueError if too many sheets."""
    unknown = [fact for fact in KNOWN_ANSWERS if could_matter(fact, answers)]
    unknown = [fact for fact in unknown if is_unknown(fact, answers, today)]
    fillings = [fillings_of(fact, answers, today) for fact in unknown]
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
        outcomes[picks] = outcome(sheet, today)

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


def is_unknown(fact: str, answers: Answers, today: datetime.date) -> bool:
    # Scan facts dropped for `scan` none are not listed.
    if fact in SCAN_FACTS and answers.get("scan") == "none":
        return False
    # Unsure or unanswered.
    if known(answers, fact) is None:
        return True
    # A month-only date whose criterion is unknown for that.
    if fact == "pain_began" and is_month(answers[fact]):
        return pain_within_84(answers, today) == "unknown"
    if fact == "scan_date" and is_month(answers[fact]):
        return scan_counts(answers, today, end_of_counting(answers, today)) == "unknown"
    return False


def fillings_of(fact: str, answers: Answers, today: datetime.date) -> list[Any]:
    """Known answers and exact days."""
    if fact not in ["pain_began", "scan_date"]:
        return KNOWN_ANSWERS[fact]
    if known(answers, fact) is not None:
        # The days of that month.
        first, last = possible_days(answers, fact, today)
        days = [first + DAY * n for n in range((last - first).days + 1)]
    else:
        days = days_that_matter(answers, today)
    return [day.isoformat() for day in days]


def days_that_matter(answers: Answers, today: datetime.date) -> list[datetime.date]:
    """Every day up to today within two of a limit, of today, or of an end of a known date."""
    end = end_of_counting(answers, today)
    near = [end - DAY * 84, end - DAY * 30, today]
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


def dates(answers: Answers, today: datetime.date) -> dict[str, str | None]:
    window = fracture_window_ends(answers, today)
    until = scan_counts_until(answers, today)
    return {
        "fracture_window_ends": None if window is None else window.isoformat(),
        "scan_counts_until": None if until is None else until.isoformat(),
    }


def fracture_window_ends(answers: Answers, today: datetime.date) -> datetime.date | None:
    # Null when `pain_began` is unknown or the cause is cancer.
    if known(answers, "pain_began") is None:
        return None
    if known(answers, "cause") == "cancer":
        return None
    # The last day of the 12 weeks; of a month-only date the earliest such day; given
    # also when past.
    return possible_days(answers, "pain_began", today)[0] + DAY * 84


def scan_counts_until(answers: Answers, today: datetime.date) -> datetime.date | None:
    # Null when there is no scan date or the scan predates the pain.
    if known(answers, "scan_date") is None:
        return None
    if predates_the_pain(answers, today):
        return None
    return possible_days(answers, "scan_date", today)[0] + DAY * 30


# --- Notes ---


def notes(answers: Answers, today: datetime.date) -> list[str]:
    found = criteria(answers, today)
    past_84 = pain_within_84(answers, today) == "not_met"
    cause = known(answers, "cause")
    scan = answers.get("scan")
    new_break = known(answers, "scan_new_break")
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
    if known(answers, "in_hospital") == "yes":
        said.append("in_hospital")
    # `pain_trend` better.
    if known(answers, "pain_trend") == "better":
        said.append("pain_easing")
    # Cause injury; cancer past 84 days; `cannot_use`; `scan_new_break` no on `xray` or
    # `unknown_kind`; `neck` or `sacrum`.
    if (
        cause == "injury"
        or (cause == "cancer" and past_84)
        or known(answers, "care_tried") == "cannot_use"
        or (new_break == "no" and scan in ["xray", "unknown_kind"])
        or ticked(answers, "level", ["neck", "sacrum"])
    ):
        said.append("clinician_decides")
    # `fracture_recent` is the only criterion not met.
    if [criterion for criterion in found if found[criterion] == "not_met"] == ["fracture_recent"]:
        said.append("past_window")
    # `pain_began` wholly past 84 days and `scan_shows_new_break` met.
    if past_84 and found["scan_shows_new_break"] == "met":
        said.append("older_break_still_new")
    # `scan` xray.
    if scan == "xray":
        said.append("xray_only")
    # The scan predates the pain.
    if predates_the_pain(answers, today):
        said.append("scan_before_pain")
    # `procedure_date` known, the scan counts today but not on that day.
    if known(answers, "procedure_date") is not None:
        today_counts = scan_counts(answers, today, today) == "met"
        then_counts = scan_counts(answers, today, end_of_counting(answers, today))
        if today_counts and then_counts == "not_met":
            said.append("scan_too_old_by_then")
    # `procedure_date` unknown, 0 to 14 days left to `fracture_window_ends`.
    window = fracture_window_ends(answers, today)
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
