"""What to do next: the first three that are called for."""

from screener.engine.conditions import DaysLeft, Ticked
from screener.engine.facts import Words, both
from screener.engine.rule_set import Instead, Step, cues
from screener.rule_sets.shared.conditions import CANCER, IN_HOSPITAL, WINDOW_APPLIES
from screener.rule_sets.shared.limits import FRACTURE_WINDOW, SCAN_WINDOW, TIME_ENOUGH
from screener.rule_sets.shared.outcomes import (
    ADULTS_ONLY,
    MISSING_FACTS,
    NOT_YET,
    OTHER_OPTIONS_FIRST,
    POINTS_FIT,
)
from screener.rule_sets.shared.steps import EVERY_OUTCOME_BUT_911, WHAT_COMES_FIRST

STILL_OPEN = (POINTS_FIT, MISSING_FACTS, NOT_YET)

STEPS = (
    *WHAT_COMES_FIRST,
    Step(both("Ask the child’s doctor, and take the guide along."), (ADULTS_ONLY,)),
    Step(
        both("Ask for a visit with a spine specialist in the next days. Bring the scan and its report."),
        (MISSING_FACTS, NOT_YET, OTHER_OPTIONS_FIRST),
        cues("note:clinician_decides"),
        instead=(
            Instead(IN_HOSPITAL, "In the hospital.", both("Ask the team on the ward to bring in a spine specialist.")),
            Instead(
                Ticked("level", ("neck",)),
                "With a broken neck bone.",
                both("Ask for a spine specialist today or on the next working day. Bring the scan and its report."),
            ),
            Instead(
                CANCER,
                "With cancer.",
                both("Ask the cancer team for a visit in the next days. Bring the scan and its report."),
            ),
        ),
    ),
    Step(
        both("Ask for a new scan. It counts if it is done from {new_scan_from} on."),
        (NOT_YET,),
        cues("scan_recent:not_met"),
    ),
    Step(
        both(f"Ask whether a scan is needed. The clinic counts a scan for {SCAN_WINDOW.words}."),
        (NOT_YET,),
        cues("scan_recent:not_met", "procedure:no_date"),
    ),
    Step(
        both("Ask what pain care to try first, and for how long."),
        (NOT_YET, OTHER_OPTIONS_FIRST),
        cues("care_tried:not_tried"),
    ),
    Step(both("Ask about the other options, and what each of them involves."), (OTHER_OPTIONS_FIRST,)),
    Step(
        both("Find out what is still open."),
        (MISSING_FACTS,),
        cues("find_out:something"),
    ),
    Step(
        both(f"Ask for a visit soon. The {FRACTURE_WINDOW.words} end on {{fracture_window_ends}}."),
        STILL_OPEN,
        cues(
            "fracture_recent:met",
            "no_note:pain_easing",
            "no_note:call_today",
            "no_note:clinician_decides",
            "procedure:no_date",
        ),
        condition=DaysLeft("pain_began", FRACTURE_WINDOW, 0, TIME_ENOUGH.limit - 1),
        instead=(
            Instead(
                IN_HOSPITAL,
                "In the hospital.",
                both(f"Ask the team on the ward soon. The {FRACTURE_WINDOW.words} end on {{fracture_window_ends}}."),
            ),
        ),
    ),
    Step(both("After {scan_counts_until}, this clinic wants a new scan."), STILL_OPEN, cues("scan_recent:met")),
    Step(
        Words(
            "Ask what would happen if you wait, since the pain is easing.",
            "Ask what would happen if they wait, since the pain is easing.",
        ),
        STILL_OPEN,
        cues("note:pain_easing"),
        condition=WINDOW_APPLIES,
    ),
    Step(
        both("Print the guide and take it to the visit, so that nothing is forgotten."),
        EVERY_OUTCOME_BUT_911,
        for_screen=True,
        instead=(
            Instead(
                IN_HOSPITAL, "In the hospital.", both("Show the team on the ward this page, or the printed guide.")
            ),
        ),
    ),
)
