"""The pages for what goes wrong. Each shows the emergency strip and says nothing of what was sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent is broken, too long or too much."""
    return render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the address is wrong; the list of pages helps on."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the fault is ours; says nothing of what was sent."""
    return render(request, "500.html", status=500)
