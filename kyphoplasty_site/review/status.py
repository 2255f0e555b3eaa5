"""What is signed, what has changed since, with the words before and after, and what was never read."""

from collections.abc import Iterator
from difflib import ndiff

from kyphoplasty_site.review.sections import PARTS
from reviews.items import Item
from reviews.ledger import Ledger, Review, Signature, Verdict
from reviews.standing import last_word

NEVER = "never read"


def status(ledger: Ledger, items: dict[str, Item], language: str) -> Iterator[str]:
    """Lines for a terminal: how many of each kind there are, then each item, what can hurt most first."""
    how = {name: _how(ledger, item, language) for name, item in items.items()}
    counted = {word: sum(1 for one, _ in how.values() if one == word) for word in dict(how.values())}
    yield f"{language}: {len(items)} items. " + ", ".join(f"{word}: {number}" for word, number in counted.items())
    left = dict(items)
    for part in PARTS:
        taken = [item for item in left.values() if part.takes(item)]
        for item in taken:
            del left[item.id]
        if taken:
            yield from ("", part.title)
        for item in taken:
            word, said = how[item.id]
            yield f"  {word:22}{item.id}" + (f"  ({_by(*said)})" if said else "")
            if said and word == "changed since":
                yield from _changes(ledger.words(said[1].words), item.lines)
            elif said and said[1].remark:
                yield f"      {said[1].remark}"


def _how(ledger: Ledger, item: Item, language: str) -> tuple[str, tuple[Review, Signature] | None]:
    """The last word on an item, and whose it is."""
    said = last_word(ledger, item, language)
    if said is None:
        return NEVER, None
    _, signature = said
    if signature.words == item.digest:
        return str(signature.verdict), said
    return ("refused before" if signature.verdict == Verdict.REFUSED else "changed since"), said


def _by(review: Review, signature: Signature) -> str:
    return f"{review.who}, {review.day}, reviews/{review.id}.toml"


def _changes(before: tuple[str, ...], now: tuple[str, ...]) -> Iterator[str]:
    return (f"      {line}" for line in ndiff(before, now) if line.startswith(("- ", "+ ")))
