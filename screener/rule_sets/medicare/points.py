"""The points of the rule, clause by clause; see clause numbers M0 to M6 in docs/facts.md."""

from screener.engine.conditions import All, AtLeast, Doubted, Is, Not, Some, Ticked, Unknown, Within
from screener.engine.facts import both
from screener.engine.rule_set import Criterion, Instead
from screener.rule_sets.medicare.limits import (
    BREAK_WINDOW,
    PAIN_AT_HOME,
    PAIN_IN_HOSPITAL,
    ROLAND_MORRIS,
    SIGNS_NEEDED,
)
from screener.rule_sets.shared.conditions import FOR_A_SPECIALIST, IN_HOSPITAL, PAIN_WORSE, SCAN_PREDATES_PAIN
from screener.rule_sets.shared.limits import HEIGHT_LOSS
from screener.rule_sets.shared.outcomes import NO_KNOWN_FRACTURE

OTHER_CAUSE = Is("cause", ("cancer", "benign_growth", "injury"))
COVERED_BONE = Ticked("level", ("upper_back", "mid_back", "low_back"))
SOME_BONES_COVERED = All(FOR_A_SPECIALIST, COVERED_BONE)
PAIN_IN_TIME = Within("pain_began", BREAK_WINDOW)
# In the hospital with 5 to 7 of 10, the text names no path.
BETWEEN_THE_PATHS = Is("pain_score", tuple(range(PAIN_AT_HOME.limit, PAIN_IN_HOSPITAL.limit)))
CT_OR_UNKNOWN_KIND = Is("scan", ("ct", "unknown_kind"))
NOT_ASKED_FOR = Instead(IN_HOSPITAL, "In the hospital.", both("Not asked for in the hospital"))

