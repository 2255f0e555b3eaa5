"""The files that crawlers and browsers ask for at fixed addresses."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse

from seo.palette import ICONS, colors
from seo.public import Public, in_all_languages, named_in_links
from web import clock
from web.absolute_urls import absolute
from web.caching import for_everybody
from web.languages import active, active_code, address

SECURITY_TXT_LASTS = timedelta(days=180)


class PublicPages(Sitemap):  # type: ignore[type-arg] # which Django does not take when it runs
    """Exactly the public pages; those from markdown with the day of their last review."""

    def items(self) -> list[Public]:
        return list(in_all_languages().values())

    def get_domain(self, site: Any = None) -> str:
        return settings.ALLOWED_HOSTS[0] if settings.HTTPS else str(site.domain)

    def location(self, public: Public) -> str:
        return public.url

    def get_urls(self, page: Any = 1, site: Any = None, protocol: Any = None) -> list[dict[str, Any]]:
        """Beside each page its twins in other languages, as its own head names them.

        Django's own way would give a page in all languages one day of its last review.
        """
        urls: list[dict[str, Any]] = super().get_urls(page, site, protocol)
        for url in urls:
            host = url["location"].removesuffix(url["item"].url)
            url["alternates"] = [
                {"lang_code": language, "location": f"{host}{twin}"} for language, twin in named_in_links(url["item"])
            ]
        return urls

    def lastmod(self, public: Public) -> object:
        return public.page.updated if public.page else None


@for_everybody
def robots(request: HttpRequest) -> HttpResponse:
    """All is allowed: a crawler must read a page to see its noindex."""
    return _lines("User-agent: *", "Disallow:", f"Sitemap: {absolute(request, reverse('sitemap'))}")


def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole (RFC 9116), if there is somebody."""
    if not settings.CONTACT:
        raise Http404
    expires = clock.today() + SECURITY_TXT_LASTS
    return _lines(
        f"Contact: mailto:{settings.CONTACT}",
        f"Expires: {expires}T00:00:00Z",
        "Preferred-Languages: en",
        f"Canonical: {absolute(request, request.path)}",
    )


def _lines(*lines: str) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@for_everybody
def manifest(request: HttpRequest) -> HttpResponse:
    """Name, color and icons for a shortcut to the site, which opens in the browser as any page does."""
    described = {
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME.split()[0],
        "lang": active().tag,
        "start_url": address(active_code(), "content:home"),
        "display": "browser",
        "background_color": colors()["paper"],
        "theme_color": colors()["paper"],
        "icons": [
            {"src": static(one.path), "sizes": f"{one.size}x{one.size}", "type": "image/png", "purpose": one.purpose}
            for one in ICONS
            if one.purpose
        ],
    }
    return JsonResponse(described, content_type="application/manifest+json")


def icon(request: HttpRequest, path: str) -> HttpResponse:
    """An icon that browsers ask for at an address of its own."""
    return HttpResponseRedirect(static(path))
