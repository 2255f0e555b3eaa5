"""The card that stands for a page where somebody shares it: 1200 by 630, its title beside the drawing."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop
from PIL import Image

from seo.drawing import colored, draw, labelled
from seo.palette import colors
from web.languages import active
from web.languages import gettext as _

HERE = settings.BASE_DIR / "seo"
SOURCE, ART = HERE / "card.typ", HERE / "card.svg"
WIDTH, HEIGHT = SIZE = (1200, 630)
MARGIN = 64
BAND = 104  # the strip below, with the site's name
ROOM = (620, HEIGHT - BAND - 2 * MARGIN)  # for the title
NOTE = gettext_noop("For learning. Not medical advice.")
TONES = 64  # enough for flat colors and smooth edges, and a card takes under 30 kB


class CardError(Exception):
    """A title does not fit on its card."""

    def __init__(self, title: str) -> None:
        super().__init__(f"{title!r} does not fit on a card. Make the title shorter.")


def draw_cards(titles: Sequence[str]) -> list[Image.Image]:
    """The cards of pages with these titles. Raises CardError for a title that is too long."""
    for title in too_long(titles):
        raise CardError(title)
    cards = draw(SOURCE, _data(titles))
    return [card.convert("RGB").quantize(TONES, dither=Image.Dither.NONE) for card in cards]


def too_long(titles: Sequence[str]) -> list[str]:
    """Those of the titles that fit on no card."""
    return labelled(SOURCE, _data(titles), "too-long")


def _data(titles: Sequence[str]) -> dict[str, Any]:
    return {
        "titles": titles,
        "site_name": settings.SITE_NAME,
        "note": _(NOTE),
        "lang": active().html,
        "art": colored(ART),
        "colors": colors(),
        "size": SIZE,
        "margin": MARGIN,
        "band": BAND,
        "room": ROOM,
    }
