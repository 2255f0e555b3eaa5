"""Colors that meet: text stands out 7 to 1, what marks an edge or a part of a picture 3 to 1, by day and by night."""

import re

import pytest
from django.conf import settings

STYLES = {path.name: path.read_text() for path in (settings.BASE_DIR / "static" / "css").glob("*.css")}
_COLOR = r"#[0-9a-f]{6}"
DECLARED = re.findall(rf"--([\w-]+): light-dark\(({_COLOR}), ({_COLOR})\);", STYLES["site.css"])
SCHEMES = {
    "light": {name: light for name, light, _ in DECLARED},
    "dark": {name: dark for name, _, dark in DECLARED},
}
TEXT = 7
EDGE = 3

# What stands on what.
GROUNDS = {
    TEXT: {
        "ink": ["paper", "surface", "brand-soft", "alarm-soft", "note-soft"],
        "soft": ["paper", "surface", "brand-soft", "alarm-soft", "note-soft"],
        "brand": ["paper", "surface", "brand-soft", "alarm-soft", "note-soft"],
        "alarm": ["paper", "surface", "alarm-soft"],
        "on-brand": ["brand"],
        "on-alarm": ["alarm"],
        "paper": ["ink"],
    },
    EDGE: {
        "edge": ["paper", "surface", "brand-soft", "note-soft"],
        "brand": ["paper", "surface"],
        "alarm": ["paper", "surface", "alarm-soft", "note-soft"],
        "focus": ["focus-edge"],
        "bone-line": ["bone", "paper", "surface", "brand-soft", "note-soft"],
        "ink": ["bone", "balloon", "cement"],
    },
}
# Thin rules between things that space keeps apart too: nobody needs to see them.
DECORATION = {"line"}
PAIRS = [(top, ground, least) for least, tops in GROUNDS.items() for top, grounds in tops.items() for ground in grounds]


def luminance(color):
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_reckoned_as_the_guidelines_do():
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("top", "ground", "least"), PAIRS)
def test_words_and_marks_stand_out_from_the_color_they_are_on(top, ground, least, scheme):
    colors = SCHEMES[scheme]
    assert contrast(colors[top], colors[ground]) >= least


def _used(properties):
    declarations = re.findall(rf"(?<![\w-])(?:{properties}): ([^;{{}}]+)", "".join(STYLES.values()))
    names = {name for value in declarations for name in re.findall(r"var\(--([\w-]+)\)", value)}
    # A callout names its ground and its bar by their part; they are colors by another name.
    for alias in ("tint", "bar", "on-bar"):
        if alias in names:
            names |= {name for name, _, _ in DECLARED if f"--{alias}: var(--{name})" in STYLES["site.css"]}
    return names & SCHEMES["light"].keys()


def test_every_color_of_text_is_tried_as_text():
    assert _used("color") >= {"ink", "soft", "brand", "alarm", "on-brand", "on-alarm"}
    assert _used("color") <= GROUNDS[TEXT].keys()


def test_every_ground_is_tried_with_something_on_it():
    grounds = {ground for _, ground, _ in PAIRS}
    assert _used("background|background-color") >= {"paper", "surface", "alarm-soft", "note-soft"}
    assert _used("background|background-color") <= grounds | DECORATION


def test_every_edge_is_tried_or_is_only_decoration():
    edges = _used(r"border(?:-[\w-]+)?|outline|box-shadow|text-decoration")
    assert {"edge", "focus"} <= edges
    assert edges <= {top for top, _, _ in PAIRS} | {ground for _, ground, _ in PAIRS} | DECORATION


def test_every_color_of_the_pictures_is_tried():
    templates = settings.BASE_DIR / "templates"
    paths = [*templates.glob("components/*.html"), *templates.glob("figures/*"), *templates.glob("pictures/**/*.svg")]
    used = set(re.findall(r'(?:fill|stroke)="var\(--([\w-]+),#\w+\)"', "".join(path.read_text() for path in paths)))
    assert {"bone", "bone-line", "balloon", "cement", "note-soft"} <= used
    assert used <= {name for top, ground, _ in PAIRS for name in (top, ground)} | DECORATION


def test_every_color_that_the_figures_style_draws_in_is_tried():
    assert {"brand", "soft"} <= _used("fill|stroke")
    assert _used("fill|stroke") <= {name for top, ground, _ in PAIRS for name in (top, ground)} | DECORATION


def test_every_declared_color_is_in_a_pair_or_is_decoration():
    tried = {name for top, ground, _ in PAIRS for name in (top, ground)}
    assert SCHEMES["light"].keys() == tried | DECORATION


def test_colors_are_said_by_name_only():
    """So that no color escapes the pairs above; the dark of a shadow, and paper's black and white, aside."""
    plain = {name: re.sub(r"--[\w-]+: light-dark\([^;]+;|box-shadow: [^;]+;", "", css) for name, css in STYLES.items()}
    assert (
        re.findall(r"#[0-9a-f]{3,8}\b|rgba?\(|hsl", plain["site.css"] + plain["article.css"] + plain["check.css"]) == []
    )
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", plain["print.css"])) <= {"#fff", "#000", "#777"}
