"""Sheets of pictures for people to look at: one page in each engine side by side, as narrow as a phone and wide."""

import io
import subprocess
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from engines import journey
from engines.drivers import Driver, EngineError, Look
from engines.named import AUDIT, ENGINES, Engine
from engines.prints import sides_of

FOLDER = AUDIT / "pictures"
SHOWN = ("home", "question in error", "summary", "risks")
WIDTHS = (360, 1280)
TALL = 2400  # CSS pixels of a page that are shown
GAP = 12


def save_pictures(site: str, names: Sequence[str]) -> None:
    """Save a sheet for each page and width, of the engines named or of all."""
    FOLDER.mkdir(exist_ok=True)
    there = [one for one in ENGINES if (not names or one.name in names) and one.find()]
    for width in WIDTHS:
        taken = {one.name: pictures_of(one, site, width) for one in there}
        for page in (*SHOWN, "printed guide"):
            shown = {name: pictures[page] for name, pictures in taken.items() if page in pictures}
            path = FOLDER / f"{page.replace(' ', '-')}-{width}.png"
            side_by_side(shown).save(path)
            print(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path, flush=True)


def pictures_of(engine: Engine, site: str, width: int) -> dict[str, Image.Image]:
    """The pictures that one engine gives of the pages."""
    taken: dict[str, Image.Image] = {}
    try:
        with engine.start(Look(width=width, height=TALL)) as page:
            for name in journey.pages(page, site):
                if name in SHOWN:
                    taken[name] = top_of(page)
            taken["printed guide"] = printed(page.paper())
            page.open(site + journey.READ["risks"])
            page.run("scrollTo(0, document.querySelector('svg.array').getBoundingClientRect().top + scrollY - 300)")
            taken["risks"] = page.picture()
    except EngineError as error:
        print(f"{engine.name} took not every picture: {error}", flush=True)
    return taken


def top_of(page: Driver) -> Image.Image:
    page.run("scrollTo(0, 0)")
    return page.picture()


def printed(pdf: bytes) -> Image.Image:
    """The sides of a print, one below the other."""
    command = ["pdftoppm", "-r", "60", "-png", "-singlefile", "-f"]
    sides = []
    for number in range(1, sides_of(pdf) + 1):
        made = subprocess.run([*command, str(number), "-"], input=pdf, capture_output=True, check=True).stdout  # noqa: S603
        sides.append(ImageOps.expand(Image.open(io.BytesIO(made)).convert("RGB"), 1, "gray"))
    sheet = Image.new("RGB", (max(one.width for one in sides), sum(one.height for one in sides)), "white")
    top = 0
    for one in sides:
        sheet.paste(one, (0, top))
        top += one.height
    return sheet


def side_by_side(pictures: dict[str, Image.Image]) -> Image.Image:
    """The pictures in a row, each under the name of its engine."""
    high = max(one.height for one in pictures.values()) + 3 * GAP
    sheet = Image.new("RGB", (sum(one.width + GAP for one in pictures.values()), high), "gray")
    left = 0
    for name, one in pictures.items():
        ImageDraw.Draw(sheet).text((left + GAP, GAP), name, fill="white")
        sheet.paste(one, (left, 3 * GAP))
        left += one.width + GAP
    return sheet
