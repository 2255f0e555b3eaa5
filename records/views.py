"""What record systems are answered: a feed as XML, JSON or a script, or a page for people.

A request holds a diagnosis, and often an age, a name or a password. None of it is kept, logged or said again.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from clinics.files import Clinic, find
from content.codes import all_codes
from content.pages import Page, all_pages
from content.reviewed import standing_of
from records.feed import Entry, Feed, Link, as_json, as_xml
from records.matching import Match, matches, pages
from records.request import Asked, read
from web import clock
from web.absolute_urls import absolute
from web.caching import for_everybody
from web.drawn_once import Kept
from web.languages import ENGLISH, active, active_code, address, known_languages, offered_languages, speaking
from web.negotiation import prefers_html

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
XML, JSON, SCRIPT, HTML = "text/xml", "application/json", "application/javascript", "text/html"
# Other names that are asked for and mean the same.
KINDS = {"application/xml": XML, "application/atom+xml": XML, XML: XML, JSON: JSON, SCRIPT: SCRIPT, HTML: HTML}
# The name of a function, such as jsonp_1234 or app.show: nothing else may stand before the answer.
NAME = r"[A-Za-z_$][\w$]{0,49}"
PAGES_FOR_PEOPLE = Kept(most=64)
CALLBACK = re.compile(rf"{NAME}(?:\.{NAME}){{0,3}}", re.ASCII)
# Public data that depends on no cookie: any page may load it, by fetch or as a script. No other address has these.
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}
# The tasks in a record system at which its managers may ask us, as the standard calls them.
TASKS = ("PROBLISTREV", "PROBLISTE", "DIAGLISTREV", "PATEDUE", "PATINFO", "DISCHINSTE", "RADREPREV", "OREV")
NO_CODE = "This request names no code and no text. Send mainSearchCriteria.v.c and mainSearchCriteria.v.cs."
UNKNOWN_KIND = f"This knowledgeResponseType is not known here. Known are {', '.join(KINDS)}."
NO_CALLBACK = (
    f"{SCRIPT} needs callback=, the name of a function: letters, digits, _ and $, at most 50, with up to 3 points."
)


def open_to_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view that any page of any site may ask. No cookie is read, and none is set."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return opened


@csrf_exempt
@require_http_methods(METHODS)
@open_to_all
def infobutton(request: HttpRequest, link: str = "") -> HttpResponse:
    """Which pages fit the codes of a request; under a clinic's name, if it is one that we know.

    For one that we do not know the pages are the same: a record system goes on asking when a clinic has left.
    """
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=PREFLIGHT)
    asked = read(_form(request))
    kind = _kind(request, asked)
    if kind is None:
        return _refused(UNKNOWN_KIND, status=415)
    if kind == SCRIPT and not CALLBACK.fullmatch(asked.callback):
        return _refused(NO_CALLBACK)
    if not asked.criteria and kind != HTML:
        return _refused(NO_CODE)
    with speaking(_language(asked)):
        return _answer(request, asked, kind, find(link))


def _form(request: HttpRequest) -> str:
    """What was asked, in the address and in a form."""
    query: str = request.META.get("QUERY_STRING", "").encode("latin-1", "replace").decode("utf-8", "replace")
    if request.method != "POST":
        return query
    try:
        return f"{query}&{request.body.decode('utf-8', 'replace')}"
    except UnreadablePostError:  # whoever asked has gone
        return query


def _kind(request: HttpRequest, asked: Asked) -> str | None:
    """The kind of answer; None for one that we do not have."""
    if asked.kind:
        return KINDS.get(asked.kind)
    return HTML if prefers_html(request.headers.get("Accept", "")) else XML


def _language(asked: Asked) -> str:
    """The language asked for, if visitors are led to it; else that of the address."""
    return asked.language if asked.language in offered_languages() else active_code()


def _refused(why: str, status: int = 400) -> HttpResponse:
    """In words for engineers, without a word of what was sent."""
    return HttpResponse(f"{why}\n", status=status, content_type="text/plain; charset=utf-8")


def _answer(request: HttpRequest, asked: Asked, kind: str, clinic: Clinic | None) -> HttpResponse:
    found = matches(asked)
    slugs = pages(found, asked)
    entries = [_entry(request, slug, clinic) for slug in slugs]
    if kind == HTML:
        return _page(request, asked, slugs, entries, clinic)
    feed = Feed(
        title=settings.SITE_NAME,
        matched=", ".join(map(str, found)),
        address=_full(request, "records:infobutton", clinic),
        home=_full(request, "content:home", None),
        language=active().html,
        updated=max(entry.updated for entry in entries) if entries else _newest(),
        categories=_categories(asked, found),
        entries=entries,
    )
    if kind == XML:
        return HttpResponse(as_xml(feed), content_type="text/xml; charset=utf-8")
    if kind == JSON:
        return HttpResponse(as_json(feed), content_type=JSON)
    # The comment, so that what comes first is not of the asker's choice.
    return HttpResponse(f"/**/{asked.callback}({as_json(feed)});", content_type=f"{SCRIPT}; charset=utf-8")


def _categories(asked: Asked, found: list[Match]) -> list[tuple[str, str]]:
    """What of the request was understood, in our own words."""
    understood = [("informationRecipient", asked.recipient)]
    if asked.language in offered_languages():
        understood.append(("informationRecipient.languageCode.c", asked.language))
    for match in found:
        if match.system:
            understood += [("mainSearchCriteria.v.c", match.code), ("mainSearchCriteria.v.cs", match.system.oid)]
    return [(scheme, term) for scheme, term in understood if term]


def _entry(request: HttpRequest, slug: str, clinic: Clinic | None) -> Entry:
    """A page in the language of the answer, or in English where that has none, with its links to the others."""
    codes = dict.fromkeys([active_code(), *offered_languages()])
    in_languages = [(code, page) for code in codes if (page := _page_in(code, slug))]
    code, page = in_languages[0]
    with speaking(code):
        summary = f"{page.summary} {standing_of(page)}"
    links = tuple(_link(request, code, page, clinic) for code, page in in_languages)
    return Entry(absolute(request, page.url), links, page.updated, summary)


def _page_in(code: str, slug: str) -> Page | None:
    if code == active_code():
        return all_pages().get(slug)
    with speaking(code):
        return all_pages().get(slug)


def _link(request: HttpRequest, code: str, page: Page, clinic: Clinic | None) -> Link:
    path = address(code, "referrals:page", clinic.link, page.slug) if clinic else page.url
    return Link(page.title, absolute(request, path), known_languages()[code].html)


def _full(request: HttpRequest, view: str, clinic: Clinic | None) -> str:
    return absolute(request, address(active_code(), view, *([clinic.link] if clinic else [])))


def _newest() -> date:
    return max(page.updated for page in all_pages().values())


def _page(
    request: HttpRequest, asked: Asked, slugs: list[str], entries: list[Entry], clinic: Clinic | None
) -> HttpResponse:
    """The answer for people: the pages to read, or all of them where none fits.

    It says nothing of who asks, so it is drawn once for each list of pages.
    """
    first = _page_in(ENGLISH, slugs[0]) if slugs else None
    context = {
        "clinic": clinic,
        "canonical": absolute(request, address(active_code(), "content:home")) if clinic else "",
        "entries": entries,
        "names_something": bool(asked.criteria),
        # The question is not in an address that leads here from another language.
        "same_page": first.url if first else "/",
    }
    # After a form it brings a script that forgets it.
    is_form = request.method == "POST"
    key = active_code(), tuple(slugs), clinic, absolute(request, "/"), bool(asked.criteria), is_form, clock.today()
    drawn = PAGES_FOR_PEOPLE.page(key, lambda: render_to_string("records/answer.html", context, request))
    return drawn.answer(request, status=200 if asked.criteria else 400)


@for_everybody
@require_safe
def profile(request: HttpRequest, link: str = "") -> HttpResponse:
    """What OpenInfobutton, which asks on behalf of record systems, must know of this site."""
    clinic = find(link)
    if link and clinic is None:
        raise Http404
    context = {
        "address": _full(request, "records:infobutton", clinic),
        "systems": all_codes().systems.values(),
        "tasks": TASKS,
        "updated": _newest(),
    }
    response = render(request, "records/profile.xml", context, content_type="application/xml; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="infobutton-profile.xml"'
    return response
