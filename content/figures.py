"""Figures in a page: a picture, a chance as an array of people, a chart of results, whole or as gaps for a glance, or
ranges of advice as bars.

The page's words caption it.

    ::: picture above
    Two balloons, seen from above.
    :::

A picture is the template templates/pictures/NAME.svg; a chance, a chart, a gap and advice are entries of numbers.toml.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.translation import gettext_noop

from content import advice_bars, gap_chart, trial_chart
from content.icon_array import array
from content.numbers import Advice, Chance, Chart, Group, Row, all_numbers
from content.sources import all_sources
from web.languages import active
from web.languages import gettext as _
from web.toml_tables import files_in

KINDS = ("picture", "chance", "chart", "gap", "advice")
STYLED_AS = {"gap": "chart", "advice": "chart"}
NO_NUMBER = gettext_noop("No firm number that we could find.")
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
    chances, charts, advice = all_numbers()
    gaps = {name: chart for name, chart in charts.items() if chart.gap_title}
    drawn: dict[str, dict[str, Any]] = {"chance": chances, "chart": charts, "gap": gaps, "advice": advice}
    if kind == "picture":
        try:
            if "/" in name:
                raise TemplateDoesNotExist(name)
            # Parsed, since a browser draws no more of a broken picture than stands before the break.
            ElementTree.fromstring(render_to_string(f"pictures/{name}.svg"))  # noqa: S314 - ours
        except TemplateDoesNotExist as error:
            raise FigureError(f"there is no picture {name!r} in templates/pictures.") from error
        except (OSError, UnicodeError, TemplateSyntaxError, ElementTree.ParseError) as error:
            raise FigureError(f"the picture {name!r} in templates/pictures cannot be read: {error}.") from error
    elif name not in (known := drawn[kind]):
        raise FigureError(f"there is no {kind} {name!r} in content/numbers.toml. It has: {', '.join(known)}.")


def all_pictures() -> list[str]:
    """The names of all pictures there are."""
    return [path.stem for path in files_in(settings.BASE_DIR / "templates" / "pictures", "*.svg")]


def draw(kind: str, name: str, cite: Cite, first: bool, brief: bool) -> str:
    """All of a figure above the page's own words, as HTML. `cite` gives the marks of sources; `first` is whether the
    page has no figure of this kind before it; a `brief` one leaves who paid and how sure to the record.
    """
    numbers = all_numbers()
    if kind == "picture":
        return render_to_string(f"pictures/{name}.svg")
    if kind == "chance":
        return _draw_chance(numbers.chances[name], cite, first, brief)
    if kind == "advice":
        return _draw_advice(numbers.advice[name], cite)
    chart = numbers.charts[name]
    return _draw_gap(chart, cite) if kind == "gap" else _draw_chart(chart, cite)


def words(kind: str, name: str, brief: bool = False) -> list[Words]:
    """What a figure says beside the page's own words: for the checks of wording, and for the list of sources."""
    numbers = all_numbers()
    if kind == "chance" and name in numbers.chances:
        return _chance_words(numbers.chances[name], brief)
    if kind == "chart" and name in numbers.charts:
        return _chart_words(numbers.charts[name])
    if kind == "gap" and name in numbers.charts:
        return _gap_words(numbers.charts[name])
    if kind == "advice" and name in numbers.advice:
        return _advice_words(numbers.advice[name])
    return []


def _draw_chance(chance: Chance, cite: Cite, first: bool, brief: bool) -> str:
    groups = [
        {
            "group": group,
            "line": say(chance, group),
            "about": f"{group.name}." if brief else about(chance, group),
            "marks": cite(group.sources),
            "array": array(chance.out_of, group.number, group.up_to or group.number),
        }
        for group in chance.groups
    ]
    context = {
        "chance": chance,
        "groups": groups,
        "note": "" if brief else note(chance),
        "no_number": _(NO_NUMBER),
        "first": first,
    }
    return render_to_string("figures/chance.html", context)


def _chance_words(chance: Chance, brief: bool) -> list[Words]:
    cited = tuple(source for group in chance.groups for source in group.sources)
    groups = [
        Words(f"{say(chance, group)}. {f'{group.name}.' if brief else about(chance, group)}", group.sources)
        for group in chance.groups
    ]
    how_sure = [] if brief else [Words(note(chance), cited)]
    return [Words(chance.title, cited), *(groups or [Words(_(NO_NUMBER), ())]), *how_sure]


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


