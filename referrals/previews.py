"""What patients can read at the end: for each outcome the guide of a worked patient."""

import json
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from screener.editions import edition_of, main_rules
from screener.engine.rule_set import OutcomeWords
from screener.engine.summary import summarize
from screener.guide.document import Document, filled
from screener.guide.page import Guide
from screener.rule_sets.editions import MAIN_RULES
from web.languages import once_for_each_language

CASES = settings.BASE_DIR / "screener" / "rule_sets" / "cases"


@dataclass(frozen=True)
class Example:
    """An outcome, and the guide that one gets with it."""

    outcome: OutcomeWords
    document: Document


@once_for_each_language
def examples() -> tuple[Example, ...]:
    """One for each outcome, the gravest first."""
    return tuple(Example(words, _paper(words.worked)) for words in main_rules().outcomes)


def _paper(name: str) -> Document:
    case = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    today = date.fromisoformat(case["today"])
    found = summarize(edition_of(MAIN_RULES.id), MAIN_RULES.read(case["answers"], today), today)
    return filled(Guide(found), settings.CHECKED_BY)
