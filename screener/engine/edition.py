"""A rule set in one language: what all that is said to a person is said by. It is handed down, and never imported."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from screener.engine.facts import UNSURE, Answer, Fact
from screener.engine.rule_set import RuleSet


class Language(Protocol):
    """How a language says days and numbers. Its texts are those of the rule set, which is built for it."""

    @property
    def today(self) -> str:
        """The word for this day, where a date could stand."""

    def say_day(self, day: date) -> str:
        """November 3, 2026."""

    def say_date(self, written: str) -> str:
        """A date as answers keep it: November 3, 2026, or November 2026 when the day is not known."""

    def say_days(self, number: int) -> str:
        """1 day, 2 days."""

    def say_days_left(self, number: int) -> str:
        """The same at the beginning of a sentence, for none too: No more days."""

    def say_score(self, score: int) -> str:
        """7 of 10."""


@dataclass(frozen=True, eq=False)
class Edition:
    """One rule set in one language."""

    rules: RuleSet
    language: Language

    def say(self, fact: Fact, answer: Answer | None, someone_else: bool) -> str:
        """The answer as the person gave it, in words; empty for none."""
        match answer:
            case None:
                return ""
            case int():
                return self.language.say_score(answer)
            case str() if answer != UNSURE and not fact.options:
                return self.language.say_date(answer)
            case _:
                return fact.said(answer, someone_else)
