"""The limits of the rule, as its text has them. They are its own: when a clinic changes a limit, these stay."""

from screener.engine.facts import Threshold

BREAK_WINDOW = Threshold(
    "MEDICARE_BREAK_WINDOW",
    84,
    "days",
    "12 weeks",
    "the oldest break that the rule names, from the start of the pain. The last day counts.",
    source="lcd34106",
)
PAIN_AT_HOME = Threshold(
    "MEDICARE_PAIN_AT_HOME",
    5,
    "of 10",
    "5 of 10",
    "the least pain that the rule asks for at home.",
    source="lcd34106",
)
PAIN_IN_HOSPITAL = Threshold(
    "MEDICARE_PAIN_IN_HOSPITAL",
    8,
    "of 10",
    "8 of 10",
    "the least pain that the rule asks for in the hospital.",
    source="lcd34106",
)
SIGNS_NEEDED = Threshold(
    "MEDICARE_SIGNS_NEEDED",
    2,
    "of 4 signs",
    "2 of 4 signs",
    "so many must be there at home, if the pain is not getting worse.",
    source="lcd34106",
)
ROLAND_MORRIS = Threshold(
    "MEDICARE_ROLAND_MORRIS",
    17,
    "of 24",
    "17 of 24",
    "a back pain score (Roland-Morris) over this is one of the 4 signs. Just as much does not count.",
    source="lcd34106",
)
