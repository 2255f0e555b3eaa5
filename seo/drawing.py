"""Draws an SVG file made of paths with Pillow: enough for our own icon and card.

A path has the commands M, L, Q, C and Z, in capitals or not; a fill, a stroke and a stroke-width, its own or of the
group around it; round ends and corners. A color is #rrggbb or the name of one of the site's, as in var(--bone).
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageDraw

from seo.palette import colors

FINER = 4  # drawn so many times larger, then reduced, which smooths the edges
STEPS = 40  # straight lines to a curve
_POINTS = {"M": 1, "L": 1, "Q": 2, "C": 3}  # to each segment of a command


def draw_svg(path: Path, height: int) -> Image.Image:
    """The drawing at this height, on a transparent ground."""
    svg = ElementTree.parse(path).getroot()  # noqa: S314 - a file of ours
    _, _, wide, high = map(float, svg.attrib["viewBox"].split())
    scale = height * FINER / high
    image = Image.new("RGBA", (round(wide * scale / FINER) * FINER, height * FINER))
    canvas = ImageDraw.Draw(image)
    for style in _paths(svg, {"fill": "none", "stroke": "none"}):
        points = [point * scale for point in outline(style["d"])]
        if style["fill"] != "none":
            canvas.polygon([(point.real, point.imag) for point in points], fill=_color(style["fill"]))
        if style["stroke"] != "none":
            _stroke(canvas, points, round(float(style["stroke-width"]) * scale), _color(style["stroke"]))
    return image.reduce(FINER)


def _paths(element: ElementTree.Element, around: dict[str, str]) -> Iterator[dict[str, str]]:
    style = {**around, **element.attrib}
    if element.tag.endswith("}path"):
        yield style
    for child in element:
        yield from _paths(child, style)


def _color(written: str) -> str:
    return colors()[written[len("var(--") : -1]] if written.startswith("var(") else written


def _stroke(canvas: ImageDraw.ImageDraw, points: list[complex], width: int, color: str) -> None:
    """A line with a disc at each of its points, which rounds ends and corners."""
    canvas.line([(point.real, point.imag) for point in points], fill=color, width=width)
    for point in points:
        canvas.circle((point.real, point.imag), (width - 1) / 2, fill=color)


def outline(d: str) -> list[complex]:
    """The points of a path, x and y as one complex number."""
    points: list[complex] = []
    for command, written in re.findall(r"([A-Za-z])([^A-Za-z]*)", d):
        if command in "Zz":
            points.append(points[0])
            continue
        numbers = [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", written)]
        given = [complex(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        size = _POINTS[command.upper()]
        for i in range(0, len(given), size):
            here = points[-1] if points else 0j
            segment = [point + here if command.islower() else point for point in given[i : i + size]]
            points += _curve([here, *segment]) if size > 1 else segment
    return points


def _curve(bends: list[complex]) -> list[complex]:
    return [_at(step / STEPS, bends) for step in range(1, STEPS + 1)]


def _at(t: float, bends: list[complex]) -> complex:
    """De Casteljau's point of a Bézier curve."""
    while len(bends) > 1:
        bends = [one + (other - one) * t for one, other in pairwise(bends)]
    return bends[0]
