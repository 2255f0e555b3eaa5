"""What a public page says of itself to search engines and to whoever shares it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe

from content.pages import Page
from content.reviewed import standing_of
from reviews.standing import State
from seo.public import named_in_links, public_pages
from web.absolute_urls import absolute
from web.languages import ENGLISH, active, active_code
from web.languages import gettext as _


def share(request: HttpRequest) -> dict[str, Any]:
    """The context of components/share.html; empty for an address that is not public, which says noindex instead."""
    public = public_pages().get(request.path)
    if not public:
        return {}
    return {
        "url": absolute(request, public.url),
        "title": public.title,
        "is_article": public.page is not None and public.page.slug != "home",
        "twins": [(language, absolute(request, url)) for language, url in named_in_links(public)],
        "site_name": settings.SITE_NAME,
        # A reader of these takes a page without it for one of en_US.
        "locale": "" if active_code() == ENGLISH else active().tag.replace("-", "_"),
        "card": absolute(request, static(public.card)),
        "data": as_script(describe(request, public.page)) if public.page else "",
    }


def describe(request: HttpRequest, page: Page) -> dict[str, Any]:
    """A page in the words of schema.org, without a claim that the page itself does not make."""
    described = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "name": page.title,
        "description": page.summary,
        "url": absolute(request, page.url),
        "inLanguage": active().tag,
        "dateModified": page.updated,
    }
    if page.group != "about":
        described["@type"] = "MedicalWebPage"
        described["about"] = {"@type": "MedicalProcedure", "name": _("Balloon kyphoplasty")}
        described["audience"] = {"@type": "MedicalAudience", "audienceType": "Patient"}
    standing = standing_of(page)
    if standing.state == State.CHECKED and standing.day:
        described["lastReviewed"] = standing.day
        described["reviewedBy"] = [{"@type": "Person", "name": who} for who in standing.who]
    return described


def as_script(described: dict[str, Any]) -> SafeString:
    """JSON-LD as a data block, escaped by Django. No browser runs it, so the Content-Security-Policy lets it be."""
    script = json_script(described)
    return mark_safe(script.replace("application/json", "application/ld+json", 1))  # noqa: S308 - escaped above
