"""What both rule sets of the specification share: the answers, the time and the gates. See reading.py."""

import calendar
import datetime
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


# --- The one criterion that both have ---


def known_fracture(answers: Answers) -> str:
    told = known(answers, "told_fracture")
    if told == "yes":
        return "met"
    if told == "no":
        return "not_met"
    return "unknown"
