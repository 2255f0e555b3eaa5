"""An array of small figures, 100 or 1,000 of them, as the paths of an SVG: each figure is one cell of a pattern. And a
grid of 100 dots, small enough to stand beside the words.

Rows of ten stand in blocks, a free cell apart: ten blocks of 100, or one. They fill from the first block on, row
by row, so that two arrays can be told apart at a glance and either can be counted.
"""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

CELL = 10
ACROSS = 10


@dataclass(frozen=True)
class Layout:
    """How many rows a block has, how many blocks stand beside each other, and how many rows of blocks there are."""

    rows: int
    beside: int
    below: int

    @property
    def width(self) -> int:
        return CELL * (self.beside * (ACROSS + 1) - 1)

    @property
    def height(self) -> int:
        return CELL * (self.below * (self.rows + 1) - 1)

    def path(self, start: int, end: int) -> str:
        """The cells from `start` up to, but not with, `end`."""
        size = ACROSS * self.rows
        return "".join(
            self._in_block(block, max(start - block * size, 0), min(end - block * size, size))
            for block in range(start // size, -(-end // size))
        )

    def _in_block(self, block: int, start: int, end: int) -> str:
        left = block % self.beside * (ACROSS + 1)
        top = block // self.beside * (self.rows + 1)
        if end - start == ACROSS * self.rows:
            return _box(left, top, ACROSS, self.rows)
        return "".join(
            _box(left + first % ACROSS, top + row, min(end, (row + 1) * ACROSS) - first, 1)
            for row in range(start // ACROSS, -(-end // ACROSS))
            for first in [max(start, row * ACROSS)]
        )


LAYOUTS = {100: Layout(rows=10, beside=1, below=1), 1000: Layout(rows=10, beside=5, below=2)}


@dataclass(frozen=True)
class Array:
    """What a template needs to draw one array: its size, and the path of each kind of figure in it."""

    width: int
    height: int
    paths: dict[str, str]


def array(out_of: int, number: int, up_to: int) -> Array:
    """`number` whole figures, halves from there up to `up_to`, the others empty."""
    layout = LAYOUTS[out_of]
    ends = {"full": (0, number), "half": (number, up_to), "empty": (up_to, out_of)}
    paths = {kind: layout.path(*end) for kind, end in ends.items() if end[0] < end[1]}
    return Array(layout.width, layout.height, paths)


def _box(left: int, top: int, across: int, down: int) -> str:
    return f"M{left * CELL} {top * CELL}h{across * CELL}v{down * CELL}h-{across * CELL}z"


def grid(number: int, up_to: int, out_of: int = 100) -> SafeString:
    """A hundred dots in rows of ten: `number` large ones, half as large up to `up_to`, the others small and pale. Or
    the ten points of a scale, in one row across the same room.

    The words beside it say the numbers, so that it is hidden from who hears the page. Dots are the dashes, of no
    length, of one line a row: a tenth of the bytes of a hundred circles.
    """
    ends = {3.4: (0, number), 2.4: (number, up_to), 1.5: (up_to, out_of)}
    paths = "".join(
        f'<path stroke-width="{width}" d="{_dots(*end)}"/>' for width, end in ends.items() if end[0] < end[1]
    )
    svg = (
        f'<svg class="grid" viewBox="0 0 40 {out_of * 4 // ACROSS}" width="56" fill="none" stroke="#0b4f5c" '
        f'stroke-linecap="round" stroke-dasharray="0 4" aria-hidden="true">{paths}</svg>'
    )
    return mark_safe(svg)  # noqa: S308 - numbers only


def _dots(start: int, end: int) -> str:
    """Lines through the middles of the cells from `start` up to, but not with, `end`; each ends half a cell later."""
    return "".join(
        f"M{2 + 4 * (first - row * ACROSS)} {2 + 4 * row}h{4 * (min(end, (row + 1) * ACROSS) - first) - 2}"
        for row in range(start // ACROSS, -(-end // ACROSS))
        for first in [max(start, row * ACROSS)]
    )
