"""Static files that no one commits: cards and icons, drawn when `collectstatic` or a page in development needs them."""

import shutil
import tempfile
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseStorageFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage
from django.utils.functional import cached_property
from PIL.Image import Image

from seo import cards, icons
from seo.palette import FAVICON, ICONS, colors
from seo.public import in_all_languages, public_pages
from web.languages import all_languages, speaking
from web.toml_tables import DataFileError
from web.typesetting import FONTS_DIR

CACHE: Path = settings.BASE_DIR / ".cache" / "drawn"


def drawn() -> Path:
    """The folder of all drawn files: the one there is, unless a title, a color or the way of drawing is another now."""
    folder = CACHE / _fingerprint()
    if not folder.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        old = [other for other in CACHE.iterdir() if other != folder]
        with tempfile.TemporaryDirectory(dir=CACHE.parent) as made:
            _draw_all(Path(made, "drawn"))
            _put(Path(made, "drawn"), folder)
        for other in old:
            shutil.rmtree(other, ignore_errors=True)
    return folder


def _fingerprint() -> str:
    """What the drawn files depend on, in short."""
    code = [path for path in Path(__file__).parent.iterdir() if path.is_file()]
    files = [path.read_bytes() for path in sorted([*code, *FONTS_DIR.iterdir(), icons.ART])]
    titles = [public.title for public in in_all_languages().values()]
    return sha256(
        repr([*map(version, ("pillow", "typst")), settings.SITE_NAME, colors(), titles, files]).encode()
    ).hexdigest()[:16]


def _draw_all(folder: Path) -> None:
    images: list[tuple[str, Image]] = []
    for code in all_languages():
        with speaking(code):
            pages = public_pages().values()
            if not pages:  # in a language that is not offered
                continue
            drawn_cards = cards.draw_cards([public.title for public in pages])
            images += zip([public.card for public in pages], drawn_cards, strict=True)
    squares = zip([icon.path for icon in ICONS], icons.draw_icons(ICONS), strict=True)
    for path, image in (*images, *squares):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        image.save(folder / path, optimize=True)
    largest, *smaller = icons.favicons()
    largest.save(folder / FAVICON, append_images=smaller, sizes=[largest.size, *(image.size for image in smaller)])


def _put(made: Path, folder: Path) -> None:
    """Give the finished folder its name in one step, unless another process was faster."""
    try:
        made.rename(folder)
    except OSError:
        if not folder.exists():
            raise


class Drawn(FileSystemStorage):
    """The drawn files; nothing is drawn before the first of them is asked for."""

    @cached_property
    def base_location(self) -> Path:
        return drawn()


class DrawnFinder(BaseStorageFinder):
    storage = Drawn  # type: ignore[assignment] # as Django's finders do: it makes one of the class

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Titles that fit on no card. What else is amiss with a page, its own checks say."""
        try:
            pages = [*in_all_languages().values()]
        except DataFileError:
            return []
        long = cards.too_long([public.title for public in pages])
        return [
            Error(str(cards.CardError(public.title)), hint=f"It is the title of {public.url}.", id="seo.E001")
            for public in pages
            if public.title in long
        ]
