"""What is said beside the outcome, or above it, in this order."""

from screener.engine.conditions import All, Called, Certain, DaysLeft, Is, Not, Some, Ticked, Unknown, Within
from screener.engine.facts import Words, both
from screener.engine.rule_set import Instead, Note, OnlyNotMet
from screener.rule_sets.clinic.points import CRITERIA, FRACTURE_RECENT, SCAN_SHOWS_NEW_BREAK
from screener.rule_sets.shared.conditions import (
    ANY_CAUTION,
    CALLS_TODAY,
    CANCER,
    FOR_A_SPECIALIST,
    IN_HOSPITAL,
    NOT_WEAK_BONE,
    PAIN_EASING,
    PAIN_IN_TIME,
    PAIN_WORSE,
    PLAIN_PICTURE,
    SCAN_IN_TIME,
    SCAN_PREDATES_PAIN,
    WINDOW_APPLIES,
    WITH_CANCER,
)
from screener.rule_sets.shared.facts import HAD_SCAN
from screener.rule_sets.shared.gates import EVERY_GATE_IS_NO, RAISED_FIRST
from screener.rule_sets.shared.limits import (
    FRACTURE_WINDOW,
    MILD_PAIN,
    SCAN_WINDOW,
    SEVERE_PAIN,
    TIME_ENOUGH,
    TIME_NEARLY_UP,
)
from screener.rule_sets.shared.outcomes import ADULTS_ONLY, GET_HELP_NOW

