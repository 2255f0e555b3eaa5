"""All that a rule set says, each text under an id, and the same rule set in another language.

An id is the way to a text through the declaration: facts.told_fracture.question.you. What the rules do is no text, so
a rule set in another language decides as the English one does.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from screener.engine.conditions import Called, Several
from screener.engine.facts import Fact, Option, Picture, Threshold, Words
from screener.engine.priorities import End, Way
from screener.engine.rule_set import (
    About,
    Claim,
    Criterion,
    Difference,
    DoctorQuestion,
    Gate,
    HelpLine,
    Instead,
    Note,
    OutcomeWords,
    Phrases,
    Roles,
    RuleSet,
    Step,
    Window,
)

# The fields of each class that people read. A field that is not here is never put into words.
READ: Mapping[type, tuple[str, ...]] = {
    About: (
        "name",
        "as_of",
        "points",
        "whose",
        "lead",
        "counted",
        "boxes",
        "blind",
        "named",
        "link",
        "is_and_is_not",
        "box",
        "own_questions",
    ),
    Called: ("name",),
    Claim: ("side", "words", "whose"),
    Criterion: ("title", "limit", "unclear", "why", "elsewhere", "ours", "does_not_fit"),
    Difference: ("matter", "words"),
    DoctorQuestion: ("group", "words"),
    End: ("says", "words"),
    Fact: ("label", "question", "why", "hint", "none_words", "unsure_words", "find_out"),
    Gate: ("title", "first"),
    HelpLine: ("call", "signs"),
    Instead: ("when", "words", "meaning"),
    Note: ("when", "words"),
    Option: ("words", "detail", "brief", "first", "meaning", "group"),
    OutcomeWords: ("sentence", "meaning", "when", "settled", "settled_meaning"),
    Phrases: tuple(field.name for field in fields(Phrases)),
    Picture: ("caption",),
    Roles: ("day_unknown", "write_in"),
    RuleSet: ("title", "title_alone"),
    Step: ("words",),
    Threshold: ("words", "exact_words", "meaning"),
    Way: ("words",),
    Window: ("event",),
}
# A field that is empty where another way to say it will do, and that way.
OTHERWISE = {"exact_words": "exact"}
# A value that stands in several places has the id of the first of them, in this order.
BEGINS_WITH = (
    "thresholds",
    "facts",
    "also_read",
    "gates",
    "criteria",
    "notes",
    "outcomes",
    "steps",
    "doctor_questions",
)
# What an entry of a list goes by in an id, if not by its own; where it has neither, its place in the list.
NAMED_BY = {Option: "value", Window: "name"}


def texts_of(rules: RuleSet) -> dict[str, str]:
    """Every text of a rule set by its id."""
    found: dict[str, str] = {}

    def note(name: str, text: str) -> str:
        found[name] = text
        return text

    _Rewriting(note).rewrite(rules, "")
    return found


def in_texts(rules: RuleSet, texts: Mapping[str, str]) -> RuleSet:
    """The rule set with these texts, by their ids. Raises KeyError for one that is missing."""
    rewritten: RuleSet = _Rewriting(lambda name, _: texts[name]).rewrite(rules, "")
    return rewritten


class _Rewriting:
    """One walk through a declaration: `say` gives each text, by its id and as it stands there.

    What is one value in several places is one value afterwards too, as rules and conditions are told apart by that.
    """

    def __init__(self, say: Callable[[str, str], str]) -> None:
        self.say = say
        self.rewritten: dict[int, Any] = {}

    def rewrite(self, value: Any, name: str) -> Any:
        if isinstance(value, tuple):
            parts = tuple(self.rewrite(one, _below(name, _name_of(one, at))) for at, one in enumerate(value))
            return parts if any(new is not old for new, old in zip(parts, value, strict=True)) else value
        if not isinstance(value, Several) and (not is_dataclass(value) or isinstance(value, type)):
            return value
        if id(value) not in self.rewritten:
            self.rewritten[id(value)] = self._rewrite_fields(value, name)
        return self.rewritten[id(value)]

    def _rewrite_fields(self, value: Any, name: str) -> Any:
        if isinstance(value, Several):
            parts = self.rewrite(value.parts, _below(name, "parts"))
            return value if parts is value.parts else value.of(parts)
        changed = {}
        read = READ.get(type(value), ())
        for field in sorted((field.name for field in fields(value) if field.init), key=_turn):
            old = getattr(value, OTHERWISE.get(field, field))
            new = (self._say if field in read else self.rewrite)(old, _below(name, field))
            if new is not old:
                changed[field] = new
        return replace(value, **changed) if changed else value

    def _say(self, text: Any, name: str) -> Any:
        """A text, one in two voices, or several."""
        if isinstance(text, Words):
            return replace(text, you=self._say(text.you, f"{name}.you"), they=self._say(text.they, f"{name}.they"))
        if isinstance(text, tuple):
            return tuple(self._say(one, f"{name}.{at}") for at, one in enumerate(text))
        return self.say(name, text) if text else text


def _turn(field: str) -> int:
    return BEGINS_WITH.index(field) if field in BEGINS_WITH else len(BEGINS_WITH)


def _below(name: str, part: str) -> str:
    return f"{name}.{part}" if name else part


def _name_of(value: Any, at: int) -> str:
    named = value.outcome if isinstance(value, OutcomeWords) else value
    return str(getattr(named, NAMED_BY.get(type(named), "id"), at))
