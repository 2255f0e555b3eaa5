"""Addresses as QR codes: in SVG to stand in a page or a sheet, and as files."""

from functools import lru_cache
from io import BytesIO

import segno

# Kinds of files, with their media types.
FILES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}
# Pixels of a PNG for each square: about 3 cm wide at 300 dots an inch.
SQUARE = 10


def draw_qr(address: str) -> str:
    """The address as a QR code, in SVG."""
    return _code(address).svg_inline(border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None)


@lru_cache(maxsize=8)
def qr(address: str) -> str:
    """The same, kept in memory: for addresses of the site, never for one that holds what a chart says."""
    return draw_qr(address)


def qr_as_file(address: str, kind: str) -> bytes:
    """The same as a file of one of FILES."""
    written = BytesIO()
    _code(address).save(written, kind=kind, scale=SQUARE, border=4, light="#fff")
    return written.getvalue()


def _code(address: str) -> segno.QRCode:
    return segno.make(address, error="m", micro=False)
