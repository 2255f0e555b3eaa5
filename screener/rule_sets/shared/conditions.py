"""What several rules and notes ask of the answers, each under a name."""

from screener.engine.conditions import All, Called, Certain, Is, Not, Precedes, Some, Ticked, Within
from screener.rule_sets.shared.facts import CAUTIONS
from screener.rule_sets.shared.limits import FRACTURE_WINDOW, SCAN_WINDOW

NEEDS_911 = ("chest_breath", "bladder_bowel", "saddle_numbness", "leg_weakness", "major_injury", "tearing_pain")
NEEDS_A_CALL_TODAY = ("fever", "infection_risk", "cancer_new_pain", "pain_after_cement", "uncontrolled_pain")
COMES_FIRST = ("fever", "cancer_new_pain", "pain_after_cement")

FOR_SOMEONE_ELSE = Is("for_whom", ("someone_else",))
IN_HOSPITAL = Is("in_hospital", ("yes",))
CANCER = Is("cause", ("cancer",))
# What the trials of weak-bone breaks found is not true of these.
NOT_WEAK_BONE = Is("cause", ("cancer", "benign_growth", "injury"))
PAIN_WORSE = Is("pain_trend", ("worse",))
PAIN_EASING = Is("pain_trend", ("better",))
SCAN_PREDATES_PAIN = Precedes("scan_date", "pain_began")
SCAN_IN_TIME = Within("scan_date", SCAN_WINDOW)
PAIN_IN_TIME = Within("pain_began", FRACTURE_WINDOW)
PLAIN_PICTURE = Is("scan", ("xray", "unknown_kind"))
# With cancer the window does not end: the cancer team decides.
WINDOW_APPLIES = Not(Certain(CANCER))
FOR_A_SPECIALIST = Ticked("level", ("neck", "sacrum"))
CANCER_NEAR_CORD = Ticked("stops", ("cancer_near_cord",))
WITH_CANCER = Some(CANCER, Ticked("urgent_signs", ("cancer_new_pain",)), CANCER_NEAR_CORD)
ANY_CAUTION = Ticked("cautions", tuple(option.value for option in CAUTIONS.options))
CALLS_TODAY = Some(
    Ticked("urgent_signs", NEEDS_A_CALL_TODAY),
    Called(All(PAIN_WORSE, Some(CANCER, CANCER_NEAR_CORD)), "pain that gets worse, with cancer"),
)