def _chart_words(chart: Chart) -> list[Words]:
    all_cited = tuple(dict.fromkeys(source for row in chart.rows for source in row.sources))
    matters = [Words(chart.matters.words, chart.matters.sources)] if chart.matters else []
    rows = [Words(f"{row.label}: {trial_chart.say(row)}", row.sources) for row in chart.rows]
    rests = [Words(f"{under}. {rests_on(rows)}", all_cited) for under, rows in trial_chart.groups(chart)]
    return [Words(chart.title, ()), *matters, *rows, *rests, Words(trial_chart.see(chart), all_cited)]


def _draw_gap(chart: Chart, cite: Cite) -> str:
    context = {
        "chart": chart,
        "at": gap_chart.lay_out(chart),
        "seen": gap_chart.see(chart),
        "marks": cite(gap_chart.cited(chart.rows)),
        "studies": [
            {"name": name, "rows": [{"label": row.label, "numbers": gap_chart.say_range(row)} for row in rows]}
            for name, rows in gap_chart.studies(chart)
        ],
    }
    return render_to_string("figures/gap.html", context)


def _gap_words(chart: Chart) -> list[Words]:
    rows = [Words(f"{row.plainly}, {row.label}: {gap_chart.say_range(row)}", row.sources) for row in chart.rows]
    return [Words(chart.gap_title, gap_chart.cited(chart.rows)), *rows]


def _draw_advice(advice: Advice, cite: Cite) -> str:
    waits = [
        {
            "wait": wait,
            "range": advice_bars.say(wait),
            "each": advice_bars.say_each(wait),
            "bar": advice_bars.lay_out(advice, wait),
            "marks": cite(wait.sources),
        }
        for wait in advice.waits
    ]
    context = {"advice": advice, "waits": waits, "scale": advice_bars.scale(advice)}
    return render_to_string("figures/advice.html", context)


def _advice_words(advice: Advice) -> list[Words]:
    waits = [Words(f"{wait.words}: {advice_bars.say(wait)}.", wait.sources) for wait in advice.waits]
    return [Words(advice.title, ()), *waits]


def rests_on(rows: Iterable[Row]) -> str:
    """The studies behind rows of a chart: their kind, how many people, who paid and who knew. Each is told once."""
    sources = [all_sources()[source] for row in rows for source in row.sources]
    studies = [source for source in sources if source.is_study]
    return " ".join(dict.fromkeys(source.label for source in studies or sources))


def say(chance: Chance, group: Group) -> str:
    """A group's number in words: "49 to 66 of 1,000 people"."""
    ends = {"low": group.number, "high": group.up_to}
    number = _("%(low)s to %(high)s") % ends if group.up_to is not None else str(group.number)
    ends = {"low": group.low, "high": group.high}
    wide = _(" (range %(low)s to %(high)s)") % ends if group.low is not None else ""
    of = {"number": number, "out_of": active().say_number(chance.out_of), "people": chance.of}
    return _("%(number)s of %(out_of)s %(people)s") % of + wide


def about(chance: Chance, group: Group) -> str:
    """Who a group is, what was counted and, if another paid than for the other groups, who paid."""
    counted = _(" Counted: %s.") % group.counted if group.counted else ""
    paid = "" if _one_paid(chance) else _(" Who paid: %s.") % paid_by(group.sources)
    return f"{group.name}.{counted}{paid}"


def note(chance: Chance) -> str:
    """How sure a chance is, and who paid for all of its groups."""
    paid = chance.paid_by or (paid_by(chance.groups[0].sources) if chance.groups and _one_paid(chance) else "")
    return _("How sure: %s.") % chance.sure + (_(" Who paid: %s.") % paid if paid else "")


def _one_paid(chance: Chance) -> bool:
    return bool(chance.paid_by) or len({paid_by(group.sources) for group in chance.groups}) == 1


def paid_by(sources: Iterable[str]) -> str:
    """Who paid for what is cited, each once."""
    return "; ".join(dict.fromkeys(_(all_sources()[source].paid_by) for source in sources))
