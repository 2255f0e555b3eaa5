"""What can be seen in a picture: which of its pixels stand out from the ground, and the figures of an icon array."""

import math
from collections import Counter
from dataclasses import dataclass

from PIL import Image, ImageChops

from content.icon_array import ACROSS, CELL, LAYOUTS

Color = tuple[int, int, int]
PARTS = 5  # a figure is looked at in 5 by 5 squares
HEAD, BODY = (2, 1), (2, 3)  # which of them lie within a whole figure, person or dot, and within the outline of an empty one
STANDS_OUT = 3.0  # WCAG 1.4.11
LINE = 1.6  # a line of less than two device pixels is mixed with its ground


def light(color: Color) -> float:
    """The relative luminance of WCAG."""
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in (part / 255 for part in color)]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


_LINEAR = [round(255 * light((one, one, one))) for one in range(256)]


def standing_out(picture: Image.Image, ground: Color, least: float) -> Image.Image:
    """White where a pixel has at least this contrast with the ground, black elsewhere."""
    grey = picture.point(_LINEAR * 3).convert("L", (0.2126, 0.7152, 0.0722, 0))
    under = light(ground) + 0.05
    darker, lighter = 255 * (under / least - 0.05), 255 * (under * least - 0.05)
    return grey.point([255 if one <= darker or one >= max(lighter, 1) else 0 for one in range(256)])


def most_common(picture: Image.Image) -> Color:
    """The color of most of the pixels: the ground."""
    return max(picture.getcolors(picture.width * picture.height) or [], key=lambda one: one[0])[1]  # type: ignore[return-value]


def share(mask: Image.Image) -> float:
    """How much of a mask is white."""
    return mask.histogram()[255] / (mask.width * mask.height)


def changed(before: Image.Image, after: Image.Image) -> int:
    """How many pixels clearly differ."""
    apart = ImageChops.difference(before, after).convert("L").point([0] * 40 + [255] * 216)
    return apart.histogram()[255]


@dataclass(frozen=True)
class Figures:
    """How many figures of each kind can be seen in an array. `not_clear` is what is none of them."""

    full: int = 0
    half: int = 0
    empty: int = 0
    nothing: int = 0
    not_clear: int = 0

    def __str__(self) -> str:
        return ", ".join(f"{number} {kind.replace('_', ' ')}" for kind, number in vars(self).items() if number)


def figures_in(picture: Image.Image, out_of: int) -> Figures:
    """The figures that can be seen in the picture of one array, which shows the array and nothing around it."""
    layout = LAYOUTS[out_of]
    across, down = PARTS * layout.width // CELL, PARTS * layout.height // CELL
    # A free cell lies between the first block and the next, so this is the ground on any page and paper.
    gap = picture.crop(tuple(int(one * picture.width / layout.width) for one in (ACROSS * CELL + 2, 2, ACROSS * CELL + 8, 8)))
    ground = most_common(gap)
    solid, drawn = (
        standing_out(picture, ground, least).resize((across, down), Image.Resampling.BOX).load() for least in (STANDS_OUT, LINE)
    )
    kinds = Counter(
        kind_of(solid, drawn, PARTS * column, PARTS * row)
        for column, row in cells(layout.beside, layout.below, layout.rows)
    )
    return Figures(**kinds)


def cells(beside: int, below: int, rows: int) -> list[tuple[int, int]]:
    """Where the figures stand, in cells."""
    columns = [block * (ACROSS + 1) + one for block in range(beside) for one in range(ACROSS)]
    lines = [block * (rows + 1) + one for block in range(below) for one in range(rows)]
    return [(column, line) for column in columns for line in lines]


def kind_of(solid: "Image.core.PixelAccess", drawn: "Image.core.PixelAccess", left: int, top: int) -> str:
    """What one cell shows, by how much of its head and of its body is painted, and of the whole."""
    head, body = (solid[left + x, top + y] / 255 for x, y in (HEAD, BODY))
    whole = math.fsum(drawn[left + x, top + y] for x in range(PARTS) for y in range(PARTS)) / 255 / PARTS**2
    if whole < 0.03:
        return "nothing"
    if head > 0.6 and body > 0.6:
        return "full"
    if head < 0.4 and body > 0.6:
        return "half"
    return "empty" if head < 0.4 and body < 0.4 else "not_clear"
