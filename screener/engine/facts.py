"""What is asked and what was answered.

An answer is a string (a choice, a date as YYYY-MM-DD or YYYY-MM, or "unsure"), a whole number, or a tuple of
strings (a question with many choices; empty is "none of these"). A fact without an answer is not in the sheet.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from reprlib import repr as shortened
from typing import Protocol as Shape

from screener.engine.logic import YES, Days, Truth, read_days

UNSURE = "unsure"
# Somewhere on earth it is tomorrow already, or still yesterday: by so much a date may be on the wrong side of today.
APART = timedelta(days=1)

Answer = str | int | tuple[str, ...]
Answers = Mapping[str, Answer]


class AnswerError(ValueError):
    """An answer that cannot be; `fact` is its id."""

    def __init__(self, fact: str, problem: str) -> None:
        super().__init__(f"{fact}: {problem}")
        self.fact = fact
        self.problem = problem


@dataclass(frozen=True)
class Words:
    """One text in two voices: to the person with the pain, and to one who answers for them."""

    you: str
    they: str

    def voice(self, someone_else: bool) -> str:
        return self.they if someone_else else self.you


def both(text: str) -> Words:
    """A text that reads the same in both voices."""
    return Words(text, text)


NO_WORDS = both("")


@dataclass(frozen=True)
class Threshold:
    """A limit of the rule set: `limit` in `unit`, as people say it, what it limits, who set it.

    `exact_words` are for another language than English, where limit and unit are no words.
    """

    id: str
    limit: int
    unit: str
    words: str
    meaning: str
    source: str
    exact_words: str = ""

    @property
    def exact(self) -> str:
        return self.exact_words or f"{self.limit} {self.unit}"

    @property
    def values(self) -> dict[str, str]:
        """The texts a page may show of it: {{ID}} in words, and {{ID_DAYS}} for a limit in days."""
        exact = {f"{self.id}_DAYS": self.exact} if self.unit == "days" else {}
        return {self.id: self.words, **exact}


class Kind(StrEnum):
    """How a fact is answered."""

    CHOICE = "choice"
    MANY = "many"
    SCORE = "score"
    PAST_DATE = "past_date"
    COMING_DATE = "coming_date"


# By these names for what asks often: Kind.CHOICE takes ten times as long to look up.
CHOICE, MANY, SCORE, PAST_DATE, COMING_DATE = Kind

SCORES = range(11)
# Dates outside these years are mistakes.
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True)
class Option:
    """One choice: the value that is kept, its words, and a smaller line below them.

    `meaning` explains it, folded: whoever never opens that must tick the same. Choices with the name of a `group` stand
    below that name. `brief` says the same where there is little room. `first` says why it comes before a procedure, who
    must know, and by when; most options have none. `source` is its own where that of the question does not speak of it.
    """

    value: str
    words: Words
    detail: str = ""
    brief: str = ""
    first: str = ""
    source: str = ""
    meaning: str = ""
    group: str = ""

    def said(self, someone_else: bool, brief: bool = False) -> str:
        """Its words, or the brief ones where there are any."""
        return self.brief if brief and self.brief else self.words.voice(someone_else)


@dataclass(frozen=True)
class Picture:
    """What is drawn beside a question: the name of a template in templates/pictures/, and the words below it."""

    name: str
    caption: str


@dataclass(frozen=True, eq=False)
class Fact:
    """One question: what is asked and why, how it may be answered, and where to find the answer out.

    `loinc` is the code of LOINC that asks the same, where one is known to.
    """

    id: str
    kind: Kind
    label: str
    question: Words
    why: str
    hint: Words = NO_WORDS
    options: tuple[Option, ...] = ()
    none_words: str = "None of these"
    unsure_words: str = "I’m not sure"
    may_be_unsure: bool = True
    may_be_skipped: bool = True
    may_be_none: bool = True
    picture: Picture | None = None
    asked_if: "Condition | None" = None
    find_out: str = ""
    source: str = ""
    loinc: str = ""

    @property
    def slug(self) -> str:
        return self.id.replace("_", "-")

    @cached_property
    def values(self) -> frozenset[str]:
        """What its options are kept as."""
        return frozenset(option.value for option in self.options)

    @cached_property
    def choices(self) -> frozenset[object]:
        """What answers it by itself, if it asks for one of its options; else empty."""
        unsure = {UNSURE} if self.may_be_unsure else frozenset()
        return self.values | unsure if self.kind is CHOICE else frozenset()

    @cached_property
    def longest_answer(self) -> Answer:
        """Of all answers, the one that takes most room where answers are kept."""
        match self.kind:
            case Kind.MANY:
                return tuple(option.value for option in self.options)
            case Kind.SCORE:
                return UNSURE
            case Kind.CHOICE:
                return max((*self.values, *([UNSURE] if self.may_be_unsure else [])), key=len)
            case _:
                return LATEST.isoformat()

    def read(self, value: object, today: date) -> Answer:
        """The value as an answer. Raises AnswerError, which names the fact, for one that cannot be."""
        if isinstance(value, str):
            if value in self.choices:
                return value
            if value == UNSURE:
                return self._read_unsure()
        if self.kind is CHOICE:
            return self._read_choice(value)
        if self.kind is MANY:
            return self._read_many(value)
        if self.kind is SCORE:
            return self._read_score(value)
        return self._read_date(value, today)

    def _read_unsure(self) -> str:
        if self.may_be_unsure:
            return UNSURE
        raise AnswerError(self.id, "cannot be unsure")

    def _read_many(self, value: object) -> tuple[str, ...]:
        if not isinstance(value, (list, tuple)):
            raise AnswerError(self.id, "must be a list")
        if not value and not self.may_be_none:
            raise AnswerError(self.id, "must have at least one value, or be unsure")
        return tuple(dict.fromkeys([self._read_choice(one) for one in value]))

    def _read_score(self, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value not in SCORES:
            raise AnswerError(self.id, "must be a whole number from 0 to 10")
        return value

    def _read_choice(self, value: object) -> str:
        if isinstance(value, str) and value in self.values:
            return value
        raise AnswerError(self.id, f"does not know {shortened(value):.60}")

    def _read_date(self, value: object, today: date) -> str:
        if not isinstance(value, str):
            raise AnswerError(self.id, "must be a date")
        try:
            days = read_days(value)
        except ValueError:
            raise AnswerError(self.id, f"{shortened(value):.60} is not a date") from None
        if not EARLIEST <= days.first <= LATEST:
            raise AnswerError(self.id, f"{value} cannot be: the year is not from {EARLIEST.year} to {LATEST.year}")
        if self.is_to_come(days, today):
            raise AnswerError(self.id, f"{value} is in the future")
        if self.kind is COMING_DATE and days.first != days.last:
            raise AnswerError(self.id, "must have a day")
        if self.is_over(days, today):
            raise AnswerError(self.id, f"{value} is in the past")
        return value

    def is_to_come(self, days: Days, today: date) -> bool:
        """Whether it asks for the past, and these days are still to come everywhere on earth."""
        return self.kind is PAST_DATE and days.first > today + APART

    def is_over(self, days: Days, today: date) -> bool:
        """Whether it asks for a day to come, and these days are over everywhere on earth."""
        return self.kind is COMING_DATE and days.last < today - APART

    def said(self, answer: str | tuple[str, ...], someone_else: bool) -> str:
        """The answer to a question with options, or that one is not sure, in its own words."""
        match answer:
            case "unsure":
                return self.unsure_words
            case ():
                return self.none_words
            case tuple():
                return "; ".join(self.option(value).words.voice(someone_else) for value in answer)
            case _:
                return self.option(answer).words.voice(someone_else)

    def option(self, value: str) -> Option:
        """The option of that value. Raises KeyError."""
        return self._options[value]

    @cached_property
    def _options(self) -> dict[str, Option]:
        return {option.value: option for option in self.options}


class Sheet:
    """Answers on a day, without those to questions that these answers do not ask: `not_asked` has their facts.

    `conditional` are all facts that are asked under a condition, in order; `counted_to` is the one whose day all days
    are counted to, if that is known and still to come: else they are counted to `today`.
    """

    __slots__ = ("_days", "_truths", "answers", "end", "known", "not_asked", "today")

    # The answer to a fact, or None for unsure and unanswered alike.
    known: Callable[[str], Answer | None]

    def __init__(self, conditional: "Iterable[Fact]", answers: Answers, today: date, counted_to: str = "") -> None:
        self.answers: dict[str, Answer] = dict(answers)
        self.today = today
        known = {fact: answer for fact, answer in answers.items() if answer != UNSURE}
        self.known = known.get
        self._days: dict[str, Days] = {}
        self._truths: dict[Condition, Truth] = {}
        self.not_asked: set[Fact] = set()
        for fact in conditional:
            if fact.asked_if is not None and fact.asked_if.truth(self) is not YES:
                self.not_asked.add(fact)
                self.answers.pop(fact.id, None)
                known.pop(fact.id, None)
                self._days.pop(fact.id, None)
        until = known.get(counted_to)
        self.end = today if until is None else max(read_days(str(until)).first, today)

    def days(self, fact: str) -> Days:
        """The days on which a dated event can have been: any day up to today when that is not known."""
        found = self._days.get(fact)
        if found is None:
            answer = self.known(fact)
            found = Days(date.min, self.today) if answer is None else read_days(str(answer)).up_to(self.today)
            self._days[fact] = found
        return found

    def truth(self, condition: "Condition") -> Truth:
        """What a condition comes to, worked out once."""
        found = self._truths.get(condition)
        if found is None:
            found = self._truths[condition] = condition.truth(self)
        return found

    def holds(self, condition: "Condition | None") -> bool:
        """Whether there is such a condition, and it is yes."""
        return condition is not None and self.truth(condition) is YES


class Condition(Shape):
    """Something that is yes, no or unknown on a sheet."""

    @property
    def facts(self) -> frozenset[str]: ...

    def truth(self, sheet: Sheet) -> Truth: ...
