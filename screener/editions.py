"""The edition that an address asks for: one rule set, in the language in which words are said now."""

from functools import cache

from django.conf import settings

from reviews.items import Item
from screener.engine.edition import Edition
from screener.engine.rule_set import RuleSet
from screener.rule_sets.editions import MAIN_RULES, RULE_SETS
from screener.rule_sets.reading import parts_of
from screener.rule_sets.texts import in_texts, texts_of
from web.languages import ENGLISH, Language, active, once_for_each_language


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


@cache
def _edition(rules: RuleSet, language: Language) -> Edition:
    """Raises LanguageError where a text of the rule set has no translation that holds."""
    return Edition(rules if language.code == ENGLISH else _translated(rules, language), language)


def _translated(rules: RuleSet, language: Language) -> RuleSet:
    from web.catalogues import WORDS, texts_by_id  # its reader of catalogues is for no start in English alone

    english = {f"{rules.id}.{name}": text for name, text in texts_of(rules).items()}
    said = texts_by_id(settings.LANGUAGES_DIR / language.code / WORDS, english, in_trial=not language.offered)
    return in_texts(rules, {name.removeprefix(f"{rules.id}."): text for name, text in said.items()})
