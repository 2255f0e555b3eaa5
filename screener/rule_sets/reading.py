"""A rule set as plain lines for somebody to check, in parts that can be signed one by one: what it says, and what it
does.

A part is an entry with an id (facts.told_fracture), or a whole list whose entries have none (steps).
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from screener.engine.conditions import Several
from screener.engine.facts import Words
from screener.engine.rule_set import Outcome, RuleSet
from screener.rule_sets.texts import READ, texts_of

# The version is the day of the last change of anything, and the facts of other rule sets change nothing here.
LEFT_OUT = ("version", "also_read")


def parts_of(rules: RuleSet) -> dict[str, tuple[str, ...]]:
    """The lines of each part by its name, in the order of the declaration."""
    texts = texts_of(rules)
    found: dict[str, tuple[str, ...]] = {}
    order = []
    for field in fields(rules):
        value = getattr(rules, field.name)
        if not field.init or field.name in LEFT_OUT or value in ((), ""):
            continue
        ids = [_id(entry) for entry in value] if isinstance(value, tuple) else []
        if ids and all(ids):
            order.append(f"{field.name}: {', '.join(ids)}")
            for name, entry in zip(ids, value, strict=True):
                found[f"{field.name}.{name}"] = (*_said(texts, f"{field.name}.{name}."), *_done(entry))
        elif is_dataclass(value) or isinstance(value, tuple):
            found[field.name] = (*_said(texts, f"{field.name}."), *_done(value))
        elif field.name != "id":
            found[field.name] = (str(value),)
    # What is asked first, and which questions there is room for, is decided by the order of these lists.
    found["order"] = tuple(order)
    return found


def _id(entry: Any) -> str:
    named = getattr(entry, "outcome", entry) if type(entry).__name__ == "OutcomeWords" else entry
    return str(getattr(named, "id", "") or getattr(named, "name", ""))


def _said(texts: Mapping[str, str], below: str) -> Iterator[str]:
    return (f"{name.removeprefix(below)}: {text}" for name, text in texts.items() if name.startswith(below))


def _done(entry: Any) -> Iterator[str]:
    """What an entry does, a line for each field that is no text."""
    if isinstance(entry, tuple):
        for place, one in enumerate(entry, 1):
            yield from (f"{place} {line}" for line in _done(one))
    else:
        for name, value in _fields(entry):
            if said := _described(value):
                yield f"{name} = {said}"


def _fields(value: Any) -> Iterator[tuple[str, Any]]:
    """The fields that are no text for people."""
    read = READ.get(type(value), ())
    for field in fields(value):
        if field.init and field.name not in read:
            yield field.name, getattr(value, field.name)


def _described(value: Any) -> str:
    """A value as it is written in the declaration; what has an id of its own, by that."""
    match value:
        case None | () | "" | Words():
            return ""
        case Enum():
            return str(value.value)
        case Outcome():
            ends = " (ends the questions)" if value.ends_the_questions else ""
            return f"Outcome {value.id}, rank {value.rank}{ends}"
        case tuple():
            return f"[{', '.join(filter(None, map(_described, value)))}]"
        case frozenset():
            return f"[{', '.join(sorted(map(_described, value)))}]"
        case Several():
            number = [str(value.number)] if hasattr(value, "number") else []
            return f"{type(value).__name__}({', '.join([*number, *map(_described, value.parts)])})"
    if is_dataclass(value) and not isinstance(value, type):
        if name := getattr(value, "id", ""):
            return f"{type(value).__name__} {name}"
        inner = [f"{name}: {said}" for name, one in _fields(value) if (said := _described(one))]
        return f"{type(value).__name__}({', '.join(inner)})"
    return getattr(value, "__qualname__", None) or str(value)
