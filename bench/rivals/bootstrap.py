"""A page of this site as one would make it with Bootstrap: the same words and fields, its classes instead of ours.

Pictures and fonts are left out, so it is lighter than it would be in earnest.
"""

import re

CSS, SCRIPT = "bootstrap.min.css", "bootstrap.bundle.min.js"
CLASSES = {
    "actions": "d-flex gap-2 flex-wrap",
    "answers-so-far": "card card-body",
    "button": "btn btn-primary",
    "callout": "alert alert-info",
    "card": "card card-body mb-3",
    "choice": "form-check d-block",
    "columns": "row row-cols-1 row-cols-md-3",
    "emergency": "alert alert-danger",
    "emergency-print": "d-none d-print-block",
    "hint": "form-text",
    "lead": "lead",
    "logo": "navbar-brand",
    "main-nav": "nav",
    "quiet": "btn-outline-primary",
    "site": "bg-body-tertiary border p-3",
    "skip": "visually-hidden-focusable",
    "unchecked": "alert alert-warning",
    "visually-hidden": "visually-hidden",
    "wrap": "container",
}
_PICTURE = re.compile(r"<svg.*?</svg>|<img[^>]*>|<script.*?</script>", re.DOTALL)


def page_of(html: str) -> str:
    """The page of this site, with Bootstrap's head, classes and script."""
    title = re.search(r"<title>.*?</title>", html, re.DOTALL)
    body = re.search(r"<body[^>]*>(.*)</body>", _PICTURE.sub("", html), re.DOTALL)
    if title is None or body is None:
        raise ValueError("There is no title or no body.")
    shown = re.sub(r'class="([^"]*)"', _bootstraps, body[1])
    shown = re.sub(r'<input (?=type="(?:radio|checkbox)")', '<input class="form-check-input" ', shown)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
{title[0]}
<link href="/{CSS}" rel="stylesheet">
<link rel="icon" href="data:,">
</head>
<body>{shown}
<script src="/{SCRIPT}"></script>
</body>
</html>
"""


def _bootstraps(ours: re.Match[str]) -> str:
    found = [CLASSES[name] for name in ours[1].split() if name in CLASSES]
    return f'class="{" ".join(found)}"'
