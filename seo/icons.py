"""The site's icon as browsers and phones ask for it, all from the one drawing in favicon.svg."""

from django.conf import settings
from PIL import Image

from seo.drawing import draw_svg
from seo.palette import Icon, colors

ART = settings.BASE_DIR / "static" / "img" / "favicon.svg"
FAVICON_SIZES = (48, 32, 16)


def icon(wanted: Icon) -> Image.Image:
    """The drawing in the middle of a square of paper, since a phone shows no transparent ground."""
    image = Image.new("RGB", (wanted.size, wanted.size), colors()["paper"])
    art = draw_svg(ART, round(wanted.size * wanted.drawn))
    image.paste(art, ((wanted.size - art.width) // 2, (wanted.size - art.height) // 2), art)
    return image


def favicons() -> list[Image.Image]:
    """The drawing by itself in each size of the .ico file, the largest first."""
    return [draw_svg(ART, size) for size in FAVICON_SIZES]
