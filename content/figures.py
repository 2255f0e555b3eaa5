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

from content import trial_chart
from content.numbers import Chance, Chart, Group, Row, all_numbers
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
    return _draw_chart(charts[name], cite)


def _draw_chart(chart: Chart, cite: Cite) -> str:
    def line(row: Row) -> dict[str, str]:
        return {"label": row.label, "numbers": trial_chart.say(row), "marks": cite(row.sources)}

    context = {
        "chart": chart,
        "at": trial_chart.lay_out(chart),
        "seen": trial_chart.see(chart),
        "matters_marks": cite(chart.matters.sources) if chart.matters else "",
        "groups": [
            {
                "under": under,
                "rows": [line(row) for row in rows],
                "rests_on": rests_on(rows),
            }
            for under, rows in trial_chart.groups(chart)
        ],
    }
    return render_to_string("figures/chart.html", context)


def words(kind: str, name: str) -> list[Words]:
    """What a figure says beside the page's own words: for the checks of wording, and for the list of sources."""
    chances, charts = all_numbers()
    if kind == "chance" and name in chances:
        chance = chances[name]
        return [Words(chance.title, ()), *(Words(f"{g.name}: {say(chance, g)}", g.sources) for g in chance.groups)]
    if kind == "chart" and name in charts:
        return _chart_words(charts[name])
    return []


def _chart_words(chart: Chart) -> list[Words]:
    all_cited = tuple(dict.fromkeys(source for row in chart.rows for source in row.sources))
    matters = [Words(chart.matters.words, chart.matters.sources)] if chart.matters else []
    rows = [Words(f"{row.label}: {trial_chart.say(row)}", row.sources) for row in chart.rows]
    rests = [Words(f"{under}. {rests_on(rows)}", all_cited) for under, rows in trial_chart.groups(chart)]
    return [Words(chart.title, ()), *matters, *rows, *rests, Words(trial_chart.see(chart), all_cited)]


def rests_on(rows: Iterable[Row]) -> str:
    """The studies behind rows of a chart: their kind, how many people, who paid and who knew. Each is told once."""
    sources = [all_sources()[source] for row in rows for source in row.sources]
    studies = [source for source in sources if source.is_study]
    return " ".join(dict.fromkeys(source.label for source in studies or sources))


def say(chance: Chance, group: Group) -> str:
    """A group's number in words: "49 to 66 of 1,000 people"."""
    number = f"{group.number} to {group.up_to}" if group.up_to != -1 else str(group.number)
    wide = f" (range {group.low} to {group.high})" if group.low != -1 else ""
    return f"{number} of {chance.out_of:,} {chance.of}{wide}"


def paid_by(sources: Iterable[str]) -> str:
    """Who paid for what is cited, each once."""
    return "; ".join(dict.fromkeys(all_sources()[source].paid_by for source in sources))
