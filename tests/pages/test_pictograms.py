"""The pictograms beside the items of a list: light, of shapes alone, and seen on every card by day and by night."""

import re
from xml.etree import ElementTree

import pytest
from django.conf import settings
from test_contrast import EDGE, SCHEMES, contrast

DRAWINGS = sorted((settings.BASE_DIR / "static" / "img" / "pictograms").glob("*.svg"))
LARGEST = 900
SHAPES = {"svg", "style", "g", "path", "circle", "ellipse", "rect"}
CARDS = ("paper", "surface", "alarm-soft", "note-soft")
NIGHT = re.compile(r"@media ?\(prefers-color-scheme:dark\){(.*)}$")

each_drawing = pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.stem)


def parts(drawing):
    return list(ElementTree.fromstring(drawing.read_bytes()).iter())  # noqa: S314 - our own


def paints(style):
    """What each class paints: (class, fill or stroke) and its color."""
    found = [
        ((name, way), color)
        for name, body in re.findall(r"\.(\w+){([^}]*)}", style)
        for way, color in re.findall(r"(fill|stroke):(#\w+)", body)
    ]
    assert len(found) == style.count("#")
    return {what: re.sub(r"^#(\w)(\w)(\w)$", r"#\1\1\2\2\3\3", color) for what, color in found}


def test_there_are_pictograms():
    assert DRAWINGS


@each_drawing
def test_a_pictogram_is_light_and_of_shapes_alone(drawing):
    assert drawing.stat().st_size <= LARGEST
    assert parts(drawing)[0].attrib == {"viewBox": "0 0 48 48"}
    for part in parts(drawing):
        assert part.tag.removeprefix("{http://www.w3.org/2000/svg}") in SHAPES
        assert not [name for name in part.attrib if "href" in name or name.startswith("on")]
    assert not re.search(r"url\(|@import", drawing.read_text())


@each_drawing
def test_a_pictogram_stands_out_from_every_card_by_day_and_by_night(drawing):
    style = re.search("<style>(.*)</style>", drawing.read_text()).group(1)
    colors = {"light": paints(NIGHT.sub("", style)), "dark": paints(NIGHT.search(style).group(1))}
    assert colors["light"].keys() == colors["dark"].keys()
    for scheme, painted in colors.items():
        # The inside of a body has the color of a white card, by night of a dark one.
        for color in set(painted.values()) - {SCHEMES[scheme]["surface"]}:
            assert all(contrast(color, SCHEMES[scheme][card]) >= EDGE for card in CARDS)
    for part in parts(drawing):
        # A color outside the style would stay as it is by night.
        assert {part.get(way, "none") for way in ("fill", "stroke")} == {"none"}
        assert set(part.get("class", "").split()) <= {name for name, _ in colors["light"]}
