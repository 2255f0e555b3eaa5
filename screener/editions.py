"""The edition that an address asks for: one rule set, in the language in which words are said now."""

from functools import cache

from django.conf import settings

from reviews.items import Item
from screener.engine.edition import Edition
from screener.engine.rule_set import RuleSet
from screener.rule_sets.editions import MAIN_RULES, RULE_SETS
from screener.rule_sets.reading import parts_of
from screener.rule_sets.texts import in_texts, texts_of
from web.languages import ENGLISH, Language, active, active_code, once_for_each_language


def edition_of(rules: str) -> Edition:
    """The rule set of that id in the active language. Raises KeyError."""
    return _edition(RULE_SETS[rules], active())


def main_rules() -> RuleSet:
    """The rule set that visitors meet first, in the active language."""
    return edition_of(MAIN_RULES.id).rules


def items_of_rules(rules: str) -> dict[str, Item]:
    """The parts of a rule set as items to be read and signed, by id: clinic/facts.adult. Raises KeyError."""
    return _items()[rules]


@once_for_each_language
def _items() -> dict[str, dict[str, Item]]:
    # A part has the same name in each rule set: one that they share is read once, and holds for both.
    parts = {rules: parts_of(edition_of(rules).rules) for rules in RULE_SETS}
    return {
        rules: {f"{rules}/{name}": Item(f"{rules}/{name}", lines, name) for name, lines in said.items()}
        for rules, said in parts.items()
    }


def amiss() -> list[str]:
    """What of any rule set is not translated into the language of now, or from other English words than those of now.

    Raises LanguageError without a catalogue.
    """
    return [] if active_code() == ENGLISH else _said(active(), tuple(RULE_SETS.values()))[1]


def is_off_the_air() -> bool:
    """Whether the self-check cannot be had in the language of now, as a text of it may say what no longer holds."""
    return bool(amiss())


@cache
def _edition(rules: RuleSet, language: Language) -> Edition:
    """Raises LanguageError without a catalogue. What has no translation that holds stands in English (`amiss`)."""
    if language.code == ENGLISH:
        return Edition(rules, language)
    said, _ = _said(language, tuple(RULE_SETS.values()))
    own = {name.removeprefix(f"{rules.id}."): text for name, text in said.items() if name.startswith(f"{rules.id}.")}
    return Edition(in_texts(rules, own), language)


@cache
def _said(language: Language, all_rules: tuple[RuleSet, ...]) -> tuple[dict[str, str], list[str]]:
    """Every text of these rule sets in a language, by the id that it has in its catalogue, and what is amiss with any.

    To read the catalogue takes longer than all else, so it is read once for all of them.
    """
    from web import catalogues  # its reader of catalogues is for no start in English alone

    english = {f"{rules.id}.{name}": text for rules in all_rules for name, text in texts_of(rules).items()}
    file = settings.LANGUAGES_DIR / language.code / catalogues.WORDS
    return catalogues.texts_by_id(file, english, in_trial=not language.offered)