KNOWN_FRACTURE = Criterion(
    "known_fracture",
    both("A doctor found a broken spine bone"),
    Is("told_fracture", ("yes",)),
    limit="A doctor has said so.",
    unclear="not sure, or no answer.",
    why="The rule is only for a broken spine bone that hurts.",
    elsewhere="The clinic asks for the same.",
    source="lcd34106",
    answers=("told_fracture",),
    if_not=NO_KNOWN_FRACTURE,
)
CAUSE_COVERED = Criterion(
    "cause_covered",
    both("The break comes from weak bone"),
    Is("cause", ("osteoporosis", "steroids"), unclear=OTHER_CAUSE.values),
    limit="Weak bone, or steroids taken for a long time.",
    unclear="cancer, a growth or an injury (other Medicare rules may hold), not sure, or no answer.",
    why="This rule is for weak bone.",
    elsewhere="The clinic also takes cancer or a growth, and some injuries.",
    source="lcd34106",
    does_not_fit="nothing: another Medicare rule may hold.",
    ours="The rule names weak bone. That steroids count we infer from a billing code in a checklist for it.",
    answers=("cause",),
    instead=(Instead(OTHER_CAUSE, "With cancer, a growth or an injury.", both("Another rule may hold")),),
)
LEVEL_COVERED = Criterion(
    "level_covered",
    both("The bone is in the chest or low back"),
    Doubted(Not(FOR_A_SPECIALIST), SOME_BONES_COVERED),
    limit="Every broken bone is in the chest or low back (in a report: T1 to L5).",
    unclear="some of the bones are in the chest or low back and some are not, not sure, or no answer.",
    why="The rule names these bones.",
    elsewhere="The clinic names no bones.",
    source="lcd34106",
    does_not_fit="only a neck bone, the sacrum or the tailbone.",
    answers=("level",),
)
FRACTURE_RECENT = Criterion(
    "fracture_recent",
    both("The break is recent"),
    PAIN_IN_TIME,
    limit=f"{BREAK_WINDOW.words} or less from the start of the pain to the procedure.",
    unclear="no date, or a month in which the limit ends.",
    why="The rule counts a break as new for 6 weeks, and then from 6 to 12. It gives no reason.",
    elsewhere="The clinic uses the same limit. With cancer, we leave it to the cancer team there.",
    source="lcd34106",
    ours="The rule does not say on which day the count ends. We count to the procedure.",
    answers=("pain_began",),
)
PAIN_ENOUGH = Criterion(
    "pain_enough",
    both("The pain as a number"),
    Some(
        Is("pain_score", tuple(range(PAIN_IN_HOSPITAL.limit, 11))),
        All(BETWEEN_THE_PATHS, Is("in_hospital", ("no",), unclear=("yes",))),
    ),
    limit=f"In the hospital {PAIN_IN_HOSPITAL.words} or more. At home {PAIN_AT_HOME.words} or more.",
    unclear="5 to 7 in the hospital, where the rule names no path; not sure; or no answer.",
    why="The rule has two paths: one for people in the hospital, and one for people at home.",
    elsewhere="The clinic gives no number. It asks whether the pain stops daily life.",
    source="lcd34106",
    answers=("pain_score", "in_hospital"),
    instead=(
        Instead(
            All(IN_HOSPITAL, BETWEEN_THE_PATHS),
            "In the hospital, with pain of 5 to 7.",
            both("The rule names no path: ask the team"),
        ),
    ),
)
CARE_NOT_ENOUGH = Criterion(
    "care_not_enough",
    both("Other care has not helped enough"),
    Some(IN_HOSPITAL, Is("care_tried", ("not_enough",), unclear=("cannot_use",))),
    limit="At home, the best other care was tried, and the pain is still bad. In the hospital, none is asked for.",
    unclear="a brace and medicine cannot be used (then a clinician decides), not sure, or no answer.",
    why="At home, the rule wants other care first. It names no number of weeks.",
    elsewhere="The clinic asks for this in the hospital too.",
    source="lcd34106",
    answers=("care_tried", "in_hospital"),
    instead=(NOT_ASKED_FOR,),
    can_change=Is("care_tried", ("not_tried",)),
)
WORSE_OR_TWO_SIGNS = Criterion(
    "worse_or_two_signs",
    both("Pain that gets worse, or two of four signs"),
    Some(
        IN_HOSPITAL,
        PAIN_WORSE,
        AtLeast(
            SIGNS_NEEDED.limit,
            Is("height_progress", ("yes",)),
            Is("height_loss", ("over_25",)),
            Is("forward_bend", ("yes",)),
            Is("rdq", ("over_17",)),
        ),
    ),
    limit=(
        "At home, pain that gets worse. Or two of four: the bone sinks further; over "
        f"{HEIGHT_LOSS.words} of its height is lost; a forward bend; a back pain score (Roland-Morris) over {ROLAND_MORRIS.limit}. "
        "In the hospital, none is asked for."
    ),
    unclear="not enough of the signs are known.",
    why="At home, the rule asks for this beside the number for the pain.",
    elsewhere="The clinic wants one of seven signs, in the hospital too.",
    source="lcd34106",
    ours="A bend that the person sees counts as bent forward.",
    answers=("in_hospital", "pain_trend", "height_progress", "height_loss", "forward_bend", "rdq"),
    instead=(NOT_ASKED_FOR,),
)
SCAN_SHOWS_HEALING = Criterion(
    "scan_shows_healing",
    both("The scan shows a new break"),
    Doubted(
        All(Is("scan", ("mri", "bone_scan"), unclear=CT_OR_UNKNOWN_KIND.values), Is("scan_new_break", ("yes",))),
        All(
            Is("scan", ("mri", "bone_scan", *CT_OR_UNKNOWN_KIND.values)),
            Some(CT_OR_UNKNOWN_KIND, SCAN_PREDATES_PAIN, Unknown("scan_date")),
        ),
    ),
    limit="An MRI that shows swelling in the bone, or a scan that lights up. It may be of any age.",
    unclear="a plain CT or a scan of an unknown kind; a scan from before the pain, or without a date; not sure; or no answer.",
    why="The rule wants to see that the break is new. It does not name a plain X-ray.",
    elsewhere="The clinic names no kind of scan. It wants one of the last 30 days.",
    source="lcd34106",
    does_not_fit="no scan, an X-ray only, or a report with no new break.",
    ours="A report that says new or acute counts as swelling or as a bone that lights up. A scan from before the pain does not count.",
    answers=("scan", "scan_date", "scan_new_break"),
    can_change=Is("scan", ("none", "xray")),
)
CRITERIA = (
    KNOWN_FRACTURE,
    CAUSE_COVERED,
    LEVEL_COVERED,
    FRACTURE_RECENT,
    PAIN_ENOUGH,
    CARE_NOT_ENOUGH,
    WORSE_OR_TWO_SIGNS,
    SCAN_SHOWS_HEALING,
)
