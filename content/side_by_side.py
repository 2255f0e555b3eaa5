"""Options side by side: sections with the same rows, as cards that can be compared.

    ::: side-by-side Four ways of care
    ## What about time?

    Helps
    : Most breaks ease with time.
    :::

They have either the five rows of a card, or all ten. Ten are drawn as a table as well: a page writes them once, so both
say the same, and the style shows the table where there is room, the cards where not.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_noop
from markdown_it.token import Token

from web.languages import gettext as _

NAME = "side-by-side"
OPTIONS = 4
ROWS = (
    gettext_noop("What it is"),
    gettext_noop("Who it is for"),
    gettext_noop("Pain at one month and one year"),
    gettext_noop("Moving and daily life"),
    gettext_noop("Height and posture"),
    gettext_noop("Harms"),
    gettext_noop("What it asks of you"),
    gettext_noop("If it does not work"),
    gettext_noop("How sure we are"),
    gettext_noop("Who paid for the evidence"),
)
ROWS_OF_A_CARD = (
    gettext_noop("Helps"),
    gettext_noop("Can harm"),
    gettext_noop("Serious problem"),
    gettext_noop("Asks of you"),
    gettext_noop("Breaks on X-ray"),
)
Render = Callable[[Sequence[Token]], SafeString]


def rows() -> tuple[str, ...]:
    """The names of all rows, as a page writes them in its language."""
    return tuple(map(_, ROWS))


def rows_of_a_card() -> tuple[str, ...]:
    """The names of the five rows that a page may have instead."""
    return tuple(map(_, ROWS_OF_A_CARD))


class SideBySideError(Exception):
    """Options cannot be set side by side; says what is amiss."""


@dataclass(frozen=True)
class Row:
    """What is said of one option under one name."""

    name: Token
    cell: list[Token] = field(default_factory=list)


@dataclass(frozen=True)
class Option:
    """One of the options: its heading, the heading's anchor and class, and its rows."""

    anchor: str
    title: Token
    style: str = ""
    rows: list[Row] = field(default_factory=list)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its rows."""
        return tuple(row.name.content for row in self.rows)


def has_title(info: str, marker: str) -> bool:
    """Whether ::: opens options side by side, with the title that they need."""
    return info.strip().startswith(f"{NAME} ")


def title_of(info: str) -> str:
    """The title behind the opening :::."""
    return info.strip().removeprefix(NAME).strip()


def gather(tokens: Iterable[Token]) -> list[Token]:
    """The tokens of a page, in which options side by side are one token: their title its content, all else in it."""
    result: list[Token] = []
    within = result
    for token in tokens:
        if token.type == f"container_{NAME}_open":
            within = []
            result.append(Token("side_by_side", "", 0, content=title_of(token.info), map=token.map, children=within))
        elif token.type == f"container_{NAME}_close":
            within = result
        else:
            within.append(token)
    return result


def are_all_rows(tokens: Iterable[Token]) -> bool:
    """Whether options on a page have all ten rows, and so are a table too."""
    names = [token.content for one in gather(tokens) if one.type == "side_by_side" for token in one.children or ()]
    return rows()[0] in names


def read(gathered: Token) -> list[Option]:
    """The options in a gathered token. Raises SideBySideError unless there are four, all with the same rows."""
    tokens = gathered.children or []
    options: list[Option] = []
    cell: list[Token] | None = None
    for token, after in pairwise(tokens):
        if token.type == "heading_open":
            options.append(Option(str(token.attrs["id"]), after, str(token.attrs.get("class", ""))))
        elif token.type == "dt_open" and options:
            options[-1].rows.append(Row(after))
        elif token.type == "dd_open" and options:
            cell = options[-1].rows[-1].cell
        elif token.type == "dd_close":
            cell = None
        elif cell is not None:
            cell.append(token)
    _check(tokens, options)
    return options


def _check(tokens: Sequence[Token], options: Sequence[Option]) -> None:
    strange = [token for token in tokens if token.level == tokens[0].level and token.tag not in {"h2", "dl"}]
    if strange or any(token.type.startswith("container") for token in tokens):
        raise SideBySideError("something stands side by side that is no ## heading and no row.")
    if len(options) != OPTIONS:
        raise SideBySideError(f"{len(options)} options stand side by side, not {OPTIONS}.")
    for option in options:
        if option.names not in {rows(), rows_of_a_card()}:
            of_a_card = ", ".join(rows_of_a_card())
            raise SideBySideError(
                f"{option.title.content!r} does not have the ten rows in their order, "
                f"nor the five of a card ({of_a_card})."
            )
        if option.names != options[0].names:
            raise SideBySideError(f"{option.title.content!r} has other rows than {options[0].title.content!r}.")


def draw(gathered: Token, render: Render, meanings: Mapping[str, SafeString]) -> str:
    """The options as cards, those with all rows as a table too, then the meanings that `render` met and put there."""
    read_options = read(gathered)
    names = read_options[0].names
    options = [
        {
            "anchor": option.anchor,
            "title": render([option.title]),
            "style": option.style,
            "rows": [(row.name.content, render(row.cell)) for row in option.rows],
        }
        for option in read_options
    ]
    as_rows = [(name, [option["rows"][i][1] for option in options]) for i, name in enumerate(names)]
    context = {
        "title": gathered.content,
        "options": options,
        "table": as_rows if names == rows() else (),
        "meanings": meanings.values(),
    }
    return render_to_string("content/side_by_side.html", context)
