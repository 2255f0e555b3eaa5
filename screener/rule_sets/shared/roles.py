"""The parts that facts and notes play in every rule set about a broken spine bone."""

from screener.engine.rule_set import Roles
from screener.rule_sets.shared.conditions import FOR_SOMEONE_ELSE, IN_HOSPITAL
from screener.rule_sets.shared.facts import CAUTIONS, PAIN_TREND, STOPS, URGENT_SIGNS
from screener.rule_sets.shared.notes import CALL_TODAY

ROLES = Roles(
    asked_first=URGENT_SIGNS,
    tell_first=STOPS,
    talk_about=CAUTIONS,
    call_today=CALL_TODAY,
    call_today_fact=PAIN_TREND,
    someone_else=FOR_SOMEONE_ELSE,
    in_hospital=IN_HOSPITAL,
    counted_to="procedure_date",
    # In the order in which a doctor reads.
    for_the_doctor=(
        "level",
        "in_hospital",
        "cause",
        "pain_began",
        "scan",
        "scan_date",
        "scan_new_break",
        "pain_score",
        "pain_trend",
        "daily_tasks",
        "care_tried",
        "procedure_date",
        "stops",
        "cautions",
    ),
    in_an_emergency=("level", "cause", "stops", "cautions"),
    write_in=(
        "Blood thinner, by name",
        "Bone medicine, last shot or pill",
        "Cement before: which bone, when",
        "Cancer before: which, when",
        "Weak, numb, bladder or bowel trouble",
        "Other medicines",
    ),
    # In the order in which they are asked.
    on_a_chart=("level", "pain_began", "scan", "scan_date", "scan_new_break", "height_loss"),
)
