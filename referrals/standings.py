"""How the words and rules of the whole site stand, for what clinics hand on."""

from collections.abc import Iterator

from content import reviewed as pages
from referrals import reviewed as sheets
from reviews import frame
from reviews.items import Item
from reviews.standing import Standing, standing
from screener.editions import items_of_rules
from screener.rule_sets.editions import RULE_SETS


def standing_of_the_site() -> Standing:
    """Checked only when every page, every rule set and all words around them are."""
    return standing("all of the site", _of_the_site)


def standing_of_sheet(name: str) -> Standing:
    """How a leaflet or an e-mail stands, by the id of its item: checked only when it is, and the site that it is of."""
    return standing(f"all of {name}", lambda: [sheets.items()[name], *_of_the_site()])


def _of_the_site() -> Iterator[Item]:
    for rules in RULE_SETS:
        yield from items_of_rules(rules).values()
    yield from pages.items().values()
    yield from frame.items().values()
