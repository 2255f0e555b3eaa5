"""Where two rule sets part on the same answers."""

from collections.abc import Iterator

from screener.engine.rule_set import Difference, Status
from screener.engine.summary import Summary


def parted(here: Summary, main: Summary) -> list[Difference]:
    """The differences of a rule set from the main one that these answers meet, in the declared order."""
    return [one for one in here.rule_set.differences if _is_met(one, here, main)]


def _is_met(one: Difference, here: Summary, main: Summary) -> bool:
    if one.when is not None:
        return here.sheet.holds(one.when)
    return _status(here, one.here.id if one.here else "") is not _status(main, one.there)


def _status(summary: Summary, point: str) -> Status:
    """How the point stands; where there is none, nothing is asked for."""
    return next(_found(summary, point), Status.MET)


def _found(summary: Summary, point: str) -> Iterator[Status]:
    return (finding.status for finding in summary.criteria if finding.rule.id == point)
