"""What is said beside the outcome, or above it, in this order."""

from screener.engine.conditions import All, Called, Certain, DaysLeft, Is, Not, Some, Unknown, Within
from screener.engine.facts import Words, both
from screener.engine.rule_set import Instead, Note, OnlyNotMet
from screener.rule_sets.clinic.points import CRITERIA, FRACTURE_RECENT, SCAN_SHOWS_NEW_BREAK
from screener.rule_sets.shared.conditions import (
    CALLS_TODAY,
    CANCER,
    FOR_A_SPECIALIST,
    IN_HOSPITAL,
    NOT_WEAK_BONE,
    PAIN_IN_TIME,
    PAIN_WORSE,
    PLAIN_PICTURE,
    SCAN_IN_TIME,
    SCAN_PREDATES_PAIN,
    WINDOW_APPLIES,
)
from screener.rule_sets.shared.facts import HAD_SCAN
from screener.rule_sets.shared.gates import EVERY_GATE_IS_NO
from screener.rule_sets.shared.limits import (
    FRACTURE_WINDOW,
    SCAN_WINDOW,
    TIME_ENOUGH,
    TIME_NEARLY_UP,
)
from screener.rule_sets.shared.notes import (
    ANSWERS_DIFFER_FRACTURE,
    ANSWERS_DIFFER_PAIN,
    CALL_TODAY,
    CANCER_TEAM,
    EASING,
    ON_THE_WARD,
    RAISE_CAUTIONS,
    SCAN_BEFORE_PAIN,
    XRAY_ONLY,
)
from screener.rule_sets.shared.outcomes import ADULTS_ONLY, GET_HELP_NOW

ONLY_A_CLINICIAN = Some(
    Called(Is("cause", ("injury",)), "an injury as the cause"),
    Called(All(CANCER, Not(PAIN_IN_TIME)), f"cancer, and pain for more than {FRACTURE_WINDOW.words}"),
    Called(Is("care_tried", ("cannot_use",)), "a brace and pain medicine that cannot be used"),
    Called(All(Is("scan_new_break", ("no",)), PLAIN_PICTURE), "a picture that often cannot show a new break"),
    FOR_A_SPECIALIST,
)

NOTES = (
    CALL_TODAY,
    CANCER_TEAM,
    RAISE_CAUTIONS,
    ON_THE_WARD,
    EASING,
    Note(
        "clinician_decides",
        "An answer that only a clinician can judge. It may be an injury, an older break with cancer, or care that cannot be used. "
        "Or a plain X-ray with no new break, or a broken neck bone or sacrum.",
        ONLY_A_CLINICIAN,
        both(
            "Only a clinician can decide on this: {called_by}. Ask a spine specialist, or with cancer the cancer team. "
            "Bring any scan and its report. If there is no MRI (a scan with no X-rays), ask whether one is needed."
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
    XRAY_ONLY,
    SCAN_BEFORE_PAIN,
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
            "{days_left} are left of the time the clinic counts, so there is time to think, to try other care and to ask. New or worse signs change that."
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
    ANSWERS_DIFFER_FRACTURE,
    ANSWERS_DIFFER_PAIN,
)
