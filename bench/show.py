"""How the results are written."""

from collections.abc import Sequence
from statistics import median

FLAT = 1.25  # the most by which the cost of one may rise from the least to the most of them


def number(value: float, digits: int = 0) -> str:
    return f"{value:,.{digits}f}"


def spread(values: Sequence[float], digits: int = 0) -> str:
    """The median with the least and the most."""
    least, middle, most = (number(one, digits) for one in (min(values), median(values), max(values)))
    return f"{middle} ({least} to {most})"


def megabytes(count: float) -> str:
    return number(count / 1e6, 1)


def at_least(what: str, value: float, bar: float, digits: int = 2) -> str:
    """A bar and whether this run meets it."""
    return _bar(what, value, f"at least {bar:g}", value >= bar, digits)


def at_most(what: str, value: float, bar: float, digits: int = 1) -> str:
    return _bar(what, value, f"at most {bar:g}", value <= bar, digits)


def _bar(what: str, value: float, bar: str, met: bool, digits: int) -> str:
    return f"- {what}: **{number(value, digits)}** ({bar}: {'met' if met else 'not met'})"
