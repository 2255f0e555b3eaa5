"""What is said beside the outcome, or above it, in this order."""

from screener.engine.conditions import All, Called, Certain, DaysLeft, Is, Not, Some, Unknown
from screener.engine.facts import Words, both
from screener.engine.rule_set import Instead, Note, OnlyNotMet
from screener.rule_sets.medicare.limits import BREAK_WINDOW
from screener.rule_sets.medicare.points import (
    BETWEEN_THE_PATHS,
    CRITERIA,
    FRACTURE_RECENT,
    OTHER_CAUSE,
    SOME_BONES_COVERED,
)
from screener.rule_sets.shared.conditions import (
    CALLS_TODAY,
    FOR_A_SPECIALIST,
    IN_HOSPITAL,
    PAIN_WORSE,
    PLAIN_PICTURE,
    WITH_CANCER,
)
from screener.rule_sets.shared.gates import EVERY_GATE_IS_NO
from screener.rule_sets.shared.limits import TIME_ENOUGH, TIME_NEARLY_UP
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
    Called(
        All(Is("care_tried", ("cannot_use",)), Not(Certain(IN_HOSPITAL))),
        "a brace and pain medicine that cannot be used",
    ),
    Called(SOME_BONES_COVERED, "bones of which the rule names some, and some not"),
)

# What the clinic's points leave to a clinician too: the two summaries must not part in whether a visit can wait.
FOR_A_CLINICIAN = Some(
    ONLY_A_CLINICIAN,
    FOR_A_SPECIALIST,
    Is("cause", ("injury",)),
    All(Is("scan_new_break", ("no",)), PLAIN_PICTURE),
)

NOTES = (
    CALL_TODAY,
    CANCER_TEAM,
    RAISE_CAUTIONS,
    ON_THE_WARD,
    EASING,
    Note(
        "clinician_decides",
        "A brace and pain medicine cannot be used, outside a hospital. Or some of the bones are not those of the rule.",
        ONLY_A_CLINICIAN,
        both(
            "Only a clinician can decide on this: {called_by}. Ask a spine specialist. Bring any scan and its report."
        ),
        source="lcd34106",
    ),
    Note(
        "past_window",
        "Only the age of the break does not fit.",
        OnlyNotMet(FRACTURE_RECENT, CRITERIA),
        Words(
            f"This rule names no break past {BREAK_WINDOW.words}. Healing is often too far along by then. Often is not always: "
            "ask whether your break has healed, and which rule holds.",
            f"This rule names no break past {BREAK_WINDOW.words}. Healing is often too far along by then. Often is not always: "
            "ask whether their break has healed, and which rule holds.",
        ),
        source="lcd34106",
        instead=(
            Instead(
                OTHER_CAUSE,
                "When the cause is not weak bone.",
                both(
                    f"This rule names no break past {BREAK_WINDOW.words}, and it is for weak bone. Ask which rule holds."
                ),
            ),
        ),
        not_with=(ADULTS_ONLY,),
    ),
    XRAY_ONLY,
    SCAN_BEFORE_PAIN,
    Note(
        "time_running",
        "Little time is left and no day for the procedure is known.",
        All(Unknown("procedure_date"), DaysLeft("pain_began", BREAK_WINDOW, 0, TIME_NEARLY_UP.limit)),
        both(
            "{days_left} left of the time this rule names, as we count: to {fracture_window_ends}. "
            "That is one rule’s limit, and no reason to decide in a hurry."
        ),
        source="lcd34106",
        instead=(
            Instead(
                Is("told_fracture", ("no",)),
                "When no doctor has told of a broken bone.",
                both(
                    "Whether a bone is broken comes first. If it is, this rule’s limit ends on {fracture_window_ends}."
                ),
            ),
            Instead(
                WITH_CANCER,
                "With cancer.",
                both(
                    "{days_left} left of the time this rule names, as we count: to {fracture_window_ends}. "
                    "But do not put off the talk with the cancer team for it."
                ),
            ),
        ),
        not_with=(GET_HELP_NOW, ADULTS_ONLY),
    ),
    Note(
        "no_hurry",
        f"{TIME_ENOUGH.words.capitalize()} are left, no day for the procedure is known, nothing comes first, and nothing calls for a doctor today.",
        All(
            Unknown("procedure_date"),
            DaysLeft("pain_began", BREAK_WINDOW, TIME_ENOUGH.limit, BREAK_WINDOW.limit),
            EVERY_GATE_IS_NO,
            Not(Certain(CALLS_TODAY)),
        ),
        both(
            "There is no hurry: {days_left} are left of the time this rule names. There is time to think, to try other care and to ask. An approval or an appeal takes time too."
        ),
        source="lcd34106",
        instead=(
            Instead(
                Is("told_fracture", ("no",)),
                "When no doctor has told of a broken bone.",
                both("There is no hurry over a procedure. Whether a bone is broken comes first."),
            ),
            Instead(
                WITH_CANCER,
                "With cancer.",
                both(
                    "You are not late for this rule’s limit: {days_left} are left. But do not put off the talk with the cancer team for it."
                ),
            ),
            Instead(
                IN_HOSPITAL,
                "In the hospital.",
                both(
                    "You are not late for this rule’s limit: {days_left} are left. Talk with the team on the ward all the same, now."
                ),
            ),
            Instead(
                FOR_A_CLINICIAN,
                "When only a clinician can decide something.",
                both(
                    "You are not late for this rule’s limit: {days_left} are left. But do not put off the visit with a specialist."
                ),
            ),
            Instead(
                PAIN_WORSE,
                "When the pain gets worse.",
                both(
                    "You are not late for this rule’s limit: {days_left} are left. There is time to think. But as the pain gets worse, do not put off the visit."
                ),
            ),
        ),
        not_with=(ADULTS_ONLY,),
    ),
    ANSWERS_DIFFER_FRACTURE,
    ANSWERS_DIFFER_PAIN,
    Note(
        "other_medicare_rules",
        "The cause is cancer, a growth or an injury.",
        OTHER_CAUSE,
        both("This rule is for weak bone. For cancer, a growth or an injury, other Medicare rules may hold. Ask."),
        source="noridiana56572",
    ),
    Note(
        "hospital_gap",
        "In the hospital, with pain of 5 to 7.",
        All(IN_HOSPITAL, BETWEEN_THE_PATHS),
        both("With 5 to 7 in the hospital, the rule names no path. Ask the team."),
        source="lcd34106",
    ),
    Note(
        "ct_alone",
        "The newest scan is a CT.",
        Is("scan", ("ct",)),
        both(
            "The rule names an MRI that shows swelling, or a scan that lights up. Ask whether a plain CT is enough, or an MRI is needed."
        ),
        source="lcd34106",
    ),
    Note(
        "medicare_bone_care",
        "Always.",
        All(),
        both(
            "The rule says that people should be sent for a bone density test, and for teaching on weak bones. If no one has said so, ask."
        ),
        source="lcd34106",
        instead=(
            Instead(
                OTHER_CAUSE,
                "When the cause is not weak bone.",
                both(
                    "The rule also wants a bone density test, and teaching on weak bones. Ask whether that makes sense here."
                ),
            ),
        ),
        not_with=(GET_HELP_NOW, ADULTS_ONLY),
    ),
)