ONLY_A_CLINICIAN = Some(
    Called(Is("cause", ("injury",)), "an injury as the cause"),
    Called(All(CANCER, Not(PAIN_IN_TIME)), f"cancer, and pain for more than {FRACTURE_WINDOW.words}"),
    Called(Is("care_tried", ("cannot_use",)), "a brace and pain medicine that cannot be used"),
    Called(All(Is("scan_new_break", ("no",)), PLAIN_PICTURE), "a picture that often cannot show a new break"),
    FOR_A_SPECIALIST,
)

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
NOTES = (
    CALL_TODAY,
    Note(
        "cancer_team",
        "The cause is cancer, or one of the boxes on cancer is ticked.",
        WITH_CANCER,
        Words(
            "Your cancer team and a spine specialist decide together. New or worse pain: tell them today.",
            "Their cancer team and a spine specialist decide together. New or worse pain: tell them today.",
        ),
        source="niceipg166",
        not_with=(GET_HELP_NOW,),
    ),
    Note(
        "raise_cautions",
        "One of the things to talk about is ticked.",
        ANY_CAUTION,
        both("Talk about this first, before a day is set, since it can change the risk: {called_by}."),
        source="l34228checklist",
        first=True,
        instead=(
            Instead(
                Ticked("cautions", ("blood_thinner",)),
                "With a blood thinner.",
                both(
                    "Talk about this first, before a day is set, since it can change the risk: {called_by}. "
                    "Do not stop the blood thinner on your own."
                ),
            ),
        ),
        not_with=(GET_HELP_NOW,),
    ),
    Note(
        "in_hospital",
        "In a hospital bed because of this pain.",
        IN_HOSPITAL,
        both(
            "In the hospital: show this to the team on the ward. They know the case, and can ask a spine specialist to come."
        ),
        source="lcd34106",
        not_with=(GET_HELP_NOW,),
    ),
    Note(
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
    ),
    Note(
        "clinician_decides",
        "An answer that only a clinician can judge. It may be an injury, an older break with cancer, or care that cannot be used. "
        "Or a plain X-ray with no new break, or a broken neck bone or sacrum.",
        ONLY_A_CLINICIAN,
        both(
            "Only a clinician can decide on this: {called_by}. Ask a spine specialist, or with cancer the cancer team. "
            "Bring any scan and its report. If there is no MRI, ask whether one is needed."
        ),
        source="clinicpage",
    ),
    Note(
        "past_window",
        "Only the age of the break does not fit.",
        OnlyNotMet(FRACTURE_RECENT, CRITERIA),
        Words(
            f"Past {FRACTURE_WINDOW.words}, healing is often too far along. Often is not always: ask whether your break has healed.",
            f"Past {FRACTURE_WINDOW.words}, healing is often too far along. Often is not always: ask whether their break has healed.",
        ),
        source="clinicpage",
        instead=(
            Instead(
                NOT_WEAK_BONE,
                "With an injury, or a growth that is not cancer.",
                Words(
                    f"The pain began more than {FRACTURE_WINDOW.words} ago: ask whether your break has healed.",
                    f"The pain began more than {FRACTURE_WINDOW.words} ago: ask whether their break has healed.",
                ),
            ),
        ),
        not_with=(ADULTS_ONLY,),
    ),
    Note(
        "older_break_still_new",
        "The break is older, but the scan shows it as new.",
        All(Not(PAIN_IN_TIME), SCAN_SHOWS_NEW_BREAK.condition),
        both(
            "The break is older, but the scan still shows it as new. One trial, planned as a blind test, tried cement "
            "without a balloon in such breaks. Ask what it means here."
        ),
        source="vertosv2023",
        instead=(
            Instead(
                NOT_WEAK_BONE,
                "When the cause is not weak bone.",
                both("The break is older, but the scan still shows it as new. Ask what it means here."),
            ),
        ),
        not_with=(ADULTS_ONLY,),
    ),
    Note(
        "xray_only",
        "The newest scan is an X-ray.",
        Is("scan", ("xray",)),
        both("An X-ray often cannot show whether a break is new. Ask whether an MRI is needed."),
        source="l34228checklist",
    ),
    Note(
        "scan_before_pain",
        "The scan was taken before the pain began.",
        SCAN_PREDATES_PAIN,
        both(
            "The scan was taken before this pain began, so it cannot show this break. Or is one of the two dates wrong?"
        ),
        source="clinicpage",
    ),
    Note(
        "scan_too_old_by_then",
        "The scan counts today but not on the day of the procedure.",
        All(
            HAD_SCAN,
            Within("scan_date", SCAN_WINDOW, to_today=True),
            Not(SCAN_PREDATES_PAIN),
            Not(SCAN_IN_TIME),
        ),
        both(
            "The scan counts today, but it will be too old on the day of the procedure. A new scan counts if it is done from {new_scan_from} on."
        ),
        source="clinicpage",
        not_with=(ADULTS_ONLY,),
    ),
    Note(
        "time_running",
        "Little time is left and no day for the procedure is known.",
        All(
            WINDOW_APPLIES, Unknown("procedure_date"), DaysLeft("pain_began", FRACTURE_WINDOW, 0, TIME_NEARLY_UP.limit)
        ),
        both(
            "{days_left} left. The clinic counts to the day of the procedure, and its limit ends on {fracture_window_ends}. "
            "That is one clinic’s limit, and no reason to decide in a hurry."
        ),
        source="clinicpage",
        instead=(
            Instead(
                Is("told_fracture", ("no",)),
                "When no doctor has told of a broken bone.",
                both(
                    "Whether a bone is broken comes first. If it is, a clinic’s limit ends on {fracture_window_ends}."
                ),
            ),
        ),
        not_with=(
            GET_HELP_NOW,
            ADULTS_ONLY,
        ),
    ),
    Note(
        "no_hurry",
        f"{TIME_ENOUGH.words.capitalize()} are left, no day for the procedure is known, nothing comes first, and nothing calls for a doctor today.",
        All(
            WINDOW_APPLIES,
            Unknown("procedure_date"),
            DaysLeft("pain_began", FRACTURE_WINDOW, TIME_ENOUGH.limit, FRACTURE_WINDOW.limit),
            EVERY_GATE_IS_NO,
            Not(Certain(CALLS_TODAY)),
        ),
        both(
            "There is no hurry: {days_left} are left of the time the clinic counts. There is time to think, to try other care and to ask."
        ),
        source="clinicpage",
        instead=(
            Instead(
                Is("told_fracture", ("no",)),
                "When no doctor has told of a broken bone.",
                both("There is no hurry over a procedure. Whether a bone is broken comes first."),
            ),
            Instead(
                IN_HOSPITAL,
                "In the hospital.",
                both(
                    "You are not late for the clinic’s limit: {days_left} are left. Talk with the team on the ward all the same, now."
                ),
            ),
            Instead(
                ONLY_A_CLINICIAN,
                "When only a clinician can decide something.",
                both(
                    "You are not late for the clinic’s limit: {days_left} are left. But do not put off the visit with a specialist."
                ),
            ),
            Instead(
                PAIN_WORSE,
                "When the pain gets worse.",
                both(
                    "You are not late for the clinic’s limit: {days_left} are left. There is time to think. But as the pain gets worse, do not put off the visit."
                ),
            ),
        ),
        not_with=(ADULTS_ONLY,),
    ),
    Note(
        "answers_differ_fracture",
        "Two answers about the break differ.",
        All(Is("told_fracture", ("no",)), Is("scan_new_break", ("yes",))),
        both(
            "Two answers differ: no doctor told of a break, but the report says there is a new one. Show the report to a doctor."
        ),
    ),
    Note(
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
    ),
)
