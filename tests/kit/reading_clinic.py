"""The nine criteria of the rule set `clinic` in the second reading. See reading.py."""

import datetime
from typing import Any

from reading_shared import (
    CALL_911,
    CALL_TODAY,
    LEVELS,
    SCANS,
    STOPS,
    Answers,
    days_or_fewer,
    end_of_counting,
    known,
    known_fracture,
    pain_within_84,
    possible_days,
    predates_the_pain,
    ticked,
)

# The limits in days of this rule set.
LIMITS = [84, 30]

# The facts that may be listed under "to find out", in the order they are asked, with their known
# answers. The two dates have days instead. Of a many-choice fact, none and each single box stand
# for all sets, because every outcome asks only whether any box of a kind is ticked: a 911 sign
# outranks every other sign; one neck or sacrum bone makes `bone_level` unknown, whatever else is
# ticked. `level` is never empty.
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


def scan_counts(answers: Answers, today: datetime.date, end: datetime.date) -> str:
    # 31 or more; `scan` none; scan predates the pain: not met. An unsure date straddles.
    if answers.get("scan") == "none":
        return "not_met"
    if predates_the_pain(answers, today):
        return "not_met"
    return days_or_fewer(30, possible_days(answers, "scan_date", today), end)


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
