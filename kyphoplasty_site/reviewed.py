"""All that can be read and signed, from each part of the site, and how much of it is."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext_noop

from content import reviewed as pages
from referrals import reviewed as sheets
from reviews import frame
from reviews.items import Item, by_id
from reviews.standing import State, standing
from screener.editions import items_of_rules
from screener.rule_sets.editions import RULE_SETS
from web.languages import gettext as _

# What readers are told of, by the ids of its items; the first that fits.
KINDS = {
    r"\w+/facts": gettext_noop("Questions of the self-check"),
    r"\w+/": gettext_noop("Rules, outcomes and what is said with them"),
    "page:": gettext_noop("Pages"),
    "number:": gettext_noop("Numbers that are drawn"),
    "picture:|pictogram:": gettext_noop("Pictures"),
    "leaflet:|email:": gettext_noop("Leaflets and e-mails"),
    "": gettext_noop("All other words"),
}


def all_items() -> dict[str, Item]:
    """Every item in the language of now, by id."""
    rules = [item for name in RULE_SETS for item in items_of_rules(name).values()]
    return by_id([*rules, *pages.items().values(), *sheets.items().values(), *frame.items().values()])


@dataclass(frozen=True)
class Tally:
    """How many items of one kind there are, and how many of them are checked, changed since, or not yet checked."""

    kind: str
    number: int
    checked: int
    changed: int
    unread: int


def tallies() -> list[Tally]:
    """One for each kind, in the language of now."""
    counted: dict[str, Counter[State]] = {}
    for name, item in all_items().items():
        kind = next(words for pattern, words in KINDS.items() if re.match(pattern, name))
        counted.setdefault(kind, Counter())[standing(name, partial(tuple, [item])).state] += 1
    return [
        Tally(_(kind), states.total(), *(states[state] for state in State))
        for kind, states in ((kind, counted[kind]) for kind in KINDS.values())
    ]
