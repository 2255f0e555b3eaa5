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
from reviews.ledger import Role, ledger
from reviews.standing import State, never_checked, standing
from screener.editions import items_of_rules
from screener.rule_sets.editions import RULE_SETS
from web.languages import ENGLISH, LanguageError, active
from web.languages import gettext as _

# A translator alone can tell that it says the same, a clinician alone that it is right.
SIGN_A_LANGUAGE = (Role.TRANSLATOR, Role.CLINICIAN)
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


def refuse_unsigned() -> None:
    """Raise LanguageError if the language of now is offered, and a text of it was never checked by both who must.

    What has changed since they checked it stays: the page says so. English is what the others are checked against.
    """
    language = active()
    if language.code == ENGLISH or not language.offered:
        return
    for role in SIGN_A_LANGUAGE:
        if unsigned := never_checked(ledger(), all_items().values(), language.code, role):
            names = ", ".join(item.id for item in unsigned[:3])
            raise LanguageError(
                f"{language.code}/language.toml says offered = true, and no {role} has checked {names} "
                f"({len(unsigned):,} in all). Have them checked (manage.py review packet --language {language.code}), "
                f"or set offered = false and name {language.code} in LANGUAGES_IN_TRIAL."
            )


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
