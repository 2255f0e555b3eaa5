"""The pages for an address that is not there and for a fault of ours. Both show the emergency strip."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the address is wrong; the list of pages helps on."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: the fault is ours; says nothing of what was sent."""
    return render(request, "500.html", status=500)
