"""What is checked of the whole site: the ledger of reviews, the forms for record systems, and that no translation is of
other English words.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning

from kyphoplasty_site.reviewed import all_items, refuse_unsigned
from kyphoplasty_site.texts import texts_of_rule_sets, texts_of_the_site
from reviews.ledger import Ledger, LedgerError, Verdict, ledger, refuse_unknown
from reviews.signatures import verify
from screener import fhir, fhir_files
from screener.rule_sets.editions import RULE_SETS
from web import catalogues
from web.catalogues import SITE, WORDS
from web.languages import ENGLISH, all_languages, broken_languages, known_languages, offered_languages, speaking
from web.toml_tables import DataFileError


@register
def check_reviews(**kwargs: Any) -> list[CheckMessage]:
    """What is wrong with the reviews, and what a reader refused."""
    try:
        return list(_check(ledger()))
    except LedgerError as problem:
        return [Error(str(problem), hint="reviews/ledger.py says what a review is made of.", id="reviews.E001")]


@register
def check_offered_languages(**kwargs: Any) -> list[CheckMessage]:
    """An offered language in which something was never checked."""
    try:
        for code in offered_languages():
            with speaking(code):
                refuse_unsigned()
    except DataFileError as problem:
        return [Error(str(problem), id="languages.E002")]
    return []


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


@register
def check_folders_of_languages(**kwargs: Any) -> list[CheckMessage]:
    """Why nothing is shown in a language whose folder there is."""
    return [Error(problem, id="languages.E003") for problem in broken_languages().values()]


@register
def check_catalogues(**kwargs: Any) -> list[CheckMessage]:
    """What is not translated, or from other English words than those of now, in each language that has a folder."""
    found: list[CheckMessage] = []
    for code, language in known_languages().items():
        for name, texts in ((WORDS, texts_of_rule_sets()), (SITE, texts_of_the_site())) if code != ENGLISH else ():
            problems = catalogues.amiss(settings.LANGUAGES_DIR / code / name, texts, in_trial=not language.offered)
            # A draft is begun and left, and must stop no start.
            kind, name = (Error, "languages.E001") if language.offered else (CheckWarning, "languages.W001")
            found += [kind(f"{code}: {one}", id=name) for one in problems]
    return found


@register
def check_forms(**kwargs: Any) -> list[CheckMessage]:
    """The conditions that a FHIR form cannot say."""
    found: list[CheckMessage] = []
    for form in (form for rules in RULE_SETS for form in fhir_files.forms(rules)):
        try:
            fhir.questionnaire(form)
        except ValueError as problem:
            found.append(Error(f"{form.id}: {problem}", id="fhir.E001"))
    return found
