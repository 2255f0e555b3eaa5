"""How words stand: checked by whom and when, changed since, or not yet checked. No setting says more than the ledger.

Only a clinician can check what a reader is told. Lay readers and translators are in the ledger beside them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reviews.items import Item
from reviews.ledger import Ledger, Review, Role, Signature, Verdict, ledger
from web.languages import active, active_code
from web.languages import gettext as _


class State(StrEnum):
    """The three things that a reader can be told."""

    CHECKED = "checked"
    CHANGED = "changed"
    UNREAD = "unread"


@dataclass(frozen=True)
class Standing:
    """How one item stands, or several together. `who` checked it, on `day`; both are empty for what was not read."""

    state: State
    who: tuple[str, ...] = ()
    day: date | None = None

    def __str__(self) -> str:
        """What a reader is told."""
        said = {"who": _(" and ").join(self.who), "day": active().say_day(self.day) if self.day else ""}
        if len(self.who) > MOST_NAMES:
            said["who"] = _("%(number)s clinicians") % {"number": len(self.who)}
        if self.state == State.CHECKED:
            return _("Checked by %(who)s on %(day)s.") % said
        if self.state == State.CHANGED:
            return _("Changed since %(who)s checked it on %(day)s.") % said
        return _("Not yet checked by a clinician.")


# A poster and a slip have no room for more; the about page names all.
MOST_NAMES = 2
UNREAD = Standing(State.UNREAD)


def standing(name: str, items: Callable[[], Iterable[Item]]) -> Standing:
    """How what goes by that name and is made of these items stands, in the language of now.

    They are asked for only if there is a review, and then once: neither changes while the site runs.
    """
    reviews, language = ledger(), active_code()
    if not reviews.reviews:
        return UNREAD
    if (name, language) not in reviews.standings:
        reviews.standings[name, language] = together(standing_of(reviews, item, language) for item in items())
    found: Standing = reviews.standings[name, language]
    return found


def reviews_in(language: str) -> list[Review]:
    """The reviews in a language, the newest first."""
    return [review for review in reversed(ledger().reviews) if review.language == language]


def signed(ledger: Ledger, item: Item, language: str, role: Role = Role.CLINICIAN) -> list[tuple[Review, Signature]]:
    """What readers of that role said of the item, the oldest first: of these words, or of earlier ones.

    Of two on one day a refusal comes last, and so counts.
    """
    said = [
        (review, signature)
        for review in ledger.reviews
        if review.role == role and review.language == language
        for signature in review.signatures
        if signature.item == item.id or signature.words == item.digest
    ]
    return sorted(said, key=lambda one: (one[0].day, one[1].verdict == Verdict.REFUSED))


def last_word(ledger: Ledger, item: Item, language: str) -> tuple[Review, Signature] | None:
    """What a clinician said last of these words or, if none did, of earlier ones."""
    said = signed(ledger, item, language)
    of_these_words = [one for one in said if one[1].words == item.digest]
    return next(reversed(of_these_words or said), None)


def never_checked(ledger: Ledger, items: Iterable[Item], language: str, role: Role) -> list[Item]:
    """Those of the items that nobody of that role has ever checked, in these words or in earlier ones."""
    checked = {
        name
        for review in ledger.reviews
        if review.role == role and review.language == language
        for signature in review.signatures
        if signature.verdict != Verdict.REFUSED
        for name in (signature.item, signature.words)
    }
    return [item for item in items if not {item.id, item.digest} & checked]


def standing_of(ledger: Ledger, item: Item, language: str) -> Standing:
    """How one item stands: the last word on it counts."""
    said = last_word(ledger, item, language)
    if said is None or said[1].verdict == Verdict.REFUSED:
        return UNREAD
    review, signature = said
    state = State.CHECKED if signature.words == item.digest else State.CHANGED
    return Standing(state, (review.who,), review.day)


def together(standings: Iterable[Standing]) -> Standing:
    """How what is made of several stands: as the worst of them. Checked, or changed, by all, as of the oldest day."""
    every = list(standings)
    states = {one.state for one in every}
    if not every or State.UNREAD in states:
        return UNREAD
    state = State.CHANGED if State.CHANGED in states else State.CHECKED
    of_it = [one for one in every if one.state == state]
    who = tuple(dict.fromkeys(name for one in of_it for name in one.who))
    return Standing(state, who, min(one.day for one in of_it if one.day))
