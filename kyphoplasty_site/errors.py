"""The page for a fault of ours. Django draws the others (400, 404) with our templates by itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def server_error(request: HttpRequest) -> HttpResponse:
    """500, with the emergency strip, and without a word of what was sent."""
    return render(request, "500.html", status=500)
