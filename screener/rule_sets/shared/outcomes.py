"""What a summary can come to, mildest first: the same in every rule set, each in its own words."""

from screener.engine.rule_set import Ladder, Outcome

POINTS_FIT = Outcome(0, "points_fit")
MISSING_FACTS = Outcome(1, "missing_facts")
NOT_YET = Outcome(2, "not_yet")
OTHER_OPTIONS_FIRST = Outcome(3, "other_options_first")
RAISE_FIRST = Outcome(4, "raise_first")
NO_KNOWN_FRACTURE = Outcome(5, "no_known_fracture", ends_the_questions=True)
ADULTS_ONLY = Outcome(6, "adults_only", ends_the_questions=True)
GET_HELP_NOW = Outcome(7, "get_help_now", ends_the_questions=True)

LADDER = Ladder(
    fits=POINTS_FIT,
    unknown=MISSING_FACTS,
    can_change=NOT_YET,
    does_not_fit=OTHER_OPTIONS_FIRST,
    raise_first=RAISE_FIRST,
    others=(NO_KNOWN_FRACTURE, ADULTS_ONLY),
    emergency=GET_HELP_NOW,
)
