"""The eight criteria of the rule set `medicare` in the second reading. See reading.py."""

import datetime
from typing import Any

from reading_shared import Answers, known, known_fracture, pain_within_84, predates_the_pain, ticked

# The limits in days of this rule set: the scan's age has no limit here.
LIMITS = [84]

# The facts that may be listed under "to find out", in the order they are asked, with their known
# answers. The two dates have days instead. So that trying every sheet ends in time, one answer
# stands for all that no line of this rule set and no gate tells apart: 5 for the scores from 5 to
# 7, osteoporosis for steroids, mri for bone_scan, one box for all boxes that open the same gate.
# `pain_stops_you`, `daily_tasks` and `before_surgery` are in no line at all. Of `level`: all in
# the chest and low back, none, and some.
KNOWN_ANSWERS: dict[str, list[Any]] = {
    "urgent_signs": [[], ["fever"], ["chest_breath"]],
    "adult": ["yes", "no"],
    "told_fracture": ["yes", "no"],
    "in_hospital": ["yes", "no"],
    "level": [["mid_back"], ["neck"], ["mid_back", "neck"]],
    "cause": ["osteoporosis", "cancer", "injury"],
    "pain_began": [],
    "pain_score": [4, 5, 8],
    "care_tried": ["not_enough", "enough", "not_tried", "cannot_use"],
    "pain_trend": ["worse", "same"],
    "scan": ["mri", "ct", "xray", "none"],
    "scan_date": [],
    "scan_new_break": ["yes", "no"],
    "height_loss": ["over_25", "up_to_25"],
    "height_progress": ["yes", "no"],
    "forward_bend": ["yes", "no"],
    "stops": [[], ["infection"]],
    "rdq": ["over_17", "up_to_17"],
}
COVERED_LEVELS = ["upper_back", "mid_back", "low_back"]


def criteria(answers: Answers, today: datetime.date) -> dict[str, str]:
    return {
        "known_fracture": known_fracture(answers),
        "cause_covered": cause_covered(answers),
        "level_covered": level_covered(answers),
        "fracture_recent": pain_within_84(answers, today),
        "pain_enough": pain_enough(answers),
        "care_not_enough": care_not_enough(answers),
        "worse_or_two_signs": worse_or_two_signs(answers),
        "scan_shows_healing": scan_shows_healing(answers, today),
    }


def cause_covered(answers: Answers) -> str:
    if known(answers, "cause") in ["osteoporosis", "steroids"]:
        return "met"
    # Cancer, benign_growth, injury (other Medicare rules), unsure.
    return "unknown"


def level_covered(answers: Answers) -> str:
    bones = known(answers, "level")
    if bones is None:
        return "unknown"
    # Some are and some are not.
    if level_mixed(answers):
        return "unknown"
    # Every ticked bone is `upper_back`, `mid_back` or `low_back`.
    if ticked(answers, "level", COVERED_LEVELS):
        return "met"
    # None of them is.
    return "not_met"


def level_mixed(answers: Answers) -> bool:
    covered = ticked(answers, "level", COVERED_LEVELS)
    not_covered = ticked(answers, "level", ["neck", "sacrum"])
    return covered and not_covered


def pain_enough(answers: Answers) -> str:
    score = known(answers, "pain_score")
    if score is None:
        return "unknown"
    # `pain_score` 8 or more.
    if score >= 8:
        return "met"
    # 4 or less.
    if score <= 4:
        return "not_met"
    # 5 to 7 with `in_hospital` no.
    if known(answers, "in_hospital") == "no":
        return "met"
    # In hospital with 5 to 7 the text names no path.
    return "unknown"


def care_not_enough(answers: Answers) -> str:
    hospital = known(answers, "in_hospital")
    care = known(answers, "care_tried")
    # `in_hospital` yes; or not_enough.
    if hospital == "yes" or care == "not_enough":
        return "met"
    # `in_hospital` no with enough or not_tried.
    if hospital == "no" and care in ["enough", "not_tried"]:
        return "not_met"
    return "unknown"


def worse_or_two_signs(answers: Answers) -> str:
    hospital = known(answers, "in_hospital")
    trend = known(answers, "pain_trend")
    four = [
        ("height_progress", "yes"),
        ("height_loss", "over_25"),
        ("forward_bend", "yes"),
        ("rdq", "over_17"),
    ]
    signs_met = 0
    signs_not_met = 0
    for fact, sign in four:
        if known(answers, fact) == sign:
            signs_met = signs_met + 1
        elif known(answers, fact) is not None:
            signs_not_met = signs_not_met + 1
    # `in_hospital` yes; or `pain_trend` worse; or two or more of the four met.
    if hospital == "yes" or trend == "worse" or signs_met >= 2:
        return "met"
    # `in_hospital` no, `pain_trend` same or better, and so many of the four not met that two
    # cannot be.
    if hospital == "no" and trend in ["same", "better"] and signs_not_met >= 3:
        return "not_met"
    return "unknown"


def scan_shows_healing(answers: Answers, today: datetime.date) -> str:
    scan = known(answers, "scan")
    # `xray`; `none`.
    if scan in ["xray", "none"]:
        return "not_met"
    # `ct`, `unknown_kind`, unsure.
    if scan not in ["mri", "bone_scan"]:
        return "unknown"
    # Any answer on one that predates the pain or whose `scan_date` is not known.
    if known(answers, "scan_date") is None:
        return "unknown"
    if predates_the_pain(answers, today):
        return "unknown"
    # `mri` or `bone_scan` with `scan_new_break` yes; no on one of these two.
    shows = known(answers, "scan_new_break")
    if shows == "yes":
        return "met"
    if shows == "no":
        return "not_met"
    return "unknown"


def can_still_change(criterion: str, answers: Answers) -> bool:
    # `scan_shows_healing` when `scan` is `none` or `xray`.
    if criterion == "scan_shows_healing":
        return answers.get("scan") in ["none", "xray"]
    # `care_not_enough` when care was `not_tried`.
    if criterion == "care_not_enough":
        return answers.get("care_tried") == "not_tried"
    return False
