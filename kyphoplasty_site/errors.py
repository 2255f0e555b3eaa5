"""The pages for a broken or too long request and for a fault of ours. Django draws 404 with our template by itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400. Not Django's own view: that one reads the form again, which may be what broke."""
    return render(request, "400.html", status=400)


def unknown_length(request: HttpRequest) -> HttpResponse:
    """411, for what does not say how long it is."""
    return render(request, "400.html", status=411)


def too_long(request: HttpRequest) -> HttpResponse:
    """413, for more than any form here holds."""
    return render(request, "413.html", status=413)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, with the emergency strip, and without a word of what was sent."""
    return render(request, "500.html", status=500)
