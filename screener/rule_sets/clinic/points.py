"""The points a clinic looks at. To add one, add a Criterion to CRITERIA: nothing else needs a change."""

from screener.engine.conditions import All, Doubted, Is, Not, Some
from screener.engine.facts import both
from screener.engine.rule_set import Criterion
from screener.rule_sets.shared.conditions import (
    FOR_A_SPECIALIST,
    PAIN_EASING,
    PAIN_IN_TIME,
    SCAN_IN_TIME,
    SCAN_PREDATES_PAIN,
)
from screener.rule_sets.shared.facts import HAD_SCAN
from screener.rule_sets.shared.limits import FRACTURE_WINDOW, HEIGHT_LOSS, MILD_PAIN, SCAN_WINDOW
from screener.rule_sets.shared.outcomes import NO_KNOWN_FRACTURE

KNOWN_FRACTURE = Criterion(
    "known_fracture",
    both("A doctor found a broken spine bone"),
    Is("told_fracture", ("yes",)),
    limit="A doctor has said so.",
    unclear="not sure, or no answer.",
    why="The procedure is only for a broken spine bone.",
    elsewhere="One Medicare rule (L34228) and a UK guide also ask that this bone is what hurts.",
    source="clinicpage",
    answers=("told_fracture",),
    if_not=NO_KNOWN_FRACTURE,
)
BONE_LEVEL = Criterion(
    "bone_level",
    both("The bone is in the chest or low back"),
    Doubted(Not(FOR_A_SPECIALIST), FOR_A_SPECIALIST),
    limit="Every broken bone is in the chest or low back (in a report: T1 to L5).",
    unclear="a neck bone, the sacrum or the tailbone is broken too, not sure, or no answer.",
    why="The trials were about the middle and low back (T5 to L5). A break of the neck or the sacrum is another kind, with other care.",
    elsewhere="Some health plans leave out the top of the back (T1 to T4).",
    source="lcd34106",
    does_not_fit="nothing: a clinician decides.",
    ours="The clinic names no bones, so the limit is that of one Medicare rule. For the neck or the sacrum, a clinician decides.",
    answers=("level",),
)
CAUSE_FITS = Criterion(
    "cause_fits",
    both("The cause of the break"),
    Is("cause", ("osteoporosis", "steroids", "cancer", "benign_growth"), unclear=("injury",)),
    limit="Weak bone, steroids, cancer, or a growth. The clinic also names some injuries.",
    unclear="an injury, not sure, or no answer.",
    why="The label of the cement names bones that broke because they were weak or ill.",
    elsewhere="One Medicare rule (L34228) names weak bone only. For cancer, a growth or an injury, other Medicare rules may hold.",
    source="clinicpage",
    does_not_fit="nothing: a clinician decides.",
    ours="For an injury, a clinician decides.",
    answers=("cause",),
)
FRACTURE_RECENT = Criterion(
    "fracture_recent",
    both("The break is recent"),
    Some(PAIN_IN_TIME, Is("cause", unclear=("cancer",))),
    limit=f"{FRACTURE_WINDOW.words} or less from the start of the pain to the procedure.",
    unclear="no date; a month in which the limit ends; or past the limit with cancer, or with a cause that is not known.",
    why="Later, the bone has often healed too far for the procedure to ease pain.",
    elsewhere="One Medicare rule (L34228) uses the same limit. A trial of cement without a balloon in older, unhealed breaks found somewhat "
    "less pain. It was planned as a blind test; whether that held, we did not read.",
    source="clinicpage",
    ours="With cancer, the cancer team decides.",
    answers=("pain_began",),
)
PAIN_INCAPACITATING = Criterion(
    "pain_incapacitating",
    both("The pain stops daily life"),
    All(
        Is("pain_stops_you", ("yes",)),
        Not(All(PAIN_EASING, Is("pain_score", tuple(range(MILD_PAIN.limit + 1))))),
    ),
    limit="Severe pain that stops basic daily things.",
    unclear="not sure, or no answer; or it is not known whether the pain both eases and is mild.",
    why="The procedure has risks. It is weighed against pain that takes over daily life.",
    elsewhere="One Medicare rule (L34228) asks for a number: 5 of 10 or more at home, 8 or more in the hospital.",
    source="clinicpage",
    ours=f"Pain that is getting better and is {MILD_PAIN.words} or less does not fit: ask about waiting.",
    answers=("pain_stops_you", "pain_trend", "pain_score"),
)
CARE_NOT_ENOUGH = Criterion(
    "care_not_enough",
    both("Other care has not helped enough"),
    Is("care_tried", ("not_enough",), unclear=("cannot_use",)),
    limit="A brace or pain medicine was tried, and the pain is still severe.",
    unclear="a brace and medicine cannot be used (then a clinician decides), not sure, or no answer.",
    why="Most of these breaks ease with time. So care without a procedure comes first.",
    elsewhere="How long to try first differs most of all: from 24 hours to 6 weeks and more.",
    source="clinicpage",
    answers=("care_tried",),
    can_change=Is("care_tried", ("not_tried",)),
)
SCAN_RECENT = Criterion(
    "scan_recent",
    both("The scan is recent"),
    All(HAD_SCAN, SCAN_IN_TIME, Not(SCAN_PREDATES_PAIN)),
    limit=f"{SCAN_WINDOW.words} or less from the scan to the procedure.",
    unclear="no date; a month in which the limit ends; or not sure whether there was a scan.",
    why="The clinic does not say why. The bone may have changed since an older scan.",
    elsewhere="One Medicare rule (L34228) names no age of the scan. One set of health plan rules allows 6 months.",
    source="clinicpage",
    ours="A scan taken before the pain began does not count.",
    answers=("scan", "scan_date"),
    can_change=Some(Not(HAD_SCAN), Not(SCAN_IN_TIME), SCAN_PREDATES_PAIN),
)
SCAN_SHOWS_NEW_BREAK = Criterion(
    "scan_shows_new_break",
    both("The scan shows a new break"),
    Doubted(
        All(HAD_SCAN, Some(Is("scan_new_break", ("yes",)), Is("scan", unclear=("xray", "unknown_kind")))),
        SCAN_PREDATES_PAIN,
    ),
    limit="The report says that the break is new, the bone is swollen, or it lights up (in a report: acute, edema, uptake).",
    unclear="an X-ray or unknown scan that shows no new break; a scan from before the pain; not sure; or no answer.",
    why="An old break may not be what hurts.",
    elsewhere="One Medicare rule (L34228) asks for swelling in the bone on an MRI, or a scan that lights up.",
    source="clinicpage",
    answers=("scan", "scan_new_break"),
    can_change=Not(HAD_SCAN),
)
SIGNS = Some(
    Is("pain_trend", ("worse",)),
    Is("height_progress", ("yes",)),
    Is("height_loss", ("over_25",)),
    Is("forward_bend", ("yes",)),
    Is("daily_tasks", ("few",)),
    Is("cause", ("steroids", "cancer")),
    Is("before_surgery", ("yes",)),
)
ONE_MORE_SIGN = Criterion(
    "one_more_sign",
    both("At least one more sign"),
    SIGNS,
    limit=(
        "One of seven: pain getting worse; the bone sinking further; more than "
        f"{HEIGHT_LOSS.words} of its height lost; a back bent forward; few daily tasks alone. Or a break from steroids, "
        "or a bone to be made stronger before another operation."
    ),
    unclear="none of the seven is said to be there, but not all are known.",
    why="The clinic wants one more reason beside the pain.",
    elsewhere="One Medicare rule (L34228) wants two of four signs when the pain at home is steady or easing. It counts neither few daily tasks nor the last two.",
    source="clinicpage",
    ours="With cancer, no other sign is asked for.",
    answers=(
        "pain_trend",
        "height_progress",
        "height_loss",
        "forward_bend",
        "daily_tasks",
        "cause",
        "before_surgery",
    ),
)
CRITERIA = (
    KNOWN_FRACTURE,
    BONE_LEVEL,
    CAUSE_FITS,
    FRACTURE_RECENT,
    PAIN_INCAPACITATING,
    CARE_NOT_ENOUGH,
    SCAN_RECENT,
    SCAN_SHOWS_NEW_BREAK,
    ONE_MORE_SIGN,
)
