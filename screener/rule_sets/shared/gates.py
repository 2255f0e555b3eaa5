"""What comes before the points: a red flag outranks them all, as the order of the outcomes says."""

from screener.engine.conditions import All, Is, Not, Some, Ticked
from screener.engine.facts import both
from screener.engine.rule_set import Gate
from screener.rule_sets.shared.conditions import CANCER, COMES_FIRST, NEEDS_911, PAIN_WORSE
from screener.rule_sets.shared.outcomes import ADULTS_ONLY, GET_HELP_NOW, RAISE_FIRST

GATES = (
    Gate(
        "emergency",
        both("A sign that needs 911"),
        Ticked("urgent_signs", NEEDS_911),
        GET_HELP_NOW,
        source="ahcprredflags",
        answers=("urgent_signs",),
    ),
    Gate("child", both("Under 18"), Is("adult", ("no",)), ADULTS_ONLY, source="aaos2010", answers=("adult",)),
    Gate(
        "stop",
        both("Something that comes before a procedure"),
        # In the order in which they are told: those first that cannot wait for a visit.
        Ticked(
            "stops",
            (
                "cancer_near_cord",
                "unstable_spine",
                "bone_fragment",
                "denosumab_stopped",
                "infection",
                "pregnancy",
                "bleeding_problem",
                "cement_allergy",
                "pain_elsewhere",
                "many_levels",
            ),
        ),
        RAISE_FIRST,
        source="lcd34106",
        answers=("stops",),
    ),
    Gate(
        "sign_first",
        both("A sign that a doctor must look at first"),
        Ticked("urgent_signs", COMES_FIRST),
        RAISE_FIRST,
        source="ahcprredflags",
        answers=("urgent_signs",),
    ),
    Gate(
        "cancer_worse",
        both("Cancer, and pain that gets worse"),
        All(CANCER, PAIN_WORSE),
        RAISE_FIRST,
        source="rnohmscc",
        answers=("cause", "pain_trend"),
        first="Pain that gets worse can mean that the cancer presses on the cord. Tell the cancer team today. "
        "Until then, bend the back as little as you can.",
    ),
)
EVERY_GATE_IS_NO = All(*(Not(gate.condition) for gate in GATES))
RAISED_FIRST = Some(*(gate.condition for gate in GATES if gate.outcome == RAISE_FIRST))
