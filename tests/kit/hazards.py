"""The hazard log, docs/safety.md, taken apart: its hazards, their controls, and how each risk is graded."""

import re
from functools import cache

from django.conf import settings

PAGE = (settings.BASE_DIR / "docs" / "safety.md").read_text(encoding="utf-8")
HEAD, _, LOG = PAGE.partition("\n## Hazards\n")
FIELDS = [
    "How it comes about",
    "Who is harmed, and how",
    "Before controls",
    "Controls",
    "After controls",
    "What is left",
    "Who must look at it",
]
HAZARDS = {
    found[1]: f"{found[2]}\n{body}"
    for part in LOG.split("\n### ")[1:]
    for title, _, body in [part.partition("\n")]
    if (found := re.fullmatch(r"(H\d+)\. (.+)", title))
}
TITLES = {name: text.partition("\n")[0] for name, text in HAZARDS.items()}
CONTROLS = {
    found[1]: " ".join(found[2].split())
    for text in HAZARDS.values()
    for found in re.finditer(r"^  - \*\*(H[\d.]+)\*\* (.+(?:\n    .+)*)", text, re.MULTILINE)
}
POINTS = dict(re.findall(r"^- \*\*(C\d+), ([^:]+):\*\*", HEAD, re.MULTILINE))


def field(hazard: str, name: str) -> str:
    found = re.search(rf"^- \*\*{name}:\*\*(.*(?:\n  .*)*)", hazard, re.MULTILINE)
    assert found, name
    return " ".join(found[1].split())


@cache
def matrix() -> dict[tuple[str, str], str]:
    """The risk of each pair of "how bad" and "how likely", as the page's own table has it."""
    rows = [
        [cell.strip() for cell in line.strip("| ").split("|")]
        for line in HEAD[HEAD.index("| | very rare") :].split("\n\n")[0].splitlines()
    ]
    likely = [name for name in rows[0] if name]
    return {(row[0], how): risk for row in rows[2:] for how, risk in zip(likely, row[1:], strict=True)}


def grade(hazard: str, when: str) -> tuple[str, str, str]:
    """How bad, how likely and the risk of both, before or after controls."""
    said = re.fullmatch(r"([\w ]+), ([\w ]+): ([\w ]+)", field(hazard, when))
    assert said, f"{hazard}: {when} must be written as how bad, how likely: the risk"
    bad, likely, risk = said.groups()
    return bad, likely, risk
