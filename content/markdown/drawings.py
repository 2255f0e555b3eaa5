"""A small drawing at the start of an item, a paragraph, a cell or a heading, which shows what its words say.

- ![](pictogram:fall) Back pain after a crash …     a file of static/img/pictograms
- ![](of-100:5-7) About 5 to 7 of 100 people …      a grid of 100 dots, of which so many are filled
- ![](of-10:2) About 2 points of 10 …               a row of ten
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from content.icon_array import grid
from web.toml_tables import files_in

_GRID = re.compile(r"of-(100?):(\d+)(?:-(\d+))?")
_PICTOGRAM = re.compile(r"pictogram:([a-z0-9-]+)")
# What may hold a drawing: the class goes to the item or cell, not to the paragraph within it.
_HOLDERS = {"list_item_open", "dd_open"}


@dataclass(frozen=True)
class Drawing:
    """A drawing as written: the name of a pictogram, or the numbers of a grid, out of ten or a hundred."""

    pictogram: str = ""
    numbers: tuple[int, ...] = ()
    out_of: int = 100


class DrawingError(Exception):
    """A drawing that cannot be drawn, or that says something else than the words beside it; says which."""


def folder() -> Path:
    """Where the pictograms are."""
    return Path(settings.BASE_DIR, "static", "img", "pictograms")


def read(source: str) -> Drawing:
    """What stands in the brackets of ![](…). Raises DrawingError for what is none of the two."""
    if found := _PICTOGRAM.fullmatch(source):
        return Drawing(pictogram=found.group(1))
    if found := _GRID.fullmatch(source):
        out_of, *numbers = (int(number) for number in found.groups() if number)
        if numbers == sorted(set(numbers)) and numbers[-1] <= out_of:
            return Drawing(numbers=tuple(numbers), out_of=out_of)
    raise DrawingError(f"{source!r} is no drawing.")


def check(children: Sequence[Token], words: str) -> None:
    """Raises DrawingError unless the drawings among these tokens, if any, can be drawn and fit their words."""
    for place, child in enumerate(children):
        if child.type == "image":
            drawing = read(str(child.attrs["src"]))
            if place:
                raise DrawingError(f"the drawing {child.attrs['src']} does not begin its words.")
            if drawing.pictogram and not (folder() / f"{drawing.pictogram}.svg").is_file():
                known = ", ".join(path.stem for path in files_in(folder(), "*.svg"))
                raise DrawingError(f"there is no pictogram {drawing.pictogram!r}. There are: {known}.")
            said = {int(number) for number in re.findall(r"\d+", words)}
            # A grid up to one stands for "fewer than 1 of 100".
            drawn = {number for number in (*drawing.numbers, drawing.out_of) if number} if drawing.numbers else set()
            if drawn - said:
                raise DrawingError(f"the grid {child.attrs['src']} shows other numbers than its words.")


def _drawings(state: StateCore) -> None:
    """Mark what begins with a drawing, and each list of which all items do, for the style."""
    opened: list[Token] = []
    for token in state.tokens:
        if token.nesting == 1:
            opened.append(token)
        elif token.nesting == -1:
            opened.pop()
        elif token.type == "inline" and token.children and token.children[0].type == "image":
            if after := token.children[1:2]:
                after[0].content = after[0].content.lstrip()
            holder = opened[-2] if len(opened) > 1 and opened[-2].type in _HOLDERS else opened[-1]
            is_grid = str(token.children[0].attrs["src"]).startswith("of-")
            holder.attrJoin("class", "with-grid" if is_grid else "with-pictogram")
            if holder.type == "list_item_open" and not is_grid and "drawn" not in str(opened[-3].attrs.get("class")):
                opened[-3].attrJoin("class", "drawn")


def _render_image(self: RendererHTML, tokens: Sequence[Token], i: int, options: Any, env: dict[str, Any]) -> str:
    drawing = read(str(tokens[i].attrs["src"]))
    if drawing.numbers:
        return grid(drawing.numbers[0], drawing.numbers[-1], drawing.out_of)
    address = static(f"img/pictograms/{drawing.pictogram}.svg")
    return f'<img class="pictogram" src="{escape(address)}" width="44" height="44" alt="">'


def install(md: MarkdownIt) -> None:
    """Let the parser read and draw these."""
    md.core.ruler.push("drawings", _drawings)
    md.add_render_rule("image", _render_image)
