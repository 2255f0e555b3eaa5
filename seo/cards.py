"""The card that stands for a page where somebody shares it: 1200 by 630, its title beside the drawing."""

from functools import cache

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont, ImageText

from seo.drawing import draw_svg
from seo.palette import colors

WIDTH, HEIGHT = SIZE = (1200, 630)
FONTS = settings.BASE_DIR / "screener" / "guide" / "pdf_fonts"
ART = settings.BASE_DIR / "seo" / "card.svg"
MARGIN = 64
BAND = 104  # the strip below, with the site's name
ROOM = (620, HEIGHT - BAND - 2 * MARGIN)  # for the title
LETTERS = range(88, 50, -4)  # their size
NOTE = "For learning. Not medical advice."


class CardError(Exception):
    """A title does not fit on its card."""


def card(title: str) -> Image.Image:
    """The card of a page with this title. Raises CardError for a title that is too long."""
    image = _blank().copy()
    text, position = lay_out(title)
    ImageDraw.Draw(image).text(position, text, colors()["ink"])
    return image.quantize(dither=Image.Dither.NONE)


def lay_out(title: str) -> tuple[ImageText.Text[str], tuple[float, float]]:
    """The title as large as fits, and where it begins so that it stands in the middle of its room."""
    for size in LETTERS:
        text = ImageText.Text(title, _font(700, size), spacing=size // 12)
        if _fits(text):
            _, top, _, bottom = text.get_bbox()
            return text, (MARGIN, MARGIN + (ROOM[1] - bottom + top) / 2 - top)
    raise CardError(f"{title!r} does not fit on a card. Make the title shorter.")


def _fits(text: ImageText.Text[str]) -> bool:
    """Break the text into lines; says whether they fit."""
    try:
        return text.wrap(*ROOM) is None
    except ValueError:  # a word that is wider than a line
        return False


@cache
def _blank() -> Image.Image:
    """A card without a title."""
    image = Image.new("RGB", SIZE, colors()["paper"])
    canvas = ImageDraw.Draw(image)
    art = draw_svg(ART, HEIGHT - BAND - 40)
    image.paste(art, (WIDTH - art.width, 20), art)
    canvas.rectangle((0, HEIGHT - BAND, WIDTH, HEIGHT), colors()["brand"])
    middle = HEIGHT - BAND / 2
    canvas.text((MARGIN, middle), settings.SITE_NAME, colors()["on-brand"], _font(700, 44), "lm")
    canvas.text((WIDTH - MARGIN, middle), NOTE, colors()["on-brand"], _font(400, 32), "rm")
    return image


def _font(weight: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"atkinson-hyperlegible-next-{weight}.ttf", size)
