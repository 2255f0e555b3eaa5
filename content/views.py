"""One view for all pages."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import register_converter
from django.urls.converters import SlugConverter

from content.pages import PAGES_DIR, Page, all_pages, listed_pages
from web import clock
from web.caching import for_everybody

FOLDERS = "|".join(sorted(folder.name for folder in PAGES_DIR.iterdir() if folder.is_dir())) or "no-folder"


class PageSlug(SlugConverter):
    """In an address, the name of a page, or of a folder of pages and a page in it."""

    regex = f"(?:(?:{FOLDERS})/)?{SlugConverter.regex}"


register_converter(PageSlug, "page")


@for_everybody
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page from its markdown file."""
    if slug == "home" and request.path_info != "/":
        raise Http404
    return render(request, template_of(slug), page_context(slug))


def template_of(slug: str) -> str:
    """The template that draws the page."""
    return "content/home.html" if slug == "home" else "content/page.html"


def page_context(slug: str) -> dict[str, Any]:
    """What the template of a page shows. Raises Http404."""
    pages = all_pages()
    if slug not in pages:
        raise Http404
    shown = pages[slug]
    before, after = _neighbours(shown)
    lead, body = shown.rendered
    return {
        "page": shown,
        "lead": lead,
        "body": body,
        "before": before,
        "after": after,
        "outdated": shown.is_outdated(clock.today()),
    }


def _neighbours(page: Page) -> tuple[Page | None, Page | None]:
    if not page.listed:
        return None, None
    around = (None, *listed_pages(), None)
    position = around.index(page)
    return around[position - 1], around[position + 1]
