"""An array of small figures, 100 or 1,000 of them, as the paths of an SVG: each figure is one cell of a pattern.

Rows of ten stand in blocks, a free cell apart: ten blocks of 100, or one. They fill from the first block on, row
by row, so that two arrays can be told apart at a glance and either can be counted.
"""

from dataclasses import dataclass

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
