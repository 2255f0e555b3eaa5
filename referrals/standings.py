"""How the words and rules of the whole site stand, for what clinics hand on."""

from collections.abc import Iterator

from content import reviewed
from content.pages import all_pages
from reviews.items import Item
from reviews.standing import Standing, standing
from screener.editions import items_of_rules, main_rules


def standing_of_the_site() -> Standing:
    """Checked only when every page and all of the main rule set are."""
    return standing(_of_the_site)


def _of_the_site() -> Iterator[Item]:
    yield from items_of_rules(main_rules().id).values()
    for page in all_pages().values():
        yield from reviewed.items_of(page)
