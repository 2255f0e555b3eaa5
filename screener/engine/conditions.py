"""What can be asked of a sheet: a small algebra whose answer is always yes, no or unknown."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from screener.engine.facts import Answer, Condition, Sheet, Threshold
from screener.engine.logic import NO, UNKNOWN, YES, Truth, at_least, every, some


@dataclass(frozen=True, eq=False)
class Is:
    """The answer is one of `values`; one of `unclear` leaves it unknown, as no answer does."""

    fact: str
    values: tuple[Answer, ...] = ()
    unclear: tuple[Answer, ...] = ()

    @property
    def facts(self) -> frozenset[str]:
        return frozenset({self.fact})

    def truth(self, sheet: Sheet) -> Truth:
        return self._truths.get(sheet.known(self.fact), NO)

    @cached_property
    def _truths(self) -> dict[Answer | None, Truth]:
        """What each answer comes to, unless it is no."""
        return {None: UNKNOWN, **dict.fromkeys(self.values, YES), **dict.fromkeys(self.unclear, UNKNOWN)}


@dataclass(frozen=True, eq=False)
class Ticked:
    """At least one of `values` is ticked."""

    fact: str
    values: tuple[str, ...]

    @property
    def facts(self) -> frozenset[str]:
        return frozenset({self.fact})

    def truth(self, sheet: Sheet) -> Truth:
        answer = sheet.known(self.fact)
        if not isinstance(answer, tuple):
            return UNKNOWN
        return YES if any(value in self.values for value in answer) else NO


@dataclass(frozen=True, eq=False)
class Within:
    """The date lies within the threshold's days before the procedure, or before today (`to_today`)."""

    fact: str
    threshold: Threshold
    to_today: bool = False

    @property
    def facts(self) -> frozenset[str]:
        return frozenset({self.fact})

    def truth(self, sheet: Sheet) -> Truth:
        return sheet.days(self.fact).within(self.threshold.limit, sheet.today if self.to_today else sheet.end)


@dataclass(frozen=True, eq=False)
class Precedes:
    """Both dates are known, and every day of the first lies before every day of the second. Never unknown."""

    first: str
    second: str

    @property
    def facts(self) -> frozenset[str]:
        return frozenset({self.first, self.second})

    def truth(self, sheet: Sheet) -> Truth:
        known = sheet.known(self.first) is not None and sheet.known(self.second) is not None
        return YES if known and sheet.days(self.first).before(sheet.days(self.second)) else NO


@dataclass(frozen=True, eq=False)
class DaysLeft:
    """So many of the threshold's days after the date are left today, counted from its first possible day."""

    fact: str
    threshold: Threshold
    at_least: int
    at_most: int

    @property
    def facts(self) -> frozenset[str]:
        return frozenset({self.fact})

    def truth(self, sheet: Sheet) -> Truth:
        if sheet.known(self.fact) is None:
            return UNKNOWN
        left = self.threshold.limit - (sheet.today - sheet.days(self.fact).first).days
        return YES if self.at_least <= left <= self.at_most else NO


class Several(ABC):
    """A condition that is made of others."""

    def __init__(self, *parts: Condition) -> None:
        self.parts = parts

    @cached_property
    def facts(self) -> frozenset[str]:
        return frozenset().union(*(part.facts for part in self.parts))

    def of(self, parts: tuple[Condition, ...]) -> Self:
        """The same of other parts."""
        return type(self)(*parts)

    @abstractmethod
    def truth(self, sheet: Sheet) -> Truth: ...


class All(Several):
    """Kleene's *and*."""

    def truth(self, sheet: Sheet) -> Truth:
        return every(part.truth(sheet) for part in self.parts)


class Some(Several):
    """Kleene's *or*."""

    def truth(self, sheet: Sheet) -> Truth:
        return some(part.truth(sheet) for part in self.parts)


class AtLeast(Several):
    """So many of the parts: yes where they are, no where they cannot be any more, else unknown."""

    def __init__(self, number: int, *parts: Condition) -> None:
        super().__init__(*parts)
        self.number = number

    def of(self, parts: tuple[Condition, ...]) -> Self:
        return type(self)(self.number, *parts)

    def truth(self, sheet: Sheet) -> Truth:
        return at_least(self.number, [part.truth(sheet) for part in self.parts])


@dataclass(frozen=True, eq=False)
class Not:
    """Kleene's *not*: unknown stays unknown."""

    part: Condition

    @property
    def facts(self) -> frozenset[str]:
        return self.part.facts

    def truth(self, sheet: Sheet) -> Truth:
        return ~self.part.truth(sheet)


@dataclass(frozen=True, eq=False)
class Doubted:
    """The part, but unknown whatever it says where `when` is yes."""

    part: Condition
    when: Condition

    @property
    def facts(self) -> frozenset[str]:
        return self.part.facts | self.when.facts

    def truth(self, sheet: Sheet) -> Truth:
        return UNKNOWN if self.when.truth(sheet) is YES else self.part.truth(sheet)


@dataclass(frozen=True, eq=False)
class Certain:
    """Yes if the part is yes, else no: never unknown."""

    part: Condition

    @property
    def facts(self) -> frozenset[str]:
        return self.part.facts

    def truth(self, sheet: Sheet) -> Truth:
        return YES if self.part.truth(sheet) is YES else NO


@dataclass(frozen=True, eq=False)
class Called:
    """The part, under a name that people read where it is the reason for something."""

    part: Condition
    name: str

    @property
    def facts(self) -> frozenset[str]:
        return self.part.facts

    def truth(self, sheet: Sheet) -> Truth:
        return self.part.truth(sheet)


@dataclass(frozen=True, eq=False)
class Unknown:
    """The fact is unsure or unanswered. Never unknown itself."""

    fact: str

    @property
    def facts(self) -> frozenset[str]:
        return frozenset({self.fact})

    def truth(self, sheet: Sheet) -> Truth:
        return YES if sheet.known(self.fact) is None else NO


def reasons(condition: Condition, sheet: Sheet) -> Iterator[Called | Ticked]:
    """The parts with a name, and the boxes asked about, that make the condition yes on the sheet."""
    if condition.truth(sheet) is not YES:
        return
    if isinstance(condition, (Called, Ticked)):
        yield condition
    for part in condition.parts if isinstance(condition, Several) else ():
        yield from reasons(part, sheet)


def leaves(condition: Condition) -> Iterator[Condition]:
    """The parts that have no parts of their own."""
    parts = getattr(condition, "parts", None) or [getattr(condition, "part", None), getattr(condition, "when", None)]
    inner = [part for part in parts if part is not None]
    if not inner:
        yield condition
    for part in inner:
        yield from leaves(part)
