"""What patients can read at the end: for each outcome the guide of a worked patient."""

from dataclasses import dataclass

from screener.editions import main_rules
from screener.engine.rule_set import OutcomeWords
from screener.guide.document import Document, filled
from screener.guide.page import Guide
from screener.standings import standing_of_rules
from screener.worked_patients import summary_of
from web.languages import once_for_each_language


@dataclass(frozen=True)
class Example:
    """An outcome, and the guide that one gets with it."""

    outcome: OutcomeWords
    document: Document


@once_for_each_language
def examples() -> tuple[Example, ...]:
    """One for each outcome, the gravest first."""
    return tuple(
        Example(words, filled(Guide(summary_of(words.worked)), standing_of_rules)) for words in main_rules().outcomes
    )
