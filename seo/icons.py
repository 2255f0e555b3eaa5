"""The site's icon as browsers and phones ask for it, all from the one drawing in favicon.svg."""

from collections.abc import Sequence

from django.conf import settings
from PIL import Image

from seo.drawing import colored, draw
from seo.palette import Icon, colors

SOURCE = settings.BASE_DIR / "seo" / "icon.typ"
ART = settings.BASE_DIR / "static" / "img" / "favicon.svg"
FAVICON_SIZES = (48, 32, 16)


def draw_icons(wanted: Sequence[Icon]) -> list[Image.Image]:
    """The drawing in the middle of squares of paper, since a phone shows no transparent ground."""
    sizes = [(icon.size, round(icon.size * icon.drawn), colors()["paper"]) for icon in wanted]
    return [image.convert("RGB") for image in draw(SOURCE, {"art": colored(ART), "icons": sizes})]


def favicons() -> list[Image.Image]:
    """The drawing by itself in each size of the .ico file, the largest first."""
    return draw(SOURCE, {"art": colored(ART), "icons": [(size, size, None) for size in FAVICON_SIZES]})
