"""Draws pictures with typst, which sets the PDFs too: its pages, a pixel to a point."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from seo.palette import colors
from web.typesetting import CLOSED, site_fonts

PIXELS_PER_INCH = 72  # as many as points


def draw(source: Path, data: dict[str, Any]) -> list[Image.Image]:
    """The pages of a typst file, which reads the data as `sys.inputs.data`."""
    # By a name: typst numbers what comes without one, and a single page comes by itself.
    pages = typst.compile({"main": source.read_bytes()}, format="png", ppi=PIXELS_PER_INCH, **_given(data))
    return [Image.open(BytesIO(page)) for page in (pages if isinstance(pages, list) else [pages])]


def labelled(source: Path, data: dict[str, Any], label: str) -> list[str]:
    """The texts that the file gives this label."""
    found: list[str] = json.loads(
        typst.query({"main": source.read_bytes()}, f"<{label}>", field="value", **_given(data))
    )
    return found


def _given(data: dict[str, Any]) -> dict[str, Any]:
    """All that a file may use: its data, our fonts and no other file."""
    return {**CLOSED, "font_paths": site_fonts(), "sys_inputs": {"data": json.dumps(data)}}


def colored(svg: Path) -> str:
    """A drawing with the site's colors in the place of their names, as in var(--bone)."""
    return re.sub(r"var\(--([\w-]+)\)", lambda name: colors()[name[1]], svg.read_text(encoding="utf-8"))
