"""What patients can read at the end: for each outcome the guide of a worked patient."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings

from screener.engine import summary
from screener.engine.rule_set import Outcome, OutcomeWords
from screener.guide.document import Paper, filled
from screener.guide.layout import lay_out
from screener.rule_sets.clinic import CLINIC_RULES

CASES = settings.BASE_DIR / "screener" / "rule_sets" / "cases"
# The fullest of the worked patients with each outcome.
EXAMPLES = {
    Outcome.GET_HELP_NOW: "urgent-leg-weakness-with-cancer",
    Outcome.ADULTS_ONLY: "under-18",
    Outcome.NO_KNOWN_FRACTURE: "no-known-fracture-but-the-report-says-new",
    Outcome.RAISE_FIRST: "stop-infection",
    Outcome.OTHER_OPTIONS_FIRST: "day-85-is-past",
    Outcome.NOT_YET: "scan-day-31-is-too-old",
    Outcome.MISSING_FACTS: "two-signs-unknown",
    Outcome.POINTS_FIT: "all-points-fit",
}


@dataclass(frozen=True)
class Example:
    """An outcome, and the guide that one gets with it."""

    outcome: OutcomeWords
    paper: Paper


@cache
def examples() -> tuple[Example, ...]:
    """One for each outcome, the gravest first."""
    return tuple(Example(words, _paper(EXAMPLES[words.outcome])) for words in CLINIC_RULES.outcomes)


def _paper(name: str) -> Paper:
    case = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    today = date.fromisoformat(case["today"])
    found = summary.summarize(CLINIC_RULES, CLINIC_RULES.read(case["answers"], today), today)
    return filled(lay_out(found), settings.CHECKED_BY)
