"""Clinics' logos: only what Pillow can read as a small picture, drawn anew without whatever else the file held."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageChops, ImageOps, UnidentifiedImageError, WebPImagePlugin  # noqa: F401 - else saving one loads 40 others

from clinics import files
from clinics.files import Clinic, ClinicError

FORMATS = ("PNG", "JPEG", "WEBP")
MOST_PIXELS, MOST_BYTES = 5_000_000, 1_000_000
# Twice as many pixels as it takes on the page, for sharp screens; around it a rim, for pages that are dark.
BOX, RIM = (480, 160), 16
# What differs less from the color around it, of 255 steps, is hardly seen; what covers less than this part is a speck.
SEEN, SPECK = 40, 0.002


@dataclass(frozen=True)
class Logo:
    """A logo as the site shows it: WebP for the page, PNG for print and e-mail; `width` and `height` on the page."""

    webp: bytes
    png: bytes
    width: int
    height: int


@cache
def logo_of(clinic: Clinic) -> Logo | None:
    """The clinic's logo, if it has one. Raises ClinicError."""
    if not clinic.logo:
        return None
    where = f"{clinic.link}.toml logo {clinic.logo}"
    try:
        data = (files.CLINICS_DIR / clinic.logo).read_bytes()
    except OSError as problem:
        raise ClinicError(f"{where} cannot be read: {problem.strerror}. Mend it, or leave logo out.") from problem
    if len(data) > MOST_BYTES:
        raise ClinicError(f"{where} has {len(data):,} bytes. Save it with at most {MOST_BYTES:,}.")
    image = _decoded(data, where)
    image.thumbnail(BOX)
    image = _on_white(image)
    if not _shows_something(image):
        raise ClinicError(
            f"{where} shows nothing on white paper: all of it is see-through, white, or of one color. "
            "Save it with dark letters, or leave logo out."
        )
    width, height = (side // 2 for side in image.size)
    return Logo(_saved(image, "WEBP", lossless=True), _saved(image, "PNG", optimize=True), width, height)


def _decoded(data: bytes, where: str) -> Image.Image:
    """The picture alone, upright. Its size is known from its head, before any of it is unpacked."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ClinicError(
                    f"{where} has {opened.width} × {opened.height} pixels. Make it smaller: {MOST_PIXELS:,} at most."
                )
            image = ImageOps.exif_transpose(opened).convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError):
        raise ClinicError(f"{where} is not a picture in PNG, JPEG or WebP. Save it as one of these.") from None
    except (OSError, ValueError, SyntaxError):
        raise ClinicError(f"{where} is damaged. Save it anew.") from None
    return Image.frombytes("RGBA", image.size, image.tobytes())


def _on_white(image: Image.Image) -> Image.Image:
    width, height = (side + side % 2 + 2 * RIM for side in image.size)
    plate = Image.new("RGB", (width, height), "white")
    plate.paste(image, (RIM, RIM), mask=image)
    return plate


def _shows_something(plate: Image.Image) -> bool:
    """Whether enough of the picture differs from the color that most of it has."""
    picture = plate.crop((RIM, RIM, plate.width - RIM, plate.height - RIM))
    colors: list[tuple[int, Any]] = picture.getcolors(picture.width * picture.height) or []
    _, most = max(colors)
    differs = ImageChops.difference(picture, Image.new("RGB", picture.size, most))
    strongest = ImageChops.lighter(ImageChops.lighter(*differs.split()[:2]), differs.split()[2])
    return sum(strongest.histogram()[SEEN:]) > SPECK * picture.width * picture.height


def _saved(image: Image.Image, kind: str, **options: bool) -> bytes:
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()
