"""The edition that an address asks for: one rule set, in the language in which words are said now."""

from functools import cache

from screener.engine.edition import Edition
from screener.engine.rule_set import RuleSet
from screener.rule_sets.editions import RULE_SETS
from web.languages import Language, active


def edition_of(rules: str) -> Edition:
    """The rule set of that id in the active language. Raises KeyError."""
    return _edition(RULE_SETS[rules], active())


@cache
def _edition(rules: RuleSet, language: Language) -> Edition:
    return Edition(rules, language)
