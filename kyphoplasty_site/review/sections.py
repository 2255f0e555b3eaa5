"""In which order a reader meets the items: what can hurt most comes first."""

import re
from dataclasses import dataclass

from reviews.items import Item


@dataclass(frozen=True)
class Part:
    """A part of a packet: the items whose ids match, and that no part before it took."""

    title: str
    intro: str
    ids: str

    def takes(self, item: Item) -> bool:
        return re.match(self.ids, item.id) is not None


DANGEROUS = Part(
    "Signs that cannot wait",
    "A mistake here can cost a life: whom to call, for which signs, and what must be told first.",
    r"\w+/(help_lines|facts\.(urgent_signs|stops|cautions)|gates\.|notes\.(call_today|cancer_team|raise_cautions|in_hospital))",
)
# What is translated back into English by somebody who has not seen the English: what is dangerous, and what it can
# come to, with every limit and note.
TRANSLATED_BACK = rf"{DANGEROUS.ids}|\w+/(thresholds|outcomes|notes)\."
# The last part takes what no other did, so that a new kind of item is never left out.
PARTS = (
    DANGEROUS,
    Part("Limits", "The numbers that decide, and who set each.", r"clinic/(thresholds|windows)"),
    Part(
        "The rules",
        "In reading order. A point fits, does not fit, or is not known; “not known” never counts as a no.",
        r"clinic/(criteria|ladder|about|order)",
    ),
    Part(
        "What it can come to",
        "Every outcome, the gravest first, each with one worked patient. The answers of “all-points-fit” stand in full "
        "under “The answers fit …”; of the others it is said what differs.",
        r"clinic/(outcomes|before_you_decide)",
    ),
    Part(
        "The questions",
        "What a patient is asked, in their order, and the words around each question.",
        r"clinic/facts",
    ),
    Part("Every number", "Beside its sources, who paid, and how sure it is.", r"number:"),
    Part("Notes and next steps", "What is said beside an outcome, and what to do next.", r"clinic/(notes|steps)"),
    Part(
        "Questions for the doctor",
        "What a patient takes along to ask, what calls for each, and what may matter to them.",
        r"\w+/doctor_questions|clinic/priorities",
    ),
    Part(
        "The Medicare rule",
        "Only what this rule set does not share with the clinic’s: the words they share were above. Whoever knows the "
        "live rule, as in a billing office, may read it in your place.",
        r"medicare/(?!title|phrases|roles)",
    ),
    Part("Pictures", "Each drawing with the words that are read out in its place.", r"picture:|pictogram:"),
    Part(
        "Leaflets, e-mails and the glossary", "What a clinic hands out and sends.", r"leaflet:|email:|handout:|glossary"
    ),
    Part(
        "On the screen: pages",
        "Read these as a patient does, at their addresses, on other days. The HTML of this packet has their words too.",
        r"page:(?!.+/)(?!sources|changes|privacy|accessibility|about|glossary)",
    ),
    Part(
        "On the screen: records and the rest",
        "Every study, source and word around the pages, for whoever wants all. The HTML has the words.",
        r"",
    ),
)
# So many parts make up the sittings; those after them can wait for another day.
IN_SITTINGS = 7
# How many words a minute somebody reads who judges each; how long a tick takes, an answer to a question, and the form.
WORDS_A_MINUTE, SECONDS_A_TICK, MINUTES_AN_ANSWER, MINUTES_A_FORM = 120, 8, 1, 5


def minutes(words: int, ticks: int, answers: int) -> int:
    """About how long a part takes."""
    return max(1, round(words / WORDS_A_MINUTE + ticks * SECONDS_A_TICK / 60 + answers * MINUTES_AN_ANSWER))
