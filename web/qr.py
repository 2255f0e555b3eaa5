"""Addresses as QR codes, in SVG."""

from functools import lru_cache

import segno


def draw_qr(address: str) -> str:
    """The address as a QR code, in SVG."""
    drawn = segno.make(address, error="m", micro=False)
    return drawn.svg_inline(border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None)


@lru_cache(maxsize=8)
def qr(address: str) -> str:
    """The same, kept in memory: for addresses of the site, never for one that holds what a chart says."""
    return draw_qr(address)
