"""Which compressions a browser can read, and whether it would rather have a page (RFC 9110, 12.5)."""

import re
from functools import lru_cache

BROTLI, GZIP, IDENTITY = "br", "gzip", "identity"
_QUALITY = re.compile(r"q=([01](?:\.[0-9]{0,3})?)")
_OTHER_NAMES = {"x-gzip": GZIP}


@lru_cache(maxsize=256)
def readable(accept: str, cache_control: str = "") -> tuple[str, ...]:
    """The compressions to choose from for an Accept-Encoding, the one liked best first, the smallest among equals.

    None that is refused (q=0) or liked less than the page as it is; none at all if nothing is to be transformed.
    """
    if "no-transform" in cache_control.lower():
        return ()
    liking = _liking(accept)
    likings = {name: liking.get(name, liking.get("*", 0.0)) for name in (BROTLI, GZIP)}
    least = liking.get(IDENTITY, 0.0)
    return tuple(sorted((name for name, liked in likings.items() if 0 < liked >= least), key=lambda one: -likings[one]))


@lru_cache(maxsize=256)
def prefers_html(accept: str) -> bool:
    """Whether an Accept likes HTML better than XML, as browsers do. What takes anything prefers neither."""
    liking = _liking(accept)
    return liking.get("text/html", 0.0) > max(liking.get("text/xml", 0.0), liking.get("application/xml", 0.0))


def _liking(accept: str) -> dict[str, float]:
    """How much each encoding or media type is liked, from 0 to 1; what cannot be read is left out."""
    liking = {}
    for part in accept.lower().split(","):
        name, *parameters = (word.strip() for word in part.split(";"))
        quality = _QUALITY.fullmatch(parameters[0]) if parameters else None
        if quality or not parameters:
            liking[_OTHER_NAMES.get(name, name)] = min(float(quality[1]), 1.0) if quality else 1.0
    return liking
