"""What the safety log (docs/safety.md) leaves to a clinician: its open points, and the hazards that nobody accepted."""

import re
from dataclasses import dataclass

from django.conf import settings

LOG = settings.BASE_DIR / "docs" / "safety.md"
_POINT = re.compile(r"^- \*\*(C\d+), (.+?):\*\* (.+(?:\n  .+)*)", re.MULTILINE)
_HIGH = re.compile(r"^\| (H\d+) \| (.+?) \| [\w ]+ \| (?:very )?high \|$", re.MULTILINE)


@dataclass(frozen=True)
class OpenPoint:
    """What a clinician is asked beside the words: C1, or a hazard such as H1 with what is left of it."""

    id: str
    title: str
    words: str


def open_points() -> list[OpenPoint]:
    """The open points in their order, then the hazards at high after all controls."""
    log = LOG.read_text(encoding="utf-8")
    points = [OpenPoint(name, title, " ".join(words.split())) for name, title, words in _POINT.findall(log)]
    return points + [OpenPoint(name, title, _left(log, name)) for name, title in _HIGH.findall(log)]


def _left(log: str, hazard: str) -> str:
    entry = log.partition(f"### {hazard}. ")[2].partition("\n### ")[0]
    left = re.search(r"^- \*\*What is left:\*\* (.+(?:\n  .+)*)", entry, re.MULTILINE)
    return " ".join(left[1].split()) if left else ""
