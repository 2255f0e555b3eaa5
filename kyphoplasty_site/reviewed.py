"""All that can be read and signed, from each part of the site."""

from content import reviewed as pages
from referrals import reviewed as sheets
from reviews import frame
from reviews.items import Item, by_id
from screener.editions import items_of_rules
from screener.rule_sets.editions import RULE_SETS


def all_items() -> dict[str, Item]:
    """Every item in the language of now, by id."""
    rules = [item for name in RULE_SETS for item in items_of_rules(name).values()]
    return by_id([*rules, *pages.items().values(), *sheets.items().values(), *frame.items().values()])
