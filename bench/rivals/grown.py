"""This site itself with the pages of another folder (PAGES), or with so many questions (QUESTIONS)."""

import os
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from screener.engine.conditions import Is, Ticked, Within
from screener.engine.facts import SCORES, Condition, Fact, Kind, both
from screener.engine.rule_set import Criterion, Roles, RuleSet
from screener.rule_sets import clinic
from screener.rule_sets.clinic import CLINIC_RULES
from screener.rule_sets.shared.limits import FRACTURE_WINDOW

FEWEST = 15


def with_questions(number: int) -> RuleSet:
    """The rule set with so many questions, and what it says of its first ones alone.

    Each has a criterion, but for the day of a visit, which no rule of ours looks at either.
    """
    facts = tuple(islice(_facts(), number))
    kept = {fact.id for fact in CLINIC_RULES.facts[:FEWEST]}
    return replace(
        CLINIC_RULES,
        facts=facts,
        gates=tuple(gate for gate in CLINIC_RULES.gates if gate.facts <= kept),
        criteria=tuple(_criterion(fact) for fact in facts if fact.kind is not Kind.COMING_DATE),
        notes=tuple(replace(note, instead=()) for note in CLINIC_RULES.notes if note.condition.facts <= kept),
        outcomes=tuple(replace(words, instead=()) for words in CLINIC_RULES.outcomes),
        steps=(),
        doctor_questions=(),
        windows=(),
        roles=_roles({fact.id for fact in facts}),
    )


def _roles(asked: set[str]) -> Roles:
    """The same parts, as far as the facts that play them are asked."""
    roles = CLINIC_RULES.roles
    return replace(
        roles,
        counted_to=roles.counted_to if roles.counted_to in asked else "",
        for_the_doctor=tuple(fact for fact in roles.for_the_doctor if fact in asked),
        on_a_chart=tuple(fact for fact in roles.on_a_chart if fact in asked),
    )


def _facts() -> Iterator[Fact]:
    """The rule set's facts, again and again under new ids, each always asked."""
    for lap in count(1):
        for fact in CLINIC_RULES.facts:
            yield replace(fact, id=fact.id if lap == 1 else f"{fact.id}_{lap}", asked_if=None)


def _criterion(fact: Fact) -> Criterion:
    return Criterion(
        f"point_{fact.id}",
        both(fact.label),
        _condition(fact),
        limit=fact.label,
        unclear="not known.",
        why=fact.why,
        elsewhere=fact.why,
        source="clinicpage",
        answers=(fact.id,),
    )


def _condition(fact: Fact) -> Condition:
    match fact.kind:
        case Kind.CHOICE:
            return Is(fact.id, (fact.options[0].value,))
        case Kind.MANY:
            return Ticked(fact.id, tuple(option.value for option in fact.options))
        case Kind.SCORE:
            return Is(fact.id, tuple(SCORES))
        case Kind.PAST_DATE:
            return Within(fact.id, FRACTURE_WINDOW)
        case Kind.COMING_DATE:
            raise ValueError(f"{fact.id} is the day of a visit, of which no rule asks anything")


def original(fact: Fact) -> Fact:
    """The fact of the rule set that a made-up one copies."""
    known = {one.id: one for one in CLINIC_RULES.facts}
    return known.get(fact.id) or known[fact.id.rpartition("_")[0]]


if questions := os.environ.get("QUESTIONS"):
    clinic.CLINIC_RULES = with_questions(int(questions))
if folder := os.environ.get("PAGES"):
    from content import pages

    pages.PAGES_DIR = Path(folder)
if questions or folder:
    from kyphoplasty_site.wsgi import application as application
