"""The worked patients: files of clinicians with a story, a day, answers and what is expected of them.

A file names its rule set under `rules`; without that it is the one that visitors meet first.
"""

import json
from datetime import date
from pathlib import Path

from django.conf import settings

from screener.editions import edition_of
from screener.engine.summary import Summary, summarize
from screener.rule_sets.editions import MAIN_RULES, RULE_SETS

CASES: Path = settings.BASE_DIR / "screener" / "rule_sets" / "cases"


def summary_of(name: str) -> Summary:
    """What the worked patient of that name comes to."""
    case = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    rules = RULE_SETS[case.get("rules", MAIN_RULES.id)]
    today = date.fromisoformat(case["today"])
    return summarize(edition_of(rules.id), rules.read(case["answers"], today), today)
