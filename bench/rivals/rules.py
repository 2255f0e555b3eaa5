"""This site's rules for json-logic and for zen-engine, translated from their declaration.

Neither has a third truth value, so the translation spells it out: no is 0, unknown 1, yes 2; *and* is the least, *or*
the greatest, *not* is 2 less the value. Neither knows dates, so they get the first and last possible day as numbers.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

import zen
from json_logic import jsonLogic

from screener.engine.conditions import (
    All,
    Called,
    Certain,
    DaysLeft,
    Doubted,
    Is,
    Not,
    Precedes,
    Some,
    Ticked,
    Unknown,
    Within,
)
from screener.engine.facts import Answer, Answers, Condition, Kind
from screener.engine.rule_set import Gate, OnlyNotMet, Rule
from screener.rule_sets.clinic import CLINIC_RULES
from screener.rule_sets.shared.outcomes import MISSING_FACTS, NOT_YET, OTHER_OPTIONS_FIRST, POINTS_FIT

E = TypeVar("E")
Found = list[int]
Data = dict[str, Any]
Engine = Callable[[Data], Found]


def data_of(answers: Answers, today: date) -> Data:
    """What the rivals are given: answers with null for all that is not known, and days as numbers."""
    sheet = CLINIC_RULES.sheet(answers, today)
    given: Data = {"today": today.toordinal(), "end": sheet.end.toordinal()}
    for fact in CLINIC_RULES.facts:
        answer = sheet.known(fact.id)
        given[fact.id] = list(answer) if isinstance(answer, tuple) else answer
        if fact.kind in (Kind.PAST_DATE, Kind.COMING_DATE):
            days = sheet.days(fact.id)
            given |= {f"{fact.id}_first": days.first.toordinal(), f"{fact.id}_last": days.last.toordinal()}
    return given


class Language(Protocol[E]):
    """How an engine writes what the rules are made of."""

    def name(self, name: str) -> E: ...
    def value(self, value: int) -> E: ...
    def known(self, fact: str) -> E: ...
    def one_of(self, fact: str, values: Sequence[Answer]) -> E: ...
    def any_of(self, fact: str, values: Sequence[Answer]) -> E: ...
    def call(self, operator: str, *parts: E) -> E: ...
    def choose(self, when: E, then: E, otherwise: E) -> E: ...
    def together(self, parts: Sequence[E]) -> E: ...


class JsonLogic:
    """Rules as nested objects."""

    def name(self, name: str) -> Any:
        return {"var": name}

    def value(self, value: int) -> Any:
        return int(value)

    def known(self, fact: str) -> Any:
        return {"!=": [{"var": fact}, None]}

    def one_of(self, fact: str, values: Sequence[Answer]) -> Any:
        return {"in": [{"var": fact}, list(values)]}

    def any_of(self, fact: str, values: Sequence[Answer]) -> Any:
        return {"some": [{"var": fact}, {"in": [{"var": ""}, list(values)]}]}

    def call(self, operator: str, *parts: Any) -> Any:
        return {operator: list(parts)}

    def choose(self, when: Any, then: Any, otherwise: Any) -> Any:
        return {"if": [when, then, otherwise]}

    def together(self, parts: Sequence[Any]) -> Any:
        return list(parts)


class Zen:
    """Rules as expressions."""

    def name(self, name: str) -> str:
        return name

    def value(self, value: int) -> str:
        return str(int(value))

    def known(self, fact: str) -> str:
        return f"{fact} != null"

    def one_of(self, fact: str, values: Sequence[Answer]) -> str:
        return f"{fact} in {json.dumps(values)}"

    def any_of(self, fact: str, values: Sequence[Answer]) -> str:
        return f"some({fact}, # in {json.dumps(values)})"

    def call(self, operator: str, *parts: str) -> str:
        if operator in ("min", "max"):
            return f"{operator}([{', '.join(parts)}])"
        return "(" + f" {operator} ".join(parts) + ")"

    def choose(self, when: str, then: str, otherwise: str) -> str:
        return f"({when} ? {then} : {otherwise})"

    def together(self, parts: Sequence[str]) -> str:
        return f"[{', '.join(parts)}]"


class Translation(Generic[E]):
    """The rules in one language: for each rule the outcome it gives, then for each note whether it is to be said."""

    def __init__(self, language: Language[E]) -> None:
        self.to = language

    def each(self) -> list[E]:
        return [
            *(self.outcome(rule) for rule in CLINIC_RULES.rules),
            *(self.truth(note.condition) for note in CLINIC_RULES.notes),
        ]

    def whole(self) -> E:
        return self.to.together(self.each())

    def outcome(self, rule: Rule) -> E:
        fit, missing, not_yet = (self.to.value(one.rank) for one in (POINTS_FIT, MISSING_FACTS, NOT_YET))
        if isinstance(rule, Gate):
            yes, no = self.to.value(rule.outcome.rank), fit
        else:
            yes, no = fit, self.to.value((rule.if_not or OTHER_OPTIONS_FIRST).rank)
            if rule.can_change is not None:
                no = self.to.choose(self._is(rule.can_change, 2), not_yet, no)
        known = self.to.choose(self._is(rule.condition, 2), yes, no)
        return self.to.choose(self._is(rule.condition, 1), missing, known)

    def truth(self, condition: Condition) -> E:
        to, value = self.to, self.to.value
        match condition:
            case Is(fact, values, unclear):
                answered = to.choose(to.one_of(fact, values), value(2), value(0))
                return self._if_known(fact, to.choose(to.one_of(fact, unclear), value(1), answered))
            case Ticked(fact, values):
                return self._if_known(fact, to.choose(to.any_of(fact, values), value(2), value(0)))
            case Within(fact, threshold, to_today):
                end, limit = to.name("today" if to_today else "end"), value(threshold.limit)
                first, last = (to.call("-", end, to.name(f"{fact}_{side}")) for side in ("first", "last"))
                maybe = to.choose(to.call("<=", last, limit), value(1), value(0))
                return to.choose(to.call("<=", first, limit), value(2), maybe)
            case Precedes(first_fact, second):
                before = to.call("<", to.name(f"{first_fact}_last"), to.name(f"{second}_first"))
                return self._yes_if(to.known(first_fact), to.known(second), before)
            case DaysLeft(fact, threshold, at_least, at_most):
                since = to.call("-", to.name("today"), to.name(f"{fact}_first"))
                left = to.call("-", value(threshold.limit), since)
                so_many = to.call("and", to.call("<=", value(at_least), left), to.call("<=", left, value(at_most)))
                return self._if_known(fact, to.choose(so_many, value(2), value(0)))
            case Called(part):
                return self.truth(part)
            case All():
                return to.call("min", *(self.truth(part) for part in condition.parts))
            case Some():
                return to.call("max", *(self.truth(part) for part in condition.parts))
            case Not(part):
                return to.call("-", value(2), self.truth(part))
            case Doubted(part, when):
                return to.choose(self._is(when, 2), value(1), self.truth(part))
            case Certain(part):
                return self._yes_if(self._is(part, 2))
            case Unknown(fact):
                return to.choose(to.known(fact), value(0), value(2))
            case OnlyNotMet(criterion, among):
                others = [to.call("!=", self.truth(one.condition), value(0)) for one in among if one != criterion]
                return self._yes_if(self._is(criterion.condition, 0), *others)
        raise TypeError(f"There is no translation of {condition}.")

    def _if_known(self, fact: str, then: E) -> E:
        return self.to.choose(self.to.known(fact), then, self.to.value(1))

    def _yes_if(self, *parts: E) -> E:
        return self.to.choose(self.to.call("and", *parts), self.to.value(2), self.to.value(0))

    def _is(self, condition: Condition, truth: int) -> E:
        return self.to.call("==", self.truth(condition), self.to.value(truth))


def json_logic() -> Engine:
    rules = Translation(JsonLogic()).whole()
    return lambda data: jsonLogic(rules, data)


def zen_expression() -> Engine:
    """All in one compiled expression."""
    evaluate = zen.compile_expression(Translation(Zen()).whole()).evaluate
    return lambda data: [int(one) for one in evaluate(data)]


def zen_decision() -> Engine:
    """A decision as its editor draws one: what comes in, an expression for each rule and note, what goes out."""
    said = [{"id": f"e{i}", "key": f"e{i}", "value": one} for i, one in enumerate(Translation(Zen()).each())]
    nodes: list[Data] = [
        {"id": "in", "type": "inputNode", "name": "in"},
        {"id": "rules", "type": "expressionNode", "name": "rules", "content": {"expressions": said}},
        {"id": "out", "type": "outputNode", "name": "out"},
    ]
    edges = [
        {"id": "first", "type": "edge", "sourceId": "in", "targetId": "rules"},
        {"id": "last", "type": "edge", "sourceId": "rules", "targetId": "out"},
    ]
    placed = [{**node, "position": {"x": 0, "y": 0}} for node in nodes]
    evaluate = zen.ZenEngine().create_decision(json.dumps({"nodes": placed, "edges": edges})).evaluate

    def decide(data: Data) -> Found:
        result = evaluate(data)["result"]
        return [int(result[one["key"]]) for one in said]

    return decide


ENGINES = {
    "json-logic (Python)": json_logic,
    "zen-engine (Rust), a decision": zen_decision,
    "zen-engine (Rust), one compiled expression": zen_expression,
}
