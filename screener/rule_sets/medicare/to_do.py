"""What to do next under this rule, what to ask about paying, and where the rule and the clinic part."""

from screener.engine.conditions import All, Certain, Is, Not, Ticked, Unknown
from screener.engine.facts import Words, both
from screener.engine.rule_set import Difference, DoctorQuestion, Instead, Step, cues
from screener.rule_sets.medicare.points import (
    CARE_NOT_ENOUGH,
    CAUSE_COVERED,
    FRACTURE_RECENT,
    LEVEL_COVERED,
    PAIN_ENOUGH,
    SCAN_SHOWS_HEALING,
    WORSE_OR_TWO_SIGNS,
)
from screener.rule_sets.shared.conditions import (
    FOR_A_SPECIALIST,
    IN_HOSPITAL,
    SCAN_IN_TIME,
    SCAN_PREDATES_PAIN,
)
from screener.rule_sets.shared.facts import HAD_SCAN
from screener.rule_sets.shared.outcomes import (
    ADULTS_ONLY,
    GET_HELP_NOW,
    MISSING_FACTS,
    NO_KNOWN_FRACTURE,
    NOT_YET,
    OTHER_OPTIONS_FIRST,
    POINTS_FIT,
    RAISE_FIRST,
)
from screener.rule_sets.shared.steps import WHAT_COMES_FIRST

STEPS = (
    *WHAT_COMES_FIRST,
    Step(both("Ask the child’s doctor."), (ADULTS_ONLY,)),
    Step(
        both("Ask for a visit with a spine specialist in the next days. Bring the scan and its report."),
        (RAISE_FIRST, MISSING_FACTS, NOT_YET, OTHER_OPTIONS_FIRST),
        condition=FOR_A_SPECIALIST,
        instead=(
            Instead(IN_HOSPITAL, "In the hospital.", both("Ask the team on the ward to bring in a spine specialist.")),
            Instead(
                Ticked("level", ("neck",)),
                "With a broken neck bone.",
                both("Ask for a spine specialist today or on the next working day. Bring the scan and its report."),
            ),
        ),
    ),
    Step(
        both("Ask whether an MRI is needed. The rule does not name a plain X-ray."),
        (NOT_YET,),
        cues("scan_shows_healing:not_met"),
    ),
    Step(both("Ask what pain care to try first, and for how long."), (NOT_YET,), cues("care_tried:not_tried")),
    Step(both("Find out what is still open."), (MISSING_FACTS,), cues("find_out:something")),
    Step(
        both("Ask the billing office which rule holds, and whether it must be approved first."),
        (POINTS_FIT, MISSING_FACTS, NOT_YET, OTHER_OPTIONS_FIRST),
        instead=(
            Instead(
                IN_HOSPITAL,
                "In the hospital.",
                both(
                    "Show this to the team on the ward. Ask them which rule holds, and whether it must be approved first."
                ),
            ),
        ),
    ),
)

FOR_THE_BILLING_OFFICE = "For the billing office or the plan"
FOR_THE_DOCTOR = "For the doctor"
NOTHING_TO_BILL = cues(*(f"outcome:{one.id}" for one in (GET_HELP_NOW, ADULTS_ONLY, NO_KNOWN_FRACTURE)))
OTHER_CAUSES = cues("cause:cancer", "cause:benign_growth", "cause:injury")

QUESTIONS = (
    DoctorQuestion(
        "broken",
        FOR_THE_DOCTOR,
        Words(
            "Could a bone in my spine be broken? Which scan would show it?",
            "Could a bone in their spine be broken? Which scan would show it?",
        ),
        cues("outcome:no_known_fracture", "outcome:adults_only", "outcome:get_help_now"),
    ),
    DoctorQuestion(
        "approval",
        FOR_THE_BILLING_OFFICE,
        both("Must it be approved first? Who asks for that, and how long does it take?"),
        unless=NOTHING_TO_BILL,
        always=True,
    ),
    DoctorQuestion(
        "which_rule",
        FOR_THE_BILLING_OFFICE,
        Words(
            "Which region’s rule, or which plan’s, holds for me? Has someone read the live text?",
            "Which region’s rule, or which plan’s, holds for them? Has someone read the live text?",
        ),
        unless=NOTHING_TO_BILL,
        always=True,
    ),
    DoctorQuestion(
        "where",
        FOR_THE_BILLING_OFFICE,
        Words(
            "Is it in the hospital or outpatient? What will I pay in each?",
            "Is it in the hospital or outpatient? What will they pay in each?",
        ),
        unless=NOTHING_TO_BILL,
        always=True,
    ),
    DoctorQuestion(
        "denial",
        FOR_THE_BILLING_OFFICE,
        both("After a no: may we have it in writing, with the rule, the point that was not met and any paper missing?"),
        unless=NOTHING_TO_BILL,
        always=True,
    ),
    DoctorQuestion(
        "appeal",
        FOR_THE_BILLING_OFFICE,
        Words(
            "How do I appeal, and by when? Who helps me with it?", "How do they appeal, and by when? Who helps with it?"
        ),
        unless=NOTHING_TO_BILL,
        always=True,
    ),
    DoctorQuestion(
        "record",
        FOR_THE_BILLING_OFFICE,
        both("Does the record that is sent say the pain from 0 to 10, the care tried, the signs and the scan?"),
        unless=NOTHING_TO_BILL,
        always=True,
    ),
    DoctorQuestion(
        "pressed_nerve",
        FOR_THE_DOCTOR,
        both("Is a nerve pressed? This rule lists that among things that must not be there."),
        cues("cautions:nerve_pain"),
    ),
    DoctorQuestion(
        "bleeding_first",
        FOR_THE_DOCTOR,
        both("Can the bleeding problem be put right first? Who does that?"),
        cues("stops:bleeding_problem"),
    ),
    DoctorQuestion(
        "bone_care",
        FOR_THE_DOCTOR,
        both("Who orders the bone density test, and the teaching on weak bones?"),
        unless=NOTHING_TO_BILL | OTHER_CAUSES,
        always=True,
    ),
)

