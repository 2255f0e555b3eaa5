"""What the safety log (docs/safety.md) leaves to a clinician: its open points, and the hazards that nobody accepted."""

import re
from dataclasses import dataclass, replace

from django.conf import settings

LOG = settings.BASE_DIR / "docs" / "safety.md"
_POINT = re.compile(r"^- \*\*(C\d+), (.+?):\*\* (.+(?:\n  .+)*)", re.MULTILINE)
_HIGH = re.compile(r"^\| (H\d+) \| (.+?) \| [\w ]+ \| (?:very )?high \|$", re.MULTILINE)


@dataclass(frozen=True)
class OpenPoint:
    """What a clinician is asked beside the words: C1, or a hazard such as H1 with what is left of it.

    `items` are those with the words that it asks about, the first where it is printed.
    """

    id: str
    title: str
    words: str
    items: tuple[str, ...] = ()


SIGNS, FIRST, CALL = "clinic/facts.urgent_signs", "clinic/facts.stops", "clinic/notes.call_today"
ASKED_OF = {
    "C1": (SIGNS, CALL, "clinic/gates.sign_first", "clinic/help_lines"),
    "C2": (FIRST, "clinic/doctor_questions.stopped_denosumab"),
    "C3": ("clinic/criteria.bone_level", "clinic/outcomes.missing_facts", "clinic/facts.level"),
    "C4": (FIRST, "clinic/gates.stop"),
    "C5": ("clinic/criteria.cause_fits", "clinic/notes.cancer_team", "clinic/doctor_questions.cancer_found"),
    "C6": ("clinic/doctor_questions.bone_care", "page:recovery/all-sheets"),
    "C7": (
        "medicare/differences",
        "medicare/doctor_questions.pressed_nerve",
        "medicare/doctor_questions.bleeding_first",
    ),
    "C8": (
        "clinic/criteria.pain_incapacitating",
        "clinic/thresholds.MILD_PAIN",
        "clinic/notes.pain_easing",
        "clinic/notes.no_hurry",
    ),
    "C9": ("clinic/before_you_decide", "number:death_30d", "number:nerve_damage"),
    "C10": (SIGNS, "clinic/facts.cautions", "clinic/help_lines"),
    "H1": ("clinic/help_lines", SIGNS, "clinic/gates.emergency"),
    "H2": (CALL, "clinic/gates.cancer_worse"),
    "H5": ("clinic/outcomes.points_fit", "clinic/gates.stop", "clinic/gates.cancer_worse"),
    "H11": ("clinic/outcomes.points_fit",),
    "H14": ("clinic/outcomes.other_options_first", "clinic/notes.pain_easing", "clinic/notes.no_hurry"),
    "H37": ("clinic/before_you_decide", "page:risks", "page:spinal-fractures"),
    "H40": ("clinic/help_lines",),
}


def open_points() -> list[OpenPoint]:
    """The open points in their order, then the hazards at high after all controls."""
    log = LOG.read_text(encoding="utf-8")
    points = [OpenPoint(name, title, " ".join(words.split())) for name, title, words in _POINT.findall(log)]
    points += [OpenPoint(name, title, _left(log, name)) for name, title in _HIGH.findall(log)]
    return [replace(point, items=ASKED_OF.get(point.id, ())) for point in points]


def _left(log: str, hazard: str) -> str:
    entry = log.partition(f"### {hazard}. ")[2].partition("\n### ")[0]
    left = re.search(r"^- \*\*What is left:\*\* (.+(?:\n  .+)*)", entry, re.MULTILINE)
    return " ".join(left[1].split()) if left else ""
