"""One view for all pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from content.pages import Page, all_pages
from kyphoplasty_site import clock


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page from its markdown file."""
    pages = all_pages()
    if slug not in pages or (slug == "home" and request.path != "/"):
        raise Http404
    shown = pages[slug]
    before, after = _neighbours(list(pages.values()), shown)
    lead, body = shown.rendered
    context = {
        "page": shown,
        "lead": lead,
        "body": body,
        "before": before,
        "after": after,
        "outdated": shown.is_outdated(clock.today()),
    }
    return render(request, "content/home.html" if slug == "home" else "content/page.html", context)


def _neighbours(pages: list[Page], shown: Page) -> tuple[Page | None, Page | None]:
    position = pages.index(shown)
    return (pages[position - 1] if position else None, pages[position + 1] if position + 1 < len(pages) else None)
