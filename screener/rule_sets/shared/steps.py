"""What to do before all points, in every rule set."""

from screener.engine.conditions import All, Not, Some
from screener.engine.facts import Words, both
from screener.engine.rule_set import Instead, Step, cues
from screener.rule_sets.shared.conditions import CALLS_TODAY, FOR_A_SPECIALIST, IN_HOSPITAL, WITH_CANCER
from screener.rule_sets.shared.outcomes import GET_HELP_NOW, LADDER, NO_KNOWN_FRACTURE, RAISE_FIRST

EVERY_OUTCOME_BUT_911 = tuple(outcome for outcome in LADDER.outcomes if outcome != GET_HELP_NOW)

WHAT_COMES_FIRST = (
    Step(
        both("Call 911, or go to the nearest emergency room."),
        (GET_HELP_NOW,),
        instead=(Instead(IN_HOSPITAL, "In the hospital.", both("Tell a nurse now.")),),
    ),
    Step(
        Words("Call your doctor today.", "Call their doctor today."),
        EVERY_OUTCOME_BUT_911,
        cues("note:call_today"),
        instead=(
            Instead(
                IN_HOSPITAL,
                "In the hospital.",
                Words("Tell your nurse or doctor now.", "Tell their nurse or doctor now."),
            ),
            Instead(
                WITH_CANCER,
                "With cancer, now or before.",
                Words("Call your doctor today: the cancer team.", "Call their doctor today: the cancer team."),
            ),
        ),
    ),
    Step(
        Words("Call your cancer team now, and ask who decides.", "Call their cancer team now, and ask who decides."),
        EVERY_OUTCOME_BUT_911,
        condition=All(WITH_CANCER, Not(Some(CALLS_TODAY, FOR_A_SPECIALIST))),
        instead=(
            Instead(
                IN_HOSPITAL,
                "In the hospital.",
                Words("Ask for your cancer team now.", "Ask for their cancer team now."),
            ),
        ),
    ),
    Step(both("Tell the doctor first, before all the points: {raised}."), (RAISE_FIRST,)),
    Step(
        both("Ask the doctor whether a spine bone may be broken, and which scan can show it."),
        (NO_KNOWN_FRACTURE,),
    ),
)
