"""How what the self-check says stands: checked by whom and when, changed since, or not yet checked."""

from collections.abc import Iterator

from reviews import frame
from reviews.items import Item
from reviews.standing import Standing, standing
from screener.editions import items_of_rules

# What a summary, a guide and a question say beside the words of their rule set.
FRAME = ("templates:screener", "templates:forms", "code:screener")


def standing_of_question(rules: str, fact: str) -> Standing:
    """How a question of a rule set stands: its own words alone."""
    return standing(lambda: [items_of_rules(rules)[f"{rules}/facts.{fact}"]])


def standing_of_rules(rules: str) -> Standing:
    """How the summary of a rule set stands: checked only when all that it decides, asks and says is."""
    return standing(lambda: _of_rules(rules))


def _of_rules(rules: str) -> Iterator[Item]:
    yield from items_of_rules(rules).values()
    yield from (frame.items()[name] for name in FRAME)
