"""Every rule set by its id, the one that visitors meet first, and what all of them ask for together.

Each folder beside this file is a rule set if its __init__.py makes a RuleSet.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from screener.engine.facts import Fact
from screener.engine.priorities import Priority, Way
from screener.engine.rule_set import RuleSet
from screener.rule_sets.clinic import CLINIC_RULES


def _declared() -> Iterator[RuleSet]:
    for folder in sorted(path.parent.name for path in Path(__file__).parent.glob("*/__init__.py")):
        declared = vars(import_module(f"{__package__}.{folder}")).values()
        yield from (one for one in declared if isinstance(one, RuleSet))


MAIN_RULES = CLINIC_RULES
RULE_SETS: dict[str, RuleSet] = {rules.id: rules for rules in (MAIN_RULES, *_declared())}


def beside(rules: RuleSet) -> tuple[RuleSet, ...]:
    """The other rule sets that the same answers can be looked at under: those that read all that this one asks."""
    return _beside(rules, tuple(RULE_SETS.values()))


@lru_cache(maxsize=8)
def _beside(rules: RuleSet, rule_sets: tuple[RuleSet, ...]) -> tuple[RuleSet, ...]:
    return tuple(one for one in rule_sets if one.id != rules.id and one.reads(rules.facts))


@dataclass(frozen=True, eq=False)
class Asked:
    """What several rule sets ask for: an answer is kept for each of them that knows its question."""

    facts: dict[str, Fact]
    with_boxes: frozenset[str]
    priorities: tuple[Priority, ...]
    ways: tuple[Way, ...]
    on_a_chart: tuple[str, ...]


def asked_by_any() -> Asked:
    """What all rule sets ask for. Raises ValueError where two of them mean different things by one id."""
    return _asked_by(tuple(RULE_SETS.values()))


@lru_cache(maxsize=4)
def _asked_by(rule_sets: tuple[RuleSet, ...]) -> Asked:
    facts: dict[str, Fact] = {}
    for fact in (fact for rules in rule_sets for fact in rules.facts + rules.also_read):
        if facts.setdefault(fact.id, fact) is not fact:
            raise ValueError(f"Two rule sets ask different questions under the id {fact.id}.")
    return Asked(
        facts,
        frozenset().union(*(rules.with_boxes for rules in rule_sets)),
        tuple(dict.fromkeys(one for rules in rule_sets for one in rules.priorities)),
        tuple(dict.fromkeys(one for rules in rule_sets for one in rules.ways)),
        tuple(dict.fromkeys(fact for rules in rule_sets for fact in rules.roles.on_a_chart)),
    )
