"""The rule set of one US pain clinic, whole. A clinician can review it from top to bottom; nothing happens in it.

In reading order: `shared/limits`, `shared/help_lines`, `shared/facts` (the questions), `shared/gates` (what comes
before), `shared/notes`, `shared/outcome_words` and `shared/steps`, then here `points`, `notes`, `outcomes`, `steps` and
`doctor_questions`. Every text comes in two voices where they differ: to the person with the pain ("you") and to one who
answers for someone else ("they"). `source` is an id in content/sources.toml.
"""

from dataclasses import replace

from screener.engine.conditions import Not
from screener.engine.rule_set import About, RuleSet, Window
from screener.rule_sets.clinic.doctor_questions import BEFORE_YOU_DECIDE, DOCTOR_QUESTIONS, PRIORITIES, WAYS
from screener.rule_sets.clinic.notes import NOTES
from screener.rule_sets.clinic.outcomes import OUTCOMES
from screener.rule_sets.clinic.points import CRITERIA, FRACTURE_RECENT, SCAN_RECENT
from screener.rule_sets.clinic.steps import STEPS
from screener.rule_sets.shared.conditions import SCAN_PREDATES_PAIN, WINDOW_APPLIES
from screener.rule_sets.shared.facts import FACTS, RDQ
from screener.rule_sets.shared.gates import GATES
from screener.rule_sets.shared.help_lines import HELP_LINES
from screener.rule_sets.shared.limits import (
    FRACTURE_WINDOW,
    HEIGHT_LOSS,
    MILD_PAIN,
    SCAN_WINDOW,
    SEVERE_PAIN,
    TIME_ENOUGH,
    TIME_NEARLY_UP,
)
from screener.rule_sets.shared.outcomes import LADDER
from screener.rule_sets.shared.roles import ROLES

VERSION = "2026-11-29"

ABOUT = About(
    name="one US pain clinic’s points",
    source="clinicpage",
    as_of="as its page stood on November 20, 2026",
    points="The points a clinic looks at",
    whose="Points of one US pain clinic; other clinics differ. For learning; a clinician decides.",
    lead="It compares answers with the points that one US pain clinic looks at. It never says that you get a procedure or "
    "that you do not. That is for you and a clinician.",
    link="See the same answers beside one US pain clinic’s points",
    named="“One Medicare rule” is L34228. In ten western states its number was L34106 until November 2025. We read it as it "
    "stood in October 2025. Yours may differ: a clinician or the billing office must read the live rule.",
    counted="Days are counted to the day of the procedure, or to today while that is not known. If you know only the month, "
    "each day of it is tried. If they do not agree, the point is not known.",
    boxes="Of the urgent signs, the first {number} need 911. The others call for a doctor today. These also come first, as "
    "all of the second list does:",
    blind=(
        "It cannot examine a person, and it cannot read a scan.",
        "It takes each answer as given. A wrong date gives a wrong result.",
        "It does not know all illnesses or medicines.",
        "It uses one clinic’s points. Other clinics, doctors and health plans use others.",
        "No list of warning signs finds every emergency.",
    ),
)

DAY_UNKNOWN = (
    "No date for a procedure is known. The clinic counts to the day of the procedure, so the days go on counting."
)

WINDOWS = (
    Window(
        "fracture_window_ends",
        fact="pain_began",
        criterion=FRACTURE_RECENT,
        threshold=FRACTURE_WINDOW,
        event="Last day that a clinic counts from the break",
        applies=WINDOW_APPLIES,
        days_left="days_left",
    ),
    Window(
        "scan_counts_until",
        fact="scan_date",
        criterion=SCAN_RECENT,
        threshold=SCAN_WINDOW,
        event="Last day on which the scan counts as recent",
        applies=Not(SCAN_PREDATES_PAIN),
        counts_from="new_scan_from",
    ),
)

CLINIC_RULES = RuleSet(
    id="clinic",
    version=VERSION,
    about=ABOUT,
    title="Guide for the visit: a broken spine bone",
    title_alone="Guide for the visit",
    roles=replace(ROLES, day_unknown=DAY_UNKNOWN),
    ladder=LADDER,
    windows=WINDOWS,
    thresholds=(FRACTURE_WINDOW, SCAN_WINDOW, HEIGHT_LOSS, TIME_NEARLY_UP, TIME_ENOUGH, MILD_PAIN, SEVERE_PAIN),
    facts=FACTS,
    also_read=(RDQ,),
    gates=GATES,
    criteria=CRITERIA,
    notes=NOTES,
    outcomes=OUTCOMES,
    steps=STEPS,
    doctor_questions=DOCTOR_QUESTIONS,
    priorities=PRIORITIES,
    ways=WAYS,
    before_you_decide=BEFORE_YOU_DECIDE,
    help_lines=HELP_LINES,
)
