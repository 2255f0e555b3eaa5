"""The edition that an address asks for: one rule set, in the language in which words are said now."""

from functools import cache
from pathlib import Path

from django.conf import settings

from reviews.items import Item
from screener.engine.edition import Edition
from screener.engine.rule_set import RuleSet
from screener.rule_sets.editions import MAIN_RULES, RULE_SETS
from screener.rule_sets.reading import parts_of
from screener.rule_sets.texts import in_texts, texts_of
from web.languages import ENGLISH, Language, active, active_code, known_languages, once_for_each_language


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


@once_for_each_language
def amiss() -> list[str]:
    """What of any rule set is not translated into the language of now, or from other English words than those of now.

    Raises LanguageError without a catalogue.
    """
    if active_code() == ENGLISH:
        return []
    from web import catalogues  # its reader of catalogues is for no start in English alone

    texts = [
        catalogues.Text(text, context=name) for rules in RULE_SETS.values() for name, text in _named(rules).items()
    ]
    return catalogues.amiss(_words(active_code()), texts, in_trial=not active().offered)


def is_off_the_air() -> bool:
    """Whether the self-check cannot be had in the language of now, as a text of it may say what no longer holds."""
    return bool(amiss())


@cache
def _edition(rules: RuleSet, language: Language) -> Edition:
    """Raises LanguageError without a catalogue. What has no translation that holds stands in English (`amiss`)."""
    return Edition(rules if language.code == ENGLISH else _translated(rules, language.code), language)


def _translated(rules: RuleSet, code: str) -> RuleSet:
    from web import catalogues  # its reader of catalogues is for no start in English alone

    in_trial = not known_languages()[code].offered
    said = catalogues.texts_by_id(_words(code), _named(rules), in_trial=in_trial)
    return in_texts(rules, {name.removeprefix(f"{rules.id}."): text for name, text in said.items()})


def _words(code: str) -> Path:
    from web.catalogues import WORDS

    folder: Path = settings.LANGUAGES_DIR / code
    return folder / WORDS


def _named(rules: RuleSet) -> dict[str, str]:
    """Every text of the rule set by the id that it has in a catalogue."""
    return {f"{rules.id}.{name}": text for name, text in texts_of(rules).items()}
