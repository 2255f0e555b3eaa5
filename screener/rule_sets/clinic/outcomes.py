"""What each outcome says, the gravest first."""

from screener.engine.conditions import Ticked
from screener.engine.facts import both
from screener.engine.rule_set import Instead, OutcomeWords
from screener.rule_sets.shared.conditions import (
    ANY_CAUTION,
    CALLS_TODAY,
    CANCER,
    NOT_WEAK_BONE,
    PAIN_EASING,
)
from screener.rule_sets.shared.outcome_words import HELP_NOW, NO_FRACTURE_KNOWN, ONLY_ADULTS, SOMETHING_FIRST
from screener.rule_sets.shared.outcomes import (
    MISSING_FACTS,
    NOT_YET,
    OTHER_OPTIONS_FIRST,
    POINTS_FIT,
)

OUTCOMES = (
    HELP_NOW,
    ONLY_ADULTS,
    NO_FRACTURE_KNOWN,
    SOMETHING_FIRST,
    OutcomeWords(
        OTHER_OPTIONS_FIRST,
        both("Some answers do not fit the points a clinic looks at. Ask about the other options first."),
        both(
            "This is not a no. Other clinics and doctors use other limits. Only a clinician who knows the case can decide."
        ),
        when="A point does not fit, and it is not one of those that can still change.",
        worked="day-85-is-past",
    ),
    OutcomeWords(
        NOT_YET,
        both("Not all points fit yet, but what does not fit can still change."),
        both("Below is what to get or to try. It may also turn out that the pain eases before that."),
        when="All that does not fit can still change: a scan that is too old, missing or from before the pain, or care not tried yet.",
        worked="scan-day-31-is-too-old",
        instead=(
            Instead(
                CANCER,
                "With cancer.",
                meaning=both("Below is what to get or to try. Do not put off the talk with the cancer team for it."),
            ),
            Instead(
                NOT_WEAK_BONE,
                "With an injury, or a growth that is not cancer.",
                meaning=both("Below is what to get or to try."),
            ),
        ),
    ),
    OutcomeWords(
        MISSING_FACTS,
        both("Some things are not known yet. Find them out, or ask the doctor."),
        both("A question mark does not mean no. It means: find this out. The list below says where to look."),
        when="Nothing speaks against it, but a point is not known. Or what comes first is not known.",
        worked="two-signs-unknown",
        settled=both("What is still open, only a clinician can decide. This is not an all-clear."),
        settled_meaning=both(
            "A spine specialist, or with cancer the cancer team, decides the points that are listed as not known. Ask for "
            "that in the next days, and show the scan with its report."
        ),
        instead=(
            Instead(
                Ticked("level", ("neck",)),
                "With a broken neck bone.",
                both("A broken neck bone is for a spine specialist. Ask for that today or on the next working day."),
                both(
                    "The clinic’s points are about the chest and the low back. Ask whether to wear a collar until then. "
                    "This is not an all-clear."
                ),
            ),
            Instead(
                Ticked("level", ("sacrum",)),
                "With a broken sacrum or tailbone.",
                both("A broken sacrum or tailbone is for a specialist. Ask for that visit in the next days."),
                both(
                    "It is another kind of break, with other care than the clinic’s points are about. This is not an all-clear."
                ),
            ),
        ),
    ),
    OutcomeWords(
        POINTS_FIT,
        both("The answers fit the points a clinic looks at. Discuss them with the doctor."),
        both(
            "That does not mean that the procedure is right in this case. A clinician must look at the person, the scans "
            "and the other illnesses. Waiting and other care are choices too."
        ),
        when="All points fit.",
        worked="all-points-fit",
        instead=(
            Instead(
                CANCER,
                "With cancer.",
                meaning=both(
                    "That does not mean that the procedure is right in this case. Care of a bone with cancer should start soon: "
                    "talk with the cancer team and a spine specialist."
                ),
            ),
            Instead(
                CALLS_TODAY,
                "When something calls for a doctor today.",
                both(
                    "What calls for a doctor today comes first. Apart from that, the answers fit the points a clinic looks at."
                ),
            ),
            Instead(
                ANY_CAUTION,
                "When something to talk about is ticked.",
                both(
                    "Talk first about what you ticked. Apart from that, the answers fit the points a clinic looks at."
                ),
            ),
            Instead(
                PAIN_EASING,
                "When the pain is getting better.",
                both(
                    "The pain is easing: ask about that first. Apart from it, the answers fit the points a clinic looks at."
                ),
            ),
        ),
    ),
)
