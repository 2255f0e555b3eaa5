"""What the drawn files share with the site: its light colors, and the icons by name, size and purpose."""

import re
from dataclasses import dataclass
from functools import cache

from django.conf import settings

FAVICON = "img/icons/favicon.ico"
TOUCH_ICON = "img/icons/touch-180.png"


@dataclass(frozen=True)
class Icon:
    """A square icon: its file, its width, how much of it is drawn on, and what a manifest may use it for."""

    path: str
    size: int
    drawn: float = 0.74
    purpose: str = ""


ICONS = (
    Icon(TOUCH_ICON, 180),
    Icon("img/icons/icon-192.png", 192, purpose="any"),
    Icon("img/icons/icon-512.png", 512, purpose="any"),
    Icon("img/icons/maskable-512.png", 512, drawn=0.56, purpose="maskable"),  # may be cut to a circle of 0.8
)


@cache
def colors() -> dict[str, str]:
    """The colors of the site by day, by name, from its style sheet."""
    style = (settings.BASE_DIR / "static" / "css" / "site.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}),", style))
