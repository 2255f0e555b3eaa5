"""Several ways to do the same, timed by turns in one run, so that a slow moment of the machine meets all of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True)
class Times:
    """Seconds of one way, a time for each round."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.seconds)

    @property
    def milliseconds(self) -> str:
        """The median with the least and the most."""
        least, middle, most = (1000 * one for one in (min(self.seconds), self.median, max(self.seconds)))
        return f"{middle:.1f} ({least:.1f} to {most:.1f})"


def measure(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, Times]:
    """Each way once to warm up, then all of them by turns, `rounds` times."""
    for way in ways.values():
        way()
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            start = perf_counter()
            way()
            seconds[name].append(perf_counter() - start)
    return {name: Times(tuple(all_of_it)) for name, all_of_it in seconds.items()}