# Every point of either rule set that is not the same in both has its line here; a test holds that.
DIFFERENCES = (
    Difference(
        "Cause",
        "The clinic also looks at cancer, a growth and some injuries; this rule is for weak bone.",
        CAUSE_COVERED,
        "cause_fits",
    ),
    Difference(
        "Which bone",
        "For the neck or the sacrum, we say beside the clinic’s points that a clinician decides; this rule leaves them out.",
        LEVEL_COVERED,
        "bone_level",
    ),
    Difference(
        "Age of the break",
        "Past the limit, with cancer, we leave it to the cancer team beside the clinic’s points; this rule has one limit for all.",
        FRACTURE_RECENT,
        "fracture_recent",
    ),
    Difference(
        "Pain",
        "The clinic asks whether the pain stops daily life; this rule asks for a number.",
        PAIN_ENOUGH,
        "pain_incapacitating",
    ),
    Difference(
        "Care tried first",
        "The clinic always asks for other care first; this rule does not ask for it in the hospital.",
        CARE_NOT_ENOUGH,
        "care_not_enough",
    ),
    Difference(
        "More signs",
        "The clinic wants one of seven signs; this rule wants pain that gets worse or two of four, and in the hospital none.",
        WORSE_OR_TWO_SIGNS,
        "one_more_sign",
    ),
    Difference(
        "Age of the scan",
        "The clinic wants a scan of the last 30 days; this rule names no age.",
        there="scan_recent",
        when=All(HAD_SCAN, Not(Certain(SCAN_IN_TIME))),
    ),
    Difference(
        "A scan from before the pain",
        "Beside the clinic’s points, we ask for a new one; this rule says nothing of it, so we leave open whether it counts.",
        when=SCAN_PREDATES_PAIN,
    ),
    Difference(
        "Day of the scan",
        "While it is not known, we leave open under this rule what the scan shows: it may be from before the pain.",
        when=All(Is("scan", ("mri", "bone_scan")), Unknown("scan_date")),
    ),
    Difference(
        "What the scan shows",
        "The clinic names no kind of scan; this rule names an MRI that shows swelling, or a scan that lights up.",
        SCAN_SHOWS_HEALING,
        "scan_shows_new_break",
    ),
    Difference(
        "In the hospital",
        "Short summaries of this rule and of four others ask for one more sign there too; the text that we read does not. Ask the team.",
        when=IN_HOSPITAL,
    ),
    Difference(
        "A pressed nerve",
        "This rule lists a pressed nerve among things that must not be there; with the clinic it is something to talk about. "
        "Tell the doctor.",
        when=Ticked("cautions", ("nerve_pain",)),
    ),
    Difference(
        "Things that come first",
        "Here they come first for medical reasons; this rule lists them among things that must not be there. Some can be put "
        "right first.",
        when=Ticked(
            "stops",
            (
                "pain_elsewhere",
                "infection",
                "pregnancy",
                "cement_allergy",
                "unstable_spine",
                "bone_fragment",
                "many_levels",
            ),
        ),
    ),
    Difference(
        "Infection",
        "An infection in the spine in the last few months counts here as well; this rule names one that is there now.",
        when=Ticked("stops", ("infection",)),
    ),
    Difference(
        "Bleeding",
        "In this rule, only a bleeding problem that was not put right counts; here any comes first. Ask whether it can be put "
        "right first.",
        when=Ticked("stops", ("bleeding_problem",)),
    ),
    Difference(
        "Medical reasons of our own",
        "Cancer near the cord and a stopped or late Prolia shot come first here for medical reasons; they are not in this rule.",
        when=Ticked("stops", ("cancer_near_cord", "denosumab_stopped")),
    ),
)
