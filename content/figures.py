"""Figures in a page: a picture, a chance as an array of people, or a chart of results. The page's words caption it.

    ::: picture above
    Two balloons, seen from above.
    :::

A picture is the template templates/pictures/NAME.svg; a chance and a chart are entries of numbers.toml.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.template import TemplateDoesNotExist
from django.template.loader import get_template, render_to_string

from content.numbers import Chance, Group, Row, all_numbers
from content.sources import all_sources

KINDS = ("picture", "chance", "chart")
Cite = Callable[[Iterable[str]], str]


class FigureError(Exception):
    """A page names a figure that there is not; says which, and what there is."""


@dataclass(frozen=True)
class Words:
    """Words of a figure that the page does not write itself, and the sources they cite."""

    text: str
    cited: tuple[str, ...]


def find(kind: str, name: str) -> None:
    """Raises FigureError unless there is a figure of that kind and name."""
    chances, charts = all_numbers()
    if kind == "picture":
        try:
            get_template(f"pictures/{name}.svg")
        except TemplateDoesNotExist as error:
            raise FigureError(f"there is no picture {name!r} in templates/pictures.") from error
    elif name not in (known := {"chance": chances, "chart": charts}[kind]):
        raise FigureError(f"there is no {kind} {name!r} in content/numbers.toml. It has: {', '.join(known)}.")


def draw(kind: str, name: str, cite: Cite) -> str:
    """All of a figure above the page's own words, as HTML. `cite` gives the marks of sources."""
    chances, charts = all_numbers()
    if kind == "picture":
        return render_to_string(f"pictures/{name}.svg")
    if kind == "chance":
        chance = chances[name]
        groups = [{"group": group, "line": say(chance, group), "marks": cite(group.sources)} for group in chance.groups]
        return render_to_string("figures/chance.html", {"chance": chance, "groups": groups})
    chart = charts[name]
    rows = [{"row": row, "line": say_row(row), "marks": cite(row.sources)} for row in chart.rows]
    return render_to_string("figures/chart.html", {"chart": chart, "rows": rows})


def words(kind: str, name: str) -> list[Words]:
    """What a figure says beside the page's own words: for the checks of wording, and for the list of sources."""
    chances, charts = all_numbers()
    if kind == "chance" and name in chances:
        chance = chances[name]
        return [Words(chance.title, ()), *(Words(f"{g.name}: {say(chance, g)}", g.sources) for g in chance.groups)]
    if kind == "chart" and name in charts:
        chart = charts[name]
        rows = (Words(f"{row.under}, {row.label}: {say_row(row)}", row.sources) for row in chart.rows)
        return [Words(chart.title, ()), *rows]
    return []


def say(chance: Chance, group: Group) -> str:
    """A group's number in words: "49 to 66 of 1,000 people"."""
    number = f"{group.number} to {group.up_to}" if group.up_to != -1 else str(group.number)
    wide = f" (range {group.low} to {group.high})" if group.low != -1 else ""
    return f"{number} of {chance.out_of:,} {chance.of}{wide}"


def say_row(row: Row) -> str:
    """A result in words: "5.2 (2.9 to 7.4)"."""
    return f"{row.value} ({row.low} to {row.high})".replace("-", "−")


def paid_by(sources: Iterable[str]) -> str:
    """Who paid for what is cited, each once."""
    return "; ".join(dict.fromkeys(all_sources()[source].paid_by for source in sources))
