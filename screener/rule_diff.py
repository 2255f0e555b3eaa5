"""Which worked patients come out otherwise under other rules: of another revision, or of another rule set."""

import ast
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings

from screener.editions import edition_of
from screener.engine.facts import AnswerError
from screener.engine.summary import summarize
from screener.past_rules import Answer, Lines, ask, changed_lines, commit_of
from screener.rule_sets.editions import RULE_SETS
from screener.worked_patients import CASES

# How a rule set says that it has no question of that id. Such an answer is left out, and that is told.
_NO_QUESTION = re.compile(r"(\w+): is not a fact")
_DECLARING = {"Criterion", "Note", "Fact", "Window", "Outcome"}


@dataclass(frozen=True)
class Side:
    """One of the two that are compared: a rule set of the working tree, or of a commit of git."""

    name: str
    rules: str
    commit: str | None = None

    def answer(self, sheets: Sequence[tuple[str, dict[str, Any]]]) -> list[Answer]:
        """What it says of each sheet on its day."""
        if self.commit is not None:
            return ask(self.name, self.commit, self.rules, sheets)
        return [_answer_now(self.rules, date.fromisoformat(today), sheet) for today, sheet in sheets]


def side_of(name: str, rules: str) -> Side:
    """The rule set of that id, else `rules` at the revision of that name. Raises PastRulesError."""
    return Side(name, name) if name in RULE_SETS else Side(name, rules, commit_of(name))


def _answer_now(rules: str, today: date, sheet: dict[str, Any]) -> Answer:
    edition = edition_of(rules)
    try:
        return Answer(summarize(edition, edition.rules.read(sheet, today), today).as_json())
    except AnswerError as error:
        return Answer(None, str(error))


@dataclass(frozen=True)
class Read:
    """What one side says of a worked patient, and the questions that this side does not have."""

    answer: Answer
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Patient:
    """A worked patient, and what both sides say."""

    id: str
    story: str
    today: str
    old: Read
    new: Read

    @property
    def is_compared(self) -> bool:
        return self.old.answer.said is not None and self.new.answer.said is not None

    @cached_property
    def outcome(self) -> tuple[str, str] | None:
        """From what to what it changes; None if it does not."""
        old, new = self._both("outcome")
        return None if old == new else (old, new)

    @cached_property
    def points(self) -> dict[str, tuple[str, str]]:
        """The points of both that stand otherwise."""
        return _changed(*self._both("criteria"))

    @cached_property
    def dates(self) -> dict[str, tuple[str | None, str | None]]:
        return _changed(*self._both("dates"))

    @cached_property
    def notes(self) -> tuple[list[str], list[str]]:
        """Those that only the old side has, and those that only the new one has."""
        return _moved(*self._both("notes"))

    @cached_property
    def to_find_out(self) -> tuple[list[str], list[str]]:
        return _moved(*self._both("to_find_out"))

    @property
    def changes(self) -> bool:
        """Whether anything at all comes out otherwise."""
        return self.weighs or bool(self.dates) or any(self.notes) or any(self.to_find_out)

    @property
    def weighs(self) -> bool:
        """Whether the outcome or a point changes, and not only what is said beside them."""
        return self.outcome is not None or bool(self.points)

    def _both(self, part: str) -> tuple[Any, Any]:
        old, new = self.old.answer.said, self.new.answer.said
        return (old[part], new[part]) if old is not None and new is not None else ((), ())


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (old[name], new[name]) for name in old if name in new and old[name] != new[name]}


def _moved(old: Sequence[str], new: Sequence[str]) -> tuple[list[str], list[str]]:
    return [one for one in old if one not in new], [one for one in new if one not in old]


