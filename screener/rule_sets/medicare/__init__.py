"""One Medicare rule, whole, as it was read word for word. A clinician or a billing office can review it from top to bottom.

LCD L34228; its text was read as L34106, as it stood in October 2025 (lcd34106). Facts, gates, help lines and warnings are
shared with the clinic's; here are `limits`, `points`, `notes`, `outcomes`, and `to_do`: steps, questions, differences.
"""

from dataclasses import replace

from screener.engine.rule_set import About, Phrases, RuleSet, Window
from screener.rule_sets.medicare.limits import (
    BREAK_WINDOW,
    PAIN_AT_HOME,
    PAIN_IN_HOSPITAL,
    ROLAND_MORRIS,
    SIGNS_NEEDED,
)
from screener.rule_sets.medicare.notes import NOTES
from screener.rule_sets.medicare.outcomes import OUTCOMES
from screener.rule_sets.medicare.points import CRITERIA, FRACTURE_RECENT, SCAN_SHOWS_HEALING
from screener.rule_sets.medicare.to_do import DIFFERENCES, FOR_THE_BILLING_OFFICE, QUESTIONS, STEPS
from screener.rule_sets.shared.facts import FACTS, RDQ
from screener.rule_sets.shared.gates import GATES
from screener.rule_sets.shared.help_lines import HELP_LINES
from screener.rule_sets.shared.limits import HEIGHT_LOSS, MILD_PAIN, SEVERE_PAIN, TIME_ENOUGH, TIME_NEARLY_UP
from screener.rule_sets.shared.outcomes import LADDER
from screener.rule_sets.shared.roles import ROLES

VERSION = "2026-11-29"

ABOUT = About(
    name="one Medicare rule",
    source="lcd34106",
    as_of="as it stood in October 2025",
    points="The points of one Medicare rule",
    whose="One Medicare rule (L34228, weak bone, October 2025); yours may differ. It never says Medicare will pay.",
    lead="It compares answers with the points of one Medicare rule. It never says that Medicare will pay.",
    named="One Medicare rule: L34228. In ten western states its number was L34106 until November 2025. Yours may differ: a "
    "clinician or the billing office must read the live rule.",
    counted="Days are counted to the day of the procedure, or to today while that is not known. The rule itself does not say "
    "on which day the count ends. If you know only the month, each day of it is tried.",
    boxes="Of the urgent signs, the first {number} need 911. The others call for a doctor today.",
    blind=(
        "It does not know which rule or plan holds for you.",
        "It does not know what the rule says today.",
        "It cannot see what stands in the medical record.",
    ),
    link="See the same answers under one Medicare rule",
    box="The same answers under one Medicare rule",
    own_questions=FOR_THE_BILLING_OFFICE,
    is_and_is_not=(
        "This is one Medicare rule (L34228; in ten western states its number was L34106 until November 2025). Other rules and plans differ.",
        "One company, Noridian, wrote it for its own region. We read it as it stood in October 2025. A clinician or the billing office must read the live rule.",
        "As L34106 it held in Alaska, Arizona, Idaho, Montana, North Dakota, Oregon, South Dakota, Utah, Washington and Wyoming. "
        "We did not read where else L34228 holds.",
        "It is for breaks from weak bone only.",
        "What a plan covers is not medical advice. It does not say which care is best.",
        "Whatever stands here never says that Medicare will pay.",
    ),
)

WINDOWS = (
    Window(
        "fracture_window_ends",
        fact="pain_began",
        criterion=FRACTURE_RECENT,
        threshold=BREAK_WINDOW,
        event="Last day that one Medicare rule counts from the break",
        days_left="days_left",
    ),
    # The rule names no age of the scan.
    Window("scan_counts_until", fact="scan_date", criterion=SCAN_SHOWS_HEALING, threshold=None, event=""),
)

MEDICARE_RULES = RuleSet(
    id="medicare",
    version=VERSION,
    about=ABOUT,
    title="One Medicare rule: notes for the visit",
    roles=replace(
        ROLES,
        day_unknown="No date for a procedure is known. We count to the day of the procedure, so the days go on counting.",
    ),
    ladder=LADDER,
    windows=WINDOWS,
    thresholds=(
        BREAK_WINDOW,
        PAIN_AT_HOME,
        PAIN_IN_HOSPITAL,
        SIGNS_NEEDED,
        ROLAND_MORRIS,
        HEIGHT_LOSS,
        TIME_NEARLY_UP,
        TIME_ENOUGH,
        MILD_PAIN,
        SEVERE_PAIN,
    ),
    # The score is asked for after all others but the last, the day of the procedure.
    facts=(*FACTS[:-1], RDQ, FACTS[-1]),
    also_read=(),
    gates=GATES,
    criteria=CRITERIA,
    notes=NOTES,
    outcomes=OUTCOMES,
    steps=STEPS,
    doctor_questions=QUESTIONS,
    help_lines=HELP_LINES,
    priorities=(),
    before_you_decide=(),
    differences=DIFFERENCES,
    phrases=Phrases(settled="When only a clinician, the billing office or the plan can say what is open:"),
)
