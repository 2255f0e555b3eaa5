"""The style sheets, compiled once for the oldest browsers that are served, and put into each page.

A page brings its style with it: one that is fetched apart costs a second trip to the server before anything is seen.
The header that says which styles are ours names each by its hash.
"""

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import lightningcss
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

# They get all words, marks, pictures, forms and the print; what they lack of the look they go without. Firefox ESR 115
# and Safari 16 lie between them and the newest, which get all of it. As browserslist names them.
OLDEST_BROWSERS = ["ios_saf 12", "safari 12", "chrome 80", "firefox 78", "samsung 12"]
IN_THE_PAGE = (
    "site",
    "article",
    "figures",
    "drawings",
    "side_by_side",
    "walk",
    "check",
    "summary",
    "in_english",
    "staff",
    "engineers",
)


class CompiledStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # whitenoise has no types
    """The static files as they are served: style sheets compiled, then all of them hashed and compressed."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        sheets = [name for name in paths if name.endswith(".css") and not dry_run]
        for name in sheets:
            # From its source: what lies here may be the sheet of an earlier version, which Django left as it was.
            source, path = paths[name]
            with source.open(path) as file:
                style = compiled(file.read().decode(), name)
            Path(self.path(name)).write_text(style, encoding="utf-8")
        # What gets a hashed name is read from where `paths` says: for the sheets, from here.
        yield from super().post_process({**paths, **{name: (self, name) for name in sheets}}, dry_run, **options)


# Outside of DEBUG it is what the settings say.
collected = cast(CompiledStaticFiles, staticfiles_storage)


def compiled(style: str, name: str) -> str:
    """A style sheet as those browsers read it. Raises ValueError, which names the place, if it is broken."""
    text: str = lightningcss.process_stylesheet(style, filename=name, browsers_list=OLDEST_BROWSERS)
    return text


def in_the_page(name: str) -> str:
    """What stands in <style> for a sheet of IN_THE_PAGE. While it is written, it is compiled anew each time."""
    return _compile_source(name) if settings.DEBUG else _collected(name)


@cache
def _collected(name: str) -> str:
    with collected.open(collected.stored_name(f"css/{name}.css")) as file:
        style: str = file.read().decode()
        return style


def _compile_source(name: str) -> str:
    path = Path(str(finders.find(f"css/{name}.css")))
    return compiled(path.read_text(encoding="utf-8"), path.name)


def sources() -> str:
    """The sources of styles for the Content-Security-Policy: our own files, and the hashes of what is in the pages."""
    hashes = [b64encode(sha256(in_the_page(name).encode()).digest()).decode() for name in IN_THE_PAGE]
    return " ".join(["'self'", *(f"'sha256-{one}'" for one in hashes)])
