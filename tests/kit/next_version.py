"""A later version of the site, as it may run on one machine while the others are still to be upgraded."""

from dataclasses import replace

from screener.engine.facts import Fact, Kind, both
from screener.rule_sets.clinic import CLINIC_RULES
from screener.rule_sets.shared.facts import YES_NO

DROPPED = CLINIC_RULES.fact("for_whom")
ADDED = Fact(
    "sleep",
    Kind.CHOICE,
    label="Sleep",
    question=both("Does the pain wake the person at night?"),
    why="The next version asks it.",
    options=YES_NO,
)


def _facts() -> tuple[Fact, ...]:
    kept = [fact for fact in CLINIC_RULES.facts if fact is not DROPPED]
    middle = kept.index(CLINIC_RULES.fact("pain_trend"))
    return (*kept[:middle], ADDED, *kept[middle:])


NEXT = replace(CLINIC_RULES, version="next", facts=_facts())
