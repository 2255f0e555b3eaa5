"""Several ways to do the same, timed by turns in one run, so that a slow moment of the machine meets all of them."""

from collections.abc import Callable, Mapping
from time import perf_counter
from typing import TypeVar

Name = TypeVar("Name")


def measure(
    ways: Mapping[Name, Callable[[], object]], rounds: int, clock: Callable[[], float] = perf_counter
) -> dict[Name, list[float]]:
    """The seconds of each way in each round, after each has been gone once to warm up."""
    for way in ways.values():
        way()
    seconds: dict[Name, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            start = clock()
            way()
            seconds[name].append(clock() - start)
    return seconds
