"""What matters to the person, in their own order. No rule sees it: it goes into the guide and calls for questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum


class Importance(IntEnum):
    """How important something is. The guide has the greatest first; whoever is not sure comes after all who are."""

    UNSURE = 0
    NOT_AT_ALL = 1
    A_LITTLE = 2
    SOMEWHAT = 3
    QUITE = 4
    VERY = 5

    @property
    def step(self) -> str:
        """The step without its noun: "Not at all"."""
        return "I’m not sure" if self is Importance.UNSURE else self.name.capitalize().replace("_", " ")

    @property
    def noun(self) -> str:
        return "" if self is Importance.UNSURE else "important"

    @property
    def words(self) -> str:
        return f"{self.step} {self.noun}".strip()


@dataclass(frozen=True)
class Priority:
    """Something a person may care about, worded to fit after "me", "you" and "them" alike."""

    id: str
    words: str


@dataclass(frozen=True)
class Weighed:
    """A matter, and in words how important it is to the person; empty if they did not say."""

    words: str
    importance: str


Weights = Mapping[str, Importance]


_STEPS = frozenset(map(int, Importance))


def read(matters: Iterable[Priority], given: object) -> dict[str, Importance]:
    """What was kept. A matter that is no longer there, and a value that is none, is left out."""
    if not isinstance(given, dict) or not given:
        return {}
    return {matter.id: Importance(given[matter.id]) for matter in matters if _is_step(given.get(matter.id))}


def _is_step(value: object) -> bool:
    return type(value) is int and value in _STEPS


def in_own_order(matters: Iterable[Priority], weights: Weights) -> tuple[Weighed, ...]:
    """The most important first, in the declared order where two are alike; those not answered come last."""
    order = sorted(matters, key=lambda matter: -weights.get(matter.id, -1))
    return tuple(Weighed(one.words, weights[one.id].words if one.id in weights else "") for one in order)
