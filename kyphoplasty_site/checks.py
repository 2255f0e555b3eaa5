"""The ledger of reviews is checked with all else: a review that cannot be shown to be true stops the site."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning

from kyphoplasty_site.reviewed import all_items
from reviews.ledger import Ledger, LedgerError, Verdict, ledger, refuse_unknown
from reviews.signatures import verify
from web.languages import all_languages, speaking


@register
def check_reviews(**kwargs: Any) -> list[CheckMessage]:
    """What is wrong with the reviews, and what a reader refused."""
    try:
        return list(_check(ledger()))
    except LedgerError as problem:
        return [Error(str(problem), hint="reviews/ledger.py says what a review is made of.", id="reviews.E001")]


def _check(reviews: Ledger) -> Iterator[CheckMessage]:
    verify(reviews)
    for code in all_languages() if reviews.reviews else ():
        with speaking(code):
            items = all_items()
            refuse_unknown(reviews, code, items)
            digests = {item.digest for item in items.values()}
        for review in reviews.reviews:
            for signature in review.signatures if review.language == code else ():
                if signature.verdict == Verdict.REFUSED and signature.words in digests:
                    yield CheckWarning(
                        f"reviews/{review.id}.toml refuses {signature.item}: {signature.remark}",
                        hint="Change the words, and have them read again.",
                        id="reviews.W001",
                    )
