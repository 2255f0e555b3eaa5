"""Every limit in days, percent or points of pain, and who set it."""

from screener.engine.facts import Threshold

FRACTURE_WINDOW = Threshold(
    "FRACTURE_WINDOW",
    84,
    "days",
    "12 weeks",
    "the most that may lie between the start of the pain and the procedure. The last day counts.",
    source="clinicpage",
)
SCAN_WINDOW = Threshold(
    "SCAN_WINDOW",
    30,
    "days",
    "30 days",
    "the most that may lie between the scan and the procedure. The last day counts.",
    source="clinicpage",
)
HEIGHT_LOSS = Threshold(
    "HEIGHT_LOSS",
    25,
    "percent",
    "25%",
    "a bone that lost more of its height than this has one more sign. Just as much does not count.",
    source="clinicpage",
)
# Ours, not the clinic's, from here on: how many days before the end of the fracture window the summary begins to say so.
TIME_NEARLY_UP = Threshold(
    "TIME_NEARLY_UP",
    14,
    "days",
    "2 weeks",
    "our own: with so many days left or fewer, the summary says that time is running.",
    source="",
)
TIME_ENOUGH = Threshold(
    "TIME_ENOUGH",
    29,
    "days",
    "more than 4 weeks",
    "our own: with so many days left or more, the summary says that there is no hurry.",
    source="",
)
MILD_PAIN = Threshold(
    "MILD_PAIN",
    4,
    "of 10",
    "4 of 10",
    "our own: easing pain of this number or less does not count as pain that stops daily life.",
    source="",
)
SEVERE_PAIN = Threshold(
    "SEVERE_PAIN",
    8,
    "of 10",
    "8 of 10",
    "our own: pain of this number or more does not go together with “it does not stop me”.",
    source="",
)
