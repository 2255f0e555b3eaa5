"""The pages for what we cannot read, do not take or do not have, and for a fault of ours."""

import logging

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware import csrf
from django.shortcuts import render
from django.template.loader import render_to_string

from kyphoplasty_site.bent_addresses import mended
from kyphoplasty_site.context import everywhere
from screener.answers_cookie import drawn_with
from screener.editions import main_rules
from web.caching import never_kept
from web.drawn_once import DrawnOnce
from web.languages import active, once_for_each_language

logger = logging.getLogger(__name__)
# How Django's words for a form of another site begin; the site's address comes after.
OF_ANOTHER_SITE = tuple(
    reason.partition("%")[0]
    for reason in (csrf.REASON_BAD_ORIGIN, csrf.REASON_BAD_REFERER, csrf.REASON_INSECURE_REFERER)
)


@once_for_each_language
def in_plain_words() -> str:
    """The page of an error with nothing but words, in HTML. It is drawn at the start, while it can be."""
    return render_to_string("500_in_plain_words.html", {"language": active(), "help_lines": main_rules().help_lines})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400. Not Django's own view: that one reads the form again, which may be what broke."""
    return render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, or on to the address that was meant. Not Django's own view either: a broken form would break it."""
    if request.method in ("GET", "HEAD") and (address := mended(request.path)):
        return HttpResponseRedirect(address)
    return not_found_page(answers_a_form=request.method == "POST").answer(request, status=404)


@once_for_each_language
def not_found_page(answers_a_form: bool) -> DrawnOnce:
    """The page of a 404, the same for everybody: whoever asks for many addresses that there are not costs little."""
    return DrawnOnce.of(render_to_string("404.html", {**everywhere(), "answers_a_form": answers_a_form}))


@never_kept
def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, for a form that may not be ours: why it may not be, what to do, and the blank guide."""
    why = _why_refused(request, reason)
    lost = why == "no cookie" and bool(drawn_with(request) or request.COOKIES.get(settings.ANSWERS_COOKIE_NAME))
    context = {"why": "lost" if lost else why, "host": request.get_host()}
    return render(request, "form_refused.html", context, status=403)


def _why_refused(request: HttpRequest, reason: str) -> str:
    """What is wrong, by Django's reason, which is for developers."""
    if reason == csrf.REASON_NO_CSRF_COOKIE:
        return "no cookie"
    if reason in (csrf.REASON_NO_REFERER, csrf.REASON_MALFORMED_REFERER) or request.headers.get("Origin") == "null":
        return "hidden"
    return "elsewhere" if reason.startswith(OF_ANOTHER_SITE) else "no token"


def words_for_method(request: HttpRequest) -> str:
    """The page of a 405, for a form sent to what takes none, or for what only a form opens."""
    return render_to_string("405.html", {"is_read": request.method in ("GET", "HEAD")}, request)


def unknown_length(request: HttpRequest) -> HttpResponse:
    """411, for what does not say how long it is."""
    return render(request, "400.html", status=411)


def too_long(request: HttpRequest) -> HttpResponse:
    """413, for more than any form here holds."""
    return render(request, "413.html", status=413)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, with the emergency strip, and without a word of what was sent. Words alone, if no page can be drawn.

    An error here would go past our log to the server's, which writes all that it and those before it say.
    """
    try:
        return render(request, "500.html", status=500)
    except Exception:
        logger.exception("The page of an error could not be drawn")
        return HttpResponse(in_plain_words(), status=500)
