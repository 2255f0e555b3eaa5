"""How what the self-check says stands: checked by whom and when, changed since, or not yet checked."""

from collections.abc import Iterable, Iterator

from reviews import frame, pictures
from reviews.items import Item
from reviews.standing import Standing, standing
from screener.editions import edition_of, items_of_rules

# What a summary and a guide say beside the words of their rule set.
FRAME = ("templates:screener", "templates:forms", "code:screener", frame.LANGUAGE)


def standing_of_question(rules: str, fact: str) -> Standing:
    """How a question of a rule set stands: its own words, and the picture beside it."""
    name = f"{rules}/facts.{fact}"
    return standing(f"all of {name}", lambda: [items_of_rules(rules)[name], *_pictures(rules, fact)])


def standing_of_rules(*rules: str) -> Standing:
    """How the summary of a rule set, or of several, stands: checked only when all that it asks, says and decides by
    is.
    """
    return standing(f"all of {rules}", lambda: _of_rules(rules))


def _of_rules(names: Iterable[str]) -> Iterator[Item]:
    for rules in names:
        yield from items_of_rules(rules).values()
        yield from _pictures(rules)
    yield from (frame.items()[name] for name in (*FRAME, frame.ENGINE))


def _pictures(rules: str, fact: str = "") -> Iterator[Item]:
    """The pictures beside the questions of a rule set, or beside one of them."""
    for one in edition_of(rules).rules.facts:
        if one.picture and fact in ("", one.id):
            yield pictures.items()[f"picture:{one.picture.name}"]
