"""What each outcome says under this rule, the gravest first. None says that Medicare will pay, or that it will not."""

from screener.engine.conditions import Ticked
from screener.engine.facts import both
from screener.engine.rule_set import Instead, OutcomeWords
from screener.rule_sets.shared.conditions import ANY_CAUTION, CALLS_TODAY, CANCER, NOT_WEAK_BONE, PAIN_EASING
from screener.rule_sets.shared.outcome_words import HELP_NOW, NO_FRACTURE_KNOWN, ONLY_ADULTS, SOMETHING_FIRST
from screener.rule_sets.shared.outcomes import MISSING_FACTS, NOT_YET, OTHER_OPTIONS_FIRST, POINTS_FIT

# Neither bone is one of the rule's, and the first cannot wait for a question of cover.
OTHER_BONES = (
    Instead(
        Ticked("level", ("neck",)),
        "With a broken neck bone.",
        both("A broken neck bone is for a spine specialist. Ask for that today or on the next working day."),
        both(
            "This rule is about the chest and the low back. Ask whether to wear a collar until then. This is not an "
            "all-clear."
        ),
    ),
    Instead(
        Ticked("level", ("sacrum",)),
        "With a broken sacrum or tailbone.",
        both("A broken sacrum or tailbone is for a specialist. Ask for that visit in the next days."),
        both("It is another kind of break, with other care than this rule is about. This is not an all-clear."),
    ),
)

# A rule that is not theirs sends nobody to find things out.
ANOTHER_RULE = (
    Instead(
        CANCER,
        "With cancer.",
        both("This rule is for weak bone, not for cancer. Ask which rule holds."),
        both("Do not put off the talk with the cancer team and a spine specialist for it. They decide together."),
    ),
    Instead(
        NOT_WEAK_BONE,
        "With an injury, or a growth that is not cancer.",
        both("This rule is for weak bone. For another cause, ask which rule holds."),
        both("What stands below is about this one rule. It is no word on which care is right."),
    ),
)

OUTCOMES = (
    HELP_NOW,
    ONLY_ADULTS,
    NO_FRACTURE_KNOWN,
    SOMETHING_FIRST,
    OutcomeWords(
        OTHER_OPTIONS_FIRST,
        both("Some answers do not fit the points of this one Medicare rule."),
        both(
            "This is not a no from Medicare, and no word on which care is right. Rules differ. Ask the billing office which one "
            "holds, and ask the doctor about the other options."
        ),
        when="A point does not fit, and it is not one of those that can still change.",
        instead=(*OTHER_BONES, *ANOTHER_RULE),
    ),
    OutcomeWords(
        NOT_YET,
        both("Not all points of this one Medicare rule fit yet, but what does not fit can still change."),
        both("Below is what to get or to try. It may also turn out that the pain eases before that."),
        when="All that does not fit can still change: no scan, only an X-ray, or care not tried yet.",
        instead=(
            *OTHER_BONES,
            *ANOTHER_RULE,
        ),
    ),
    OutcomeWords(
        MISSING_FACTS,
        both("Some things that this rule asks for are not known yet. Find them out, or ask."),
        both("A question mark does not mean no. It means: find this out. The list below says where to look."),
        when="Nothing speaks against it, but a point is not known. Or what comes first is not known.",
        settled=both(
            "Only a clinician, the billing office or the plan can say what is still open. This is not an all-clear."
        ),
        settled_meaning=both("Show them the points that are listed as not known, and the scan with its report."),
        instead=(*OTHER_BONES, *ANOTHER_RULE),
    ),
    OutcomeWords(
        POINTS_FIT,
        both("The answers fit the points of this one Medicare rule. Ask the billing office which rule holds."),
        both(
            "That does not mean that Medicare will pay, or that the procedure is right in this case. A clinician must look at the "
            "person, the scans and the other illnesses."
        ),
        when="All points fit.",
        instead=(
            Instead(
                CALLS_TODAY,
                "When something calls for a doctor today.",
                both(
                    "What calls for a doctor today comes first. Apart from that, the answers fit the points of this rule."
                ),
            ),
            Instead(
                ANY_CAUTION,
                "When something to talk about is ticked.",
                both("Talk first about what you ticked. Apart from that, the answers fit the points of this rule."),
            ),
            Instead(
                PAIN_EASING,
                "When the pain is getting better.",
                both(
                    "The pain is easing: ask about that first. Apart from it, the answers fit the points of this rule."
                ),
            ),
        ),
    ),
)
