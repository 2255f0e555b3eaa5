"""What every rule set says beside the outcome, or above it: warnings, and answers that do not go together."""

from screener.engine.conditions import All, Is, Some, Ticked
from screener.engine.facts import Words, both
from screener.engine.rule_set import Instead, Note
from screener.rule_sets.shared.conditions import (
    ANY_CAUTION,
    CALLS_TODAY,
    FOR_A_SPECIALIST,
    IN_HOSPITAL,
    NOT_WEAK_BONE,
    PAIN_EASING,
    SCAN_PREDATES_PAIN,
    WITH_CANCER,
)
from screener.rule_sets.shared.gates import RAISED_FIRST
from screener.rule_sets.shared.limits import MILD_PAIN, SEVERE_PAIN
from screener.rule_sets.shared.outcomes import ADULTS_ONLY, GET_HELP_NOW

CALL_TODAY = Note(
    "call_today",
    "A sign is ticked that calls for a doctor today; or pain gets worse with cancer as the cause, or close to the cord.",
    CALLS_TODAY,
    Words(
        "Call your doctor today. Why: {called_by}. No answer: urgent care or the ER.",
        "Call their doctor today. Why: {called_by}. No answer: urgent care or the ER.",
    ),
    source="ahcprredflags",
    first=True,
    instead=(
        Instead(
            IN_HOSPITAL,
            "In the hospital.",
            Words(
                "Tell your nurse or doctor now. Why: {called_by}.",
                "Tell their nurse or doctor now. Why: {called_by}.",
            ),
        ),
        Instead(
            WITH_CANCER,
            "With cancer, now or before.",
            Words(
                "Call your doctor today: the cancer team. Why: {called_by}. No answer: urgent care or the ER.",
                "Call their doctor today: the cancer team. Why: {called_by}. No answer: urgent care or the ER.",
            ),
        ),
    ),
    not_with=(GET_HELP_NOW,),
)
CANCER_TEAM = Note(
    "cancer_team",
    "The cause is cancer, or one of the boxes on cancer is ticked.",
    WITH_CANCER,
    Words(
        "Your cancer team and a spine specialist decide together. New or worse pain: tell them today.",
        "Their cancer team and a spine specialist decide together. New or worse pain: tell them today.",
    ),
    source="niceipg166",
    not_with=(GET_HELP_NOW,),
)
RAISE_CAUTIONS = Note(
    "raise_cautions",
    "One of the things to talk about is ticked.",
    ANY_CAUTION,
    both("Talk about this before a day is set, since it can change the risk: {called_by}."),
    source="l34228checklist",
    first=True,
    instead=(
        Instead(
            Ticked("cautions", ("blood_thinner",)),
            "With a blood thinner.",
            both(
                "Talk about this before a day is set, since it can change the risk: {called_by}. "
                "Do not stop the blood thinner on your own."
            ),
        ),
    ),
    not_with=(GET_HELP_NOW,),
)
ON_THE_WARD = Note(
    "in_hospital",
    "In a hospital bed because of this pain.",
    IN_HOSPITAL,
    both(
        "In the hospital: show this to the team on the ward. They know the case, and can ask a spine specialist to come."
    ),
    source="lcd34106",
    not_with=(GET_HELP_NOW,),
)
EASING = Note(
    "pain_easing",
    "The pain is getting better.",
    PAIN_EASING,
    Words(
        "Your pain is getting better. Many breaks of weak bone heal on their own, so ask about waiting first.",
        "Their pain is getting better. Many breaks of weak bone heal on their own, so ask about waiting first.",
    ),
    source="klazen2010",
    first=True,
    instead=(
        Instead(
            WITH_CANCER,
            "With cancer, now or before.",
            Words(
                "Your pain is getting better. But bone destroyed by cancer does not heal by itself: talk with the cancer team soon all the same.",
                "Their pain is getting better. But bone destroyed by cancer does not heal by itself: talk with the cancer team soon all the same.",
            ),
        ),
        Instead(
            Some(RAISED_FIRST, CALLS_TODAY, FOR_A_SPECIALIST),
            "When something comes first, calls for a doctor today, or is for a specialist.",
            Words(
                "Your pain is getting better. Say so, but do not put off what comes first.",
                "Their pain is getting better. Say so, but do not put off what comes first.",
            ),
        ),
        Instead(
            NOT_WEAK_BONE,
            "With an injury, or a growth that is not cancer.",
            Words(
                "Your pain is getting better, so ask about waiting first.",
                "Their pain is getting better, so ask about waiting first.",
            ),
        ),
    ),
    not_with=(
        GET_HELP_NOW,
        ADULTS_ONLY,
    ),
)
XRAY_ONLY = Note(
    "xray_only",
    "The newest scan is an X-ray.",
    Is("scan", ("xray",)),
    both("An X-ray often cannot show whether a break is new. Ask whether an MRI (a scan with no X-rays) is needed."),
    source="l34228checklist",
)
SCAN_BEFORE_PAIN = Note(
    "scan_before_pain",
    "The scan was taken before the pain began.",
    SCAN_PREDATES_PAIN,
    both("The scan was taken before this pain began, so it cannot show this break. Or is one of the two dates wrong?"),
    source="clinicpage",
)
ANSWERS_DIFFER_FRACTURE = Note(
    "answers_differ_fracture",
    "Two answers about the break differ.",
    All(Is("told_fracture", ("no",)), Is("scan_new_break", ("yes",))),
    both(
        "Two answers differ: no doctor told of a break, but the report says there is a new one. Show the report to a doctor."
    ),
)
ANSWERS_DIFFER_PAIN = Note(
    "answers_differ_pain",
    "Two answers about the pain do not go together.",
    Some(
        All(
            Is("pain_stops_you", ("no",)),
            Some(Is("daily_tasks", ("few",)), Is("pain_score", tuple(range(SEVERE_PAIN.limit, 11)))),
        ),
        All(Is("pain_stops_you", ("yes",)), Is("pain_score", tuple(range(MILD_PAIN.limit + 1)))),
    ),
    both(
        "How bad the pain is from 0 to 10, what it stops and what can still be done do not seem to go together. Look at these answers again. This note does not change the outcome."
    ),
)