@dataclass(frozen=True)
class RuleDiff:
    """All worked patients under both sides, and where the rules differ."""

    old: Side
    new: Side
    patients: tuple[Patient, ...]
    changed_lines: tuple[Lines, ...]

    @property
    def changed(self) -> list[Patient]:
        return [one for one in self.patients if one.is_compared and one.changes]

    @property
    def same(self) -> int:
        return sum(one.is_compared and not one.changes for one in self.patients)

    @property
    def not_compared(self) -> list[Patient]:
        return [one for one in self.patients if not one.is_compared]

    def left_out(self, side: str) -> dict[str, int]:
        """The questions that the old or the new side does not have, with how many patients answer them."""
        return dict(Counter(fact for one in self.patients for fact in getattr(one, side).left_out))

    def version(self, side: str) -> str:
        """The version of the rules of the old or the new side, as it says itself; empty if it read no patient."""
        said = (getattr(one, side).answer.said for one in self.patients)
        return next((str(one["rules"]["version"]) for one in said if one is not None), "")

    def only_in(self, side: str, part: str) -> list[str]:
        """The points or dates that only the old or the new side has at all."""
        both = next((one for one in self.patients if one.is_compared), None)
        if both is None:
            return []
        old, new = both.old.answer.said or {}, both.new.answer.said or {}
        only_old, only_new = _moved([*old[part]], [*new[part]])
        return only_old if side == "old" else only_new

    @property
    def declared(self) -> dict[str, list[str]]:
        """Where each point that differs is declared, if two rule sets of the working tree are compared."""
        if self.old.commit or self.new.commit:
            return {}
        differing = dict.fromkeys(point for one in self.changed for point in one.points)
        differing |= dict.fromkeys([*self.only_in("old", "criteria"), *self.only_in("new", "criteria")])
        places = [declared_at(self.old.rules), declared_at(self.new.rules)]
        return {point: list(dict.fromkeys(at[point] for at in places if point in at)) for point in differing}


def rule_diff(old: Side, new: Side) -> RuleDiff:
    """Both sides asked about every worked patient of the working tree. Raises PastRulesError."""
    cases = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(CASES.glob("*.json"))}
    sheets = [(case["today"], case["answers"]) for case in cases.values()]
    pairs = zip(cases.items(), _read(old, sheets), _read(new, sheets), strict=True)
    patients = tuple(Patient(name, case["story"], case["today"], was, now) for (name, case), was, now in pairs)
    return RuleDiff(old, new, patients, tuple(changed_lines(old.commit, new.commit)))


def _read(side: Side, sheets: Sequence[tuple[str, dict[str, Any]]]) -> list[Read]:
    """What a side says of each sheet. Answers to questions that it does not have are left out, one after another."""
    read: dict[int, Read] = {}
    waiting: dict[int, tuple[str, dict[str, Any], tuple[str, ...]]] = {
        position: (today, sheet, ()) for position, (today, sheet) in enumerate(sheets)
    }
    while waiting:
        answers = side.answer([(today, sheet) for today, sheet, _ in waiting.values()])
        again = {}
        for (position, (today, sheet, left_out)), answer in zip(waiting.items(), answers, strict=True):
            unknown = _NO_QUESTION.fullmatch(answer.refused)
            if unknown and unknown[1] in sheet:
                fewer = {fact: given for fact, given in sheet.items() if fact != unknown[1]}
                again[position] = (today, fewer, (*left_out, unknown[1]))
            else:
                read[position] = Read(answer, left_out)
        waiting = again
    return [read[position] for position in range(len(sheets))]


def declared_at(rules: str) -> dict[str, str]:
    """Where each point, note, question and date of a rule set of the working tree is declared: path:first-last."""
    found: dict[str, str] = {}
    for folder in ("shared", rules):
        for path in sorted((settings.BASE_DIR / "screener" / "rule_sets" / folder).rglob("*.py")):
            found |= _declared_in(path)
    return found


def _declared_in(path: Path) -> dict[str, str]:
    place = path.relative_to(settings.BASE_DIR).as_posix()
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    return {
        name: f"{place}:{call.lineno}-{call.end_lineno}"
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in _DECLARING and (name := _id_in(call))
    }


def _id_in(call: ast.Call) -> str:
    """The id that a declaration gives: its first argument that is a text, or the one called id or name."""
    named = [keyword.value for keyword in call.keywords if keyword.arg in ("id", "name")]
    texts = (one.value for one in (*call.args, *named) if isinstance(one, ast.Constant))
    return next((text for text in texts if isinstance(text, str)), "")
