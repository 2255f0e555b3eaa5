"""The pages for what we cannot read, do not take or do not have, and for a fault of ours."""

import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware import csrf
from django.shortcuts import render
from django.template.loader import render_to_string

from content.pages import all_pages
from kyphoplasty_site.bent_addresses import mended
from kyphoplasty_site.context import everywhere
from screener.answers_cookie import drawn_with
from screener.editions import main_rules
from web.caching import never_kept
from web.drawn_once import DrawnOnce
from web.languages import ENGLISH, active, active_code, once_for_each_language, speaking

logger = logging.getLogger(__name__)
HOME = "/"
# How Django's words for a form of another site begin; the site's address comes after.
OF_ANOTHER_SITE = tuple(
    reason.partition("%")[0]
    for reason in (csrf.REASON_BAD_ORIGIN, csrf.REASON_BAD_REFERER, csrf.REASON_INSECURE_REFERER)
)


def _draw(request: HttpRequest, template: str, status: int, context: dict[str, Any] | None = None) -> HttpResponse:
    """A page of an error. In another language it has no twin: links there lead to the home page."""
    return render(request, template, {"same_page": HOME, **(context or {})}, status=status)


@once_for_each_language
def in_plain_words() -> str:
    """The page of an error with nothing but words, in HTML. It is drawn at the start, while it can be."""
    return render_to_string("500_in_plain_words.html", {"language": active(), "help_lines": main_rules().help_lines})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400. Not Django's own view: that one reads the form again, which may be what broke."""
    return _draw(request, "400.html", 400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, or on to the address that was meant. Not Django's own view either: a broken form would break it."""
    if request.method in ("GET", "HEAD") and (address := mended(request.path)):
        return HttpResponseRedirect(address)
    page = not_found_page(answers_a_form=request.method == "POST", in_english=_in_english(request))
    return page.answer(request, status=404)


@once_for_each_language
def not_found_page(answers_a_form: bool, in_english: str = "") -> DrawnOnce:
    """The page of a 404, the same for everybody: whoever asks for many addresses that there are not costs little.

    `in_english` is the address of the English page, where that is all there is.
    """
    of_this = {"answers_a_form": answers_a_form, "in_english": in_english, "same_page": in_english or HOME}
    return DrawnOnce.of(render_to_string("404.html", {**everywhere(), **of_this}))


def _in_english(request: HttpRequest) -> str:
    """The public address of the English page with this name, if it was asked for in another language."""
    match = request.resolver_match
    if active_code() == ENGLISH or match is None or match.view_name not in ("content:page", "referrals:page"):
        return ""
    with speaking(ENGLISH):
        page = all_pages().get(match.kwargs["slug"])
    return page.url if page else ""


@never_kept
def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, for a form that may not be ours: why it may not be, what to do, and the blank guide."""
    why = _why_refused(request, reason)
    lost = why == "no cookie" and bool(drawn_with(request) or request.COOKIES.get(settings.ANSWERS_COOKIE_NAME))
    context = {"why": "lost" if lost else why, "host": request.get_host()}
    return _draw(request, "form_refused.html", 403, context)


def _why_refused(request: HttpRequest, reason: str) -> str:
    """What is wrong, by Django's reason, which is for developers."""
    if reason == csrf.REASON_NO_CSRF_COOKIE:
        return "no cookie"
    if reason in (csrf.REASON_NO_REFERER, csrf.REASON_MALFORMED_REFERER) or request.headers.get("Origin") == "null":
        return "hidden"
    return "elsewhere" if reason.startswith(OF_ANOTHER_SITE) else "no token"


def words_for_method(request: HttpRequest) -> str:
    """The page of a 405, for a form sent to what takes none, or for what only a form opens."""
    return render_to_string("405.html", {"is_read": request.method in ("GET", "HEAD"), "same_page": HOME}, request)


def unknown_length(request: HttpRequest) -> HttpResponse:
    """411, for what does not say how long it is."""
    return _draw(request, "400.html", 411)


def too_long(request: HttpRequest) -> HttpResponse:
    """413, for more than any form here holds."""
    return _draw(request, "413.html", 413)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, with the emergency strip, and without a word of what was sent. Words alone, if no page can be drawn.

    An error here would go past our log to the server's, which writes all that it and those before it say.
    """
    try:
        return _draw(request, "500.html", 500)
    except Exception:
        logger.exception("The page of an error could not be drawn")
        return HttpResponse(in_plain_words(), status=500)
