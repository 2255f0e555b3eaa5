"""One view for all pages, and the feed of what has changed."""

import logging
from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import register_converter
from django.urls.converters import SlugConverter
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import format_html_join

from content import reviewed
from content.changes import all_changes
from content.pages import CHANGES, PAGES_DIR, Page, PageError, all_pages, draw, listed_pages
from web import clock
from web.absolute_urls import absolute
from web.caching import for_everybody
from web.languages import ENGLISH, active, active_code, address

logger = logging.getLogger(__name__)

FOLDERS = "|".join(sorted(folder.name for folder in PAGES_DIR.iterdir() if folder.is_dir())) or "no-folder"

TEMPLATES = {"home": "content/home.html", CHANGES: "content/changes.html"}


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
    return TEMPLATES.get(slug, "content/page.html")


def page_context(slug: str) -> dict[str, Any]:
    """What the template of a page shows. Raises Http404."""
    pages = all_pages()
    if slug not in pages:
        raise Http404
    shown = pages[slug]
    _draw(shown)
    before, after = _neighbours(shown)
    lead, first, rest = shown.rendered
    return {
        "page": shown,
        "lead": lead,
        "first": first,
        "rest": rest,
        "before": before,
        "after": after,
        "next_review": reviewed.next_review(shown),
        "out_of_date": reviewed.out_of_date(shown, clock.today()),
        "standing": reviewed.standing_of(shown),
    }


def _draw(page: Page) -> None:
    """Draw a page. A translation that cannot be drawn is told of in the log, and is as one that is not there yet.

    Raises Http404 for it.
    """
    try:
        draw(page)
    except PageError as problem:
        if page.language == ENGLISH:
            raise
        logger.error("%s", problem)
        raise Http404 from problem


@for_everybody
def changes_feed(request: HttpRequest) -> HttpResponse:
    """The entries of the page of changes, for programs that look for new ones. Raises Http404 without that page.

    An entry's id is its address on the page, which stays.
    """
    page = all_pages().get(CHANGES)
    if page is None:
        raise Http404
    address_of_page = absolute(request, page.url)
    feed = Atom1Feed(
        title=f"{settings.SITE_NAME}: {page.title}",
        link=address_of_page,
        description=page.summary,
        language=active().tag,
        author_name=settings.SITE_NAME,
        feed_url=absolute(request, address(active_code(), "content:changes_feed")),
    )
    for change in all_changes().values():
        address_of_change = f"{address_of_page}#{change.id}"
        feed.add_item(
            title=change.title,
            link=address_of_change,
            unique_id=address_of_change,
            description=format_html_join("", "<p>{}</p>", ((words,) for words in change.words)),
            categories=[change.kind_in_words],
            updateddate=datetime.combine(change.date, time(), UTC),
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _neighbours(page: Page) -> tuple[Page | None, Page | None]:
    if not page.listed:
        return None, None
    around = (None, *listed_pages(), None)
    position = around.index(page)
    return around[position - 1], around[position + 1]
