"""What matters to the person: toward which end of opposed pairs they lean, and which way they lean now.

No rule sees either: both go into the guide, and an end that one leans toward calls for questions.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum

from screener.engine.facts import Words


class Lean(IntEnum):
    """Toward which end of a pair one leans. As one end can only gain what the other loses, not all can matter most."""

    UNSURE = 0
    FAR_FIRST = 1
    FIRST = 2
    MIDDLE = 3
    SECOND = 4
    FAR_SECOND = 5

    @property
    def strength(self) -> int:
        """The greatest stands first in the guide; whoever is not sure comes after all who are."""
        return -1 if self is Lean.UNSURE else abs(self - Lean.MIDDLE)

    @property
    def is_far(self) -> bool:
        return self in (Lean.FAR_FIRST, Lean.FAR_SECOND)


@dataclass(frozen=True)
class End:
    """One end of a pair: as the person says it, and in few words that fit after "me", "you" and "them" alike."""

    id: str
    says: Words
    words: str


@dataclass(frozen=True)
class Priority:
    """Two things that a person may weigh against each other."""

    id: str
    first: End
    second: End

    @property
    def ends(self) -> tuple[End, End]:
        return self.first, self.second

    def toward(self, lean: Lean) -> tuple[End, End] | None:
        """The end that one leans toward and the other one; None where one leans toward neither."""
        if lean in (Lean.FAR_FIRST, Lean.FIRST):
            return self.ends
        return (self.second, self.first) if lean in (Lean.SECOND, Lean.FAR_SECOND) else None


@dataclass(frozen=True)
class Way:
    """A way that one may lean now, on the whole."""

    id: str
    words: str


Weights = Mapping[str, Lean]


_LEANS = frozenset(map(int, Lean))


def read(priorities: Iterable[Priority], given: object) -> dict[str, Lean]:
    """What was kept. A pair that is no longer there, and a value that is none, is left out."""
    if not isinstance(given, dict) or not given:
        return {}
    return {pair.id: Lean(given[pair.id]) for pair in priorities if _is_lean(given.get(pair.id))}


def read_way(ways: Iterable[Way], given: object) -> str:
    """The id of the way that was kept, or none for one that is no longer there."""
    return next((way.id for way in ways if way.id == given), "")


def _is_lean(value: object) -> bool:
    return type(value) is int and value in _LEANS


def in_own_order(priorities: Iterable[Priority], weights: Weights) -> tuple[Priority, ...]:
    """Those that one leans on most first, in the declared order where two are alike; those not answered come last."""
    return tuple(sorted(priorities, key=lambda pair: -weights[pair.id].strength if pair.id in weights else 2))


def leaned_on(priorities: Iterable[Priority], weights: Weights, far: bool = False) -> Iterator[End]:
    """The ends that one leans toward; with `far`, only those that one leans far toward."""
    for pair in priorities:
        lean = weights.get(pair.id, Lean.UNSURE)
        toward = pair.toward(lean)
        if toward and (lean.is_far or not far):
            yield toward[0]
