"""The pages for a broken or too long request, for an address that is not there and for a fault of ours."""

import logging
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from screener.protocol import CLINIC

logger = logging.getLogger(__name__)


@cache
def in_plain_words() -> str:
    """The page of an error with nothing but words, in HTML. It is drawn at the start, while it can be."""
    return render_to_string("500_in_plain_words.html", {"help_lines": CLINIC.help_lines})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400. Not Django's own view: that one reads the form again, which may be what broke."""
    return render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404. Not Django's own view either: sent a form that cannot be read, it would fail."""
    return render(request, "404.html", status=404)


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
