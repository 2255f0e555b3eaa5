"""What can be seen in a picture: which of its pixels stand out from the ground, and the figures of an icon array."""

import math
from collections import Counter
from dataclasses import dataclass

from PIL import Image, ImageChops

from content.icon_array import ACROSS, CELL, LAYOUTS
from engines.drivers import Box

Color = tuple[int, int, int]
PARTS = 20  # a figure is looked at in 20 by 20 squares
# Squares of the head and of the body, well within a whole figure and within the line of an empty one.
HEAD = [(x, y) for x in (9, 10) for y in (5, 6)]
BODY = {
    "people": [(x, y) for x in (8, 9, 10, 11) for y in (14, 15)],
    "dots": [(x, y) for x in (9, 10) for y in (12, 13)],
}
STANDS_OUT = 3.0  # WCAG 1.4.11
LEAST_DRAWN = 255 * 0.03  # of a cell
AS_SOLID = 0.7  # by this power of its contrast a pixel is more ink than blur, which is light on a dark ground
LINE = 1.6  # a line of less than two device pixels is mixed with its ground


def light(color: Color) -> float:
    """The relative luminance of WCAG."""
    linear = [
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in (part / 255 for part in color)
    ]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


_LINEAR = [round(255 * light((one, one, one))) for one in range(256)]


def standing_out(picture: Image.Image, ground: Color, least: float) -> Image.Image:
    """White where a pixel has at least this contrast with the ground, black elsewhere."""
    grey = picture.point(_LINEAR * 3).convert("L", (0.2126, 0.7152, 0.0722, 0))
    under = light(ground) + 0.05
    darker, lighter = 255 * (under / least - 0.05), 255 * (under * least - 0.05)
    return grey.point([255 if one <= darker or one >= max(lighter, 1) else 0 for one in range(256)])


def contrast(one: Color, other: Color) -> float:
    """As WCAG reckons it."""
    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def strongest(picture: Image.Image, ground: Color) -> float:
    """The contrast of what stands out most, a few stray pixels aside."""
    colors = picture.getcolors(picture.width * picture.height) or []
    return max((contrast(color, ground) for number, color in colors if number >= 20), default=1)  # type: ignore[arg-type]


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


def figures_in(picture: Image.Image, box: Box, out_of: int, drawn_as: str) -> Figures:
    """The figures that can be seen in an array of people or dots, which stands in this box of a picture."""
    layout = LAYOUTS[out_of]
    left, top, right, _ = box
    cell = (right - left) * CELL / layout.width
    # A free cell lies between the first block and the next, so this is the ground on any page and paper. One block has
    # none, and most of it is ground: figures are thin, and many are empty.
    gap = (left + (ACROSS + 0.3) * cell, top, left + (ACROSS + 0.7) * cell, top + cell)
    ground = most_common(picture.crop(whole(gap if layout.beside > 1 else box)))
    size = (layout.width // CELL, layout.height // CELL)
    close = (PARTS * size[0], PARTS * size[1])
    least = max(STANDS_OUT, strongest(picture.crop(whole(box)), ground) ** AS_SOLID)
    solid = rows_of(standing_out(picture, ground, least).resize(close, Image.Resampling.BOX, box))
    drawn = rows_of(standing_out(picture, ground, LINE).resize(size, Image.Resampling.BOX, box))
    kinds = Counter(
        kind_of(solid, PARTS * column, PARTS * row, BODY[drawn_as]) if drawn[row][column] > LEAST_DRAWN else "nothing"
        for column, row in cells(layout.beside, layout.below, layout.rows)
    )
    return Figures(**kinds)


def cells(beside: int, below: int, rows: int) -> list[tuple[int, int]]:
    """Where the figures stand, in cells."""
    columns = [block * (ACROSS + 1) + one for block in range(beside) for one in range(ACROSS)]
    lines = [block * (rows + 1) + one for block in range(below) for one in range(rows)]
    return [(column, line) for column in columns for line in lines]


def whole(box: Box) -> tuple[int, int, int, int]:
    """A box to cut out, in whole pixels."""
    left, top, right, bottom = box
    return int(left), int(top), int(right), int(bottom)


def rows_of(mask: Image.Image) -> list[bytes]:
    """How white each pixel of a mask is, by row and column."""
    levels = mask.tobytes()
    return [levels[at : at + mask.width] for at in range(0, len(levels), mask.width)]


def kind_of(solid: list[bytes], left: int, top: int, of_body: list[tuple[int, int]]) -> str:
    """What one cell shows, by how much of its head and of its body is painted."""
    head, body = (
        math.fsum(solid[top + y][left + x] for x, y in squares) / 255 / len(squares) for squares in (HEAD, of_body)
    )
    # Old Chromium draws a figure at half the size and blurs it: what is empty may then be a little gray.
    if 0.4 < body < 0.75 or (body <= 0.4 and head > 0.75):
        return "not_clear"
    if body <= 0.4:
        return "empty"
    return "full" if head > 0.5 else "half"
