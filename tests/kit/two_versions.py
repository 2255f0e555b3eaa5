"""Two versions of the site that run on different machines for a while: the later one asks another question."""

from dataclasses import replace

from screener.engine.facts import Fact, Kind, both
from screener.engine.rule_set import RuleSet
from screener.rule_sets.clinic import CLINIC_RULES
from screener.rule_sets.shared.facts import YES_NO


def _fact(name: str, question: str) -> Fact:
    return Fact(name, Kind.CHOICE, label=name, question=both(question), why="One version asks it.", options=YES_NO)


DROPPED = _fact("appetite", "Does the person with the pain eat as before?")
ADDED = _fact("sleep", "Does the pain wake the person at night?")


def _asking(fact: Fact, before: str) -> RuleSet:
    """The clinic's rule set with a question more, which no rule looks at."""
    place = CLINIC_RULES.facts.index(CLINIC_RULES.fact(before))
    facts = (*CLINIC_RULES.facts[:place], fact, *CLINIC_RULES.facts[place:])
    return replace(CLINIC_RULES, version=fact.id, facts=facts)


VERSIONS = {"earlier": _asking(DROPPED, before="for_whom"), "later": _asking(ADDED, before="pain_trend")}
EARLIER, LATER = VERSIONS.values()
